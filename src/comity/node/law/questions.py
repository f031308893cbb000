"""Ask the law what takes long, and answer it: the desk writes the question, the worker's child answers, the worker writes it down.

DIR/law/questions/<id>.ask.json, <id>.answer.json    between the worker and its child; gone once the row has the answer
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import Conflict, declare
from comity.node.audit import actions as audit
from comity.node.base import home, lawbook, rounds
from comity.node.base.permissions import require
from comity.node.law.children import children
from comity.node.law.heavy import write
from comity.node.law.models import LawQuestion
from comity.policy import Attributes

ROUND = "law.questions"
AT_ONCE = 5
"""Questions of one desk that may wait at a time."""
TOO_MANY = declare(
    "law.question.too_many",
    "{number} questions of your desk are still being answered.",
    "Wait for one of them, then ask again.",
)
FAILED = declare(
    "law.question.failed",
    "The answer could not be worked out.",
    "Ask again later, or with fewer steps or states; tell the operator of this node if it happens again.",
)
_log = logging.getLogger("comity.law")


@transaction.atomic
def ask(kind: str, parameters: Mapping[str, Any], *, by: Actor, at: datetime) -> LawQuestion:
    """Put a question, or return the same one where this desk has put it to the same book already.

    Raises:
        NotAllowed: the actor does not look up ways. Conflict: too many of the desk's questions wait.
    """
    require(by, "route.view", Attributes(owner=by.participant))
    digest = lawbook.book().digest
    mine = LawQuestion.objects.filter(owner_id=by.participant)
    same = mine.filter(kind=kind, parameters=dict(parameters), book_digest=digest, faults__isnull=True)
    if (known := same.first()) is not None:
        return known
    waiting = mine.filter(answered_at__isnull=True).count()
    if waiting >= AT_ONCE:
        raise Conflict(TOO_MANY.fault(number=waiting))
    row = LawQuestion.objects.create(
        kind=kind, parameters=dict(parameters), book_digest=digest, owner_id=by.participant, asked_by=by.label, asked_at=at,
    )  # fmt: skip
    audit.record(
        "audit", "law.ask", by=by, at=at, subject_kind="law_question", subject_id=str(row.pk), facts={"kind": kind},
    )  # fmt: skip
    rounds.ring(ROUND)
    return row


def of_desk(participant: str, first: int = 20) -> Sequence[LawQuestion]:
    """Return what a desk asked, the last first."""
    return list(LawQuestion.objects.filter(owner_id=participant)[:first])


def ahead_of(question: LawQuestion) -> int:
    """Say how many questions are answered before this one."""
    return LawQuestion.objects.filter(answered_at__isnull=True, asked_at__lt=question.asked_at).count()


def walk(at: datetime) -> int:
    """Take the first question that waits: write its answer down where the child has made it, else have it made."""
    node = home.current()
    row = LawQuestion.objects.filter(answered_at__isnull=True).order_by("asked_at", "id").first()
    if node is None or row is None:
        return 0
    place = node.path / "law" / "questions"
    place.mkdir(parents=True, mode=0o700, exist_ok=True)
    asked, made = place / f"{row.pk}.ask.json", place / f"{row.pk}.answer.json"
    work = ("answer", str(asked), str(made))
    busy = children.busy()
    if (found := _read(made)) is not None:
        _write_down(row, found, at)
    elif children.failed(*work):
        _write_down(row, {"faults": [{"code": FAILED.code, "facts": {}}]}, at)
    elif busy:
        return 0
    else:
        write(asked, {"kind": row.kind, **row.parameters})
        return int(children.start(*work))
    for file in (asked, made):
        file.unlink(missing_ok=True)
    rounds.ring(ROUND)
    return 1


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


@transaction.atomic
def _write_down(row: LawQuestion, found: Mapping[str, Any], at: datetime) -> None:
    row.answer, row.faults, row.answered_at = found.get("answer"), found.get("faults"), at
    if row.answer is not None:
        row.book_digest = row.answer["book"]["digest"]
    row.save(update_fields=["answer", "faults", "answered_at", "book_digest"])
    _log.info("law.answered", extra={"facts": {"question": str(row.pk), "kind": row.kind}})
