"""That an answer of the law engine was saved for a case stands in the case's record; the file itself goes to who saved it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.kernel.actor import Actor
from comity.node.audit.actions import record
from comity.node.base.permissions import require
from comity.node.cases import permissions
from comity.node.cases.models import Case


@transaction.atomic
def keep_answer(case: Case, *, kind: str, digest: str, book: str, by: Actor, at: datetime) -> None:
    """Write down which answer was saved: its kind, the digest of its receipt and the version of the book.

    Raises:
        NotAllowed: no leave to look ways up for this case.
    """
    require(by, "route.view", permissions.of(case, at=at))
    record(
        "audit", "case.answer", by=by, at=at, subject_kind="case", subject_id=str(case.pk), participant=case.owner_id,
        facts={"kind": kind, "digest": digest, "book": book},
    )  # fmt: skip
