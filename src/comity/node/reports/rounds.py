"""Rounds of the worker: read new reports, note withdrawals, clear what has expired.

``reports.read`` opens each new report once, finds its selectors, hands it to the registered readers (digests, links,
urgency) and only then marks it as read. A failure is written into the row in a transaction of its own and tried again
later and later, for ever: no report is lost because a program could not read it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from comity.kernel.actor import system
from comity.node.audit.actions import record
from comity.node.base import home, news, rounds, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.times import cut_to_hour
from comity.node.blobs import store, sweep
from comity.node.reports import extraction, queries, readers
from comity.node.reports.actions import READ_ROUND, read_sealed
from comity.node.reports.models import Draft, DraftFile, Message, Report, ReportFile, SelectorValue
from comity.node.reports.readers import Reading

BATCH = 100
_log = logging.getLogger("comity.reports")
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)


def register() -> None:
    """Register the rounds of this app."""
    rounds.register(READ_ROUND, read_new, quiet=True)
    rounds.register("reports.withdrawals", note_withdrawals)
    rounds.register("reports.expired", clear_expired)
    sweep.register(_blobs_in_use)


def read_new(at: datetime) -> int:
    """Read every report that is due; return how many were read."""
    keyring = _keyring()
    # What was added after the first reading is read with all the rest, for new selectors and a new look at the urgency.
    added = Message.objects.filter(direction=Message.Direction.FROM_REPORTER, read_at=None)
    Report.objects.filter(pk__in=added.values("report"), read_at__isnull=False).update(read_at=None)
    done = 0
    waiting = queries.waiting_to_be_read(at, BATCH)
    if len(waiting) == BATCH:  # after a bulk import: come back at once, but let the other rounds in between
        rounds.ring(READ_ROUND)
    for report in waiting:
        step = ["open"]
        try:
            _read(report, keyring, at, step)
            done += 1
        except Exception as error:
            _log.exception("report.read.failed", extra={"facts": {"report": str(report.pk), "step": step[0]}})
            _failed(report, step[0], at, type(error).__name__)
    return done


def _read(report: Report, keyring: Keyring, at: datetime, step: list[str]) -> None:
    with transaction.atomic():
        row = Report.objects.select_for_update(skip_locked=True).filter(pk=report.pk, read_at=None).first()
        if row is None:
            return
        opened = read_sealed(row, sealing.open_as(row.data_key, row.owner_id, keyring))
        reading = Reading(row, opened, (), keyring)
        step[0] = "selectors"
        found = extraction.selectors(reading)
        reading = Reading(row, opened, found, keyring)
        _store_selectors(reading)
        step[0] = "urgency"
        level = extraction.how_urgent(reading)
        row.urgency, row.urgency_reasons = level.level, list(level.codes)
        row.save(update_fields=["urgency", "urgency_reasons"])
        moment = cut_to_hour(at) if row.anonymous else at
        for name, work in readers.steps().items():
            step[0] = name
            work(reading, moment)
        step[0] = "done"
        row.refresh_from_db(fields=["state"])
        row.read_at, row.failing_step, row.next_try_at = moment, "", None
        row.save(update_fields=["read_at", "failing_step", "next_try_at"])
        Message.objects.filter(pk__in=[one.pk for one, _ in opened.messages], read_at=None).update(
            read_at=moment
        )
        record(
            "audit", "report.read", by=system("rounds"), at=moment, subject_kind="report", subject_id=str(row.id),
            participant=row.owner_id, facts={"selectors": len(found)},
        )  # fmt: skip
        news.tell("report.read", report=str(row.id))


def _failed(report: Report, step: str, at: datetime, what: str) -> None:
    tries = report.attempts + 1
    wait = min(_FIRST_WAIT * 2 ** min(tries - 1, 10), _LONGEST_WAIT)
    next_try = cut_to_hour(at + _LONGEST_WAIT) if report.anonymous else at + wait
    Report.objects.filter(pk=report.pk, read_at=None).update(
        attempts=min(tries, 30_000), failing_step=step[:40], next_try_at=next_try
    )
    if tries == 1:
        news.tell("report.unread", report=str(report.pk), step=step, what=what)


def _store_selectors(reading: Reading) -> None:
    report = reading.report
    report.selectors.all().delete()
    rows = []
    for one in reading.selectors:
        row = SelectorValue(
            owner_id=report.owner_id,
            data_key_id=report.data_key_id,
            report=report,
            kind=one.kind,
            found=one.found,
        )
        sealing.seal(row, reading.opened.key, value=one.value, as_written=one.as_written)
        rows.append(row)
    SelectorValue.objects.bulk_create(rows, batch_size=500)


def note_withdrawals(at: datetime) -> int:
    """Write into each report that its reporter withdrew it; the message stays what counts."""
    done = 0
    waiting = Message.objects.filter(kind=Message.Kind.WITHDRAWAL, report__withdrawn_at=None)
    for message in waiting.order_by("said_at")[:BATCH]:
        done += Report.objects.filter(pk=message.report_id, withdrawn_at=None).update(
            withdrawn_at=message.said_at
        )
    return done


def clear_expired(at: datetime) -> int:
    """Delete expired drafts and visits, and the sealed files of drafts that were never sent."""
    done = 0
    for draft in Draft.objects.filter(expires_at__lte=at).order_by("expires_at")[:BATCH]:
        for blob in DraftFile.objects.filter(draft=draft).values_list("blob", flat=True):
            store.delete(blob)
        draft.delete()
        done += 1
    return done


def _blobs_in_use(names: Collection[str]) -> Collection[str]:
    used = set(ReportFile.objects.filter(blob__in=names).values_list("blob", flat=True))
    return used | set(DraftFile.objects.filter(blob__in=names).values_list("blob", flat=True))


def _keyring() -> Keyring:
    node = home.current()
    assert node is not None, "rounds run inside a node"
    return Keyring(node, "worker")
