"""Bulk import of reports taken elsewhere: a file is taken whole or not at all.

Lines are read and judged by :mod:`comity.triage.intake`; a single fault anywhere and nothing of the file enters. A record
already imported (same desk, same id) is counted as known and not doubled, so an interrupted import is simply
run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest, raw
from comity.kernel.identifier import new_id, reference
from comity.node.audit.actions import record
from comity.node.base import news, rounds, sealing
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.reports import content
from comity.node.reports.actions import READ_ROUND
from comity.node.reports.models import Report
from comity.policy import Attributes
from comity.suites import mac
from comity.triage.intake import Record

BATCH = 500
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    new: int
    known: int


@transaction.atomic
def import_records(
    records: Sequence[Record],
    *,
    owner: Participant,
    by: Actor,
    at: datetime,
    progress: Progress = lambda done: None,
) -> Imported:
    """Store all records in one transaction: killed on the way, nothing is there.

    Raises:
        NotAllowed: the actor may not import for this desk.
    """
    require(by, "report.import", Attributes(owner=owner.code))
    new = known = 0
    for group in _groups(records):
        tokens = {_token(owner, one): one for one in group}
        there = {
            bytes(one)
            for one in Report.objects.filter(token__in=list(tokens)).values_list("token", flat=True)
        }
        rows = [_row(one, token, owner, at) for token, one in tokens.items() if token not in there]
        keys = sealing.new_keys(owner, len(rows))
        for (row, one), key in zip(rows, keys, strict=True):
            _seal(row, one, key)
        Report.objects.bulk_create([row for row, _ in rows])
        for row, _ in rows:
            record(
                "audit", "report.import", by=by, at=at, subject_kind="report", subject_id=str(row.id),
                participant=owner.code,
            )  # fmt: skip
        new, known = new + len(rows), known + len(there)
        progress(new + known)
    if new:
        news.tell("report.imported", owner=owner.code, count=new)
        rounds.ring(READ_ROUND)
    return Imported(new, known)


def _groups(records: Sequence[Record]) -> Iterable[Sequence[Record]]:
    for start in range(0, len(records), BATCH):
        yield records[start : start + BATCH]


def _token(owner: Participant, one: Record) -> bytes:
    return raw(digest(f"comity.import/1\0{owner.code}\0{one.id}".encode()))


def _row(one: Record, token: bytes, owner: Participant, at: datetime) -> tuple[Report, Record]:
    row = Report(
        id=new_id(), owner=owner, reference=reference(), token=token, received_at=one.received or at,
        source=Report.Source.IMPORT, channel=one.channel[:30] if one.channel.isidentifier() else "import",
        language=one.language[:10], country=one.country, content_salt=mac.new_mac_key(),
        amount=one.loss.amount if one.loss else None, currency=one.loss.currency if one.loss else "",
    )  # fmt: skip
    return row, one


def _seal(row: Report, one: Record, key: sealing.OpenKey) -> None:
    document = canonical_json(
        {
            "schema": content.SCHEMA,
            "reference": row.reference,
            "own_words": one.narrative,
            "selectors": [
                {"kind": found.kind, "value": found.value, "as_written": found.as_written}
                for found in one.selectors
            ],
            "nonce": mac.new_mac_key().hex(),
        }
    )
    row.data_key = key.row
    row.content_digest = raw(content.salted_digest(bytes(row.content_salt), document))
    sealing.seal(row, key, own_words=one.narrative, answers=document, origin=one.id)
