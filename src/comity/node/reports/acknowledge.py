"""The notary's hook: sign the acknowledgement of every report whose leaf it has just ordered, in that same transaction.

The notary holds no opening key. All it needs is coded or salted: reference, hour or second, salted digests, and what
she ticked that her acknowledgement may show.
"""

from __future__ import annotations

import json
import logging
from uuid import UUID

from comity.custody import acknowledgement
from comity.kernel.digest import Digest
from comity.node.audit import notary
from comity.node.audit.models import Leaf
from comity.node.base.times import cut_to_hour
from comity.node.reports.models import AcknowledgementFile, Report

VERB = "report.submit"
SHOWABLE = ("day", "kind", "loss", "country", "files")
"""What she may tick: the day she told it, what kind of thing happened, the loss, the country, how many files."""

_log = logging.getLogger("comity.reports")


def register() -> None:
    """Have the notary call :func:`sign_batch` for the log of reports."""
    notary.register("reports", sign_batch)


def sign_batch(batch: notary.Batch) -> None:
    """Write the acknowledgement of each report in the batch that has none yet."""
    placed = {UUID(leaf.subject_id): (leaf, index) for leaf, index in batch.leaves if leaf.verb == VERB}
    reports = Report.objects.filter(pk__in=placed).select_related("owner").prefetch_related("files")
    rows = []
    for report in reports.filter(acknowledgement=None):
        leaf, index = placed[report.pk]
        signed_at = cut_to_hour(batch.at) if report.anonymous else batch.at
        try:
            rows.append(
                AcknowledgementFile(
                    report=report, text=_sign(report, leaf, index, batch), signed_at=signed_at
                )
            )
        except (ValueError, KeyError):
            _log.exception("report.acknowledgement.failed", extra={"facts": {"report": str(report.pk)}})
    AcknowledgementFile.objects.bulk_create(rows)


def _sign(report: Report, leaf: Leaf, index: int, batch: notary.Batch) -> str:
    return acknowledgement.sign(
        reference=report.reference,
        received=report.received_at,
        precision="hour" if report.anonymous else "second",
        office=report.owner.name,
        salt=bytes(report.content_salt),
        content=_written(report.content_digest),
        files=sorted(_written(one.digest) for one in report.files.all() if one.at_first),
        shown=shown(report),
        leaf=json.loads(bytes(leaf.data)),
        log=acknowledgement.LogProof(
            index, batch.checkpoint.size, tuple(batch.proof(index)), batch.checkpoint.note
        ),
        key=batch.keyring.node("receipt"),
    )


def shown(report: Report) -> dict[str, str]:
    """Return what she ticked, label to text: codes and numbers, in no language, for the page to put into words."""
    told = {
        "day": report.received_at.date().isoformat(),
        "kind": report.opening,
        "loss": f"{report.amount.normalize():f} {report.currency}" if report.amount is not None else "",
        "country": report.country,
        "files": str(sum(one.at_first for one in report.files.all())),
    }
    return {name: told[name] for name in SHOWABLE if name in report.shows and told[name]}


def _written(value: bytes | memoryview) -> Digest:
    return Digest("sha256:" + bytes(value).hex())
