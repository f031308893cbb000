"""What the office can read: every report opened with its participant's key, every file unsealed and digested. JSON on standard output.

python -m tests.support.holdings          (door desk)
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

from tests.support.report_judge import UNREADABLE


def all_of_them() -> list[dict[str, Any]]:
    """Open every report of the node."""
    from comity.node.base import home, sealing
    from comity.node.base.keyring import Keyring
    from comity.node.reports.models import AcknowledgementFile, Report

    node = home.current()
    assert node is not None
    keyring = Keyring(node, "desk")
    acknowledged = set(AcknowledgementFile.objects.values_list("report_id", flat=True))
    found = []
    for report in Report.objects.select_related("data_key").prefetch_related("files"):
        key = sealing.open_as(report.data_key, report.owner_id, keyring)
        found.append(
            {
                "reference": report.reference,
                "words": sealing.read(report, key, "own_words"),
                "files": [_digest(one, key) for one in report.files.all()],
                "acknowledged": report.pk in acknowledged,
                "id": str(report.pk),
            }
        )
    return found


def _digest(row: Any, key: Any) -> str:
    """Unseal a file and return the digest of its content."""
    from comity.kernel.errors import ComityError
    from comity.node.blobs import store
    from comity.node.reports.uploads import file_context
    from comity.suites.files import Opener

    opener = Opener(key.secret, context=file_context(str(row.pk)))
    try:
        for piece in store.read(row.blob):
            opener.feed(piece)
        opener.finish()
    except ComityError:
        return UNREADABLE
    return str(opener.result().digest)


if __name__ == "__main__":
    django.setup()
    json.dump(all_of_them(), sys.stdout)
