"""Sets clocks on a node through its own actions: ``python -m tests.support.clock_agent FILE`` (door admin; FILE: a JSON list).

Each: name, zone, and day or instant; ``stopped``: it is stopped at once; ``moved``: it was set to a later instant first.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import django


def main(file: Path) -> None:
    """Set them all."""
    from comity.kernel.actor import system
    from comity.node.assistance.zones import end_of_day
    from comity.node.base.models import Participant
    from comity.node.deadlines import actions
    from tests.support.faulty_worker import SUBJECT

    owner, by = Participant.objects.get(code="de-police"), system("tests")
    for given in json.loads(file.read_text()):
        at = datetime.fromisoformat(given["at"])
        zone = given["zone"]
        day = date.fromisoformat(given["day"]) if given["day"] else None
        due = end_of_day(day, zone) if day else datetime.fromisoformat(given["instant"])
        first = due + timedelta(days=9) if given["moved"] else due
        for instant in dict.fromkeys((first, due)):
            actions.set_clock(
                given["name"], by=by, at=at, owner=owner, subject_kind=SUBJECT, subject_id=given["name"], kind="deadline",
                due=instant, day=day, zone=zone, rule="calendar" if day else "hours",
            )  # fmt: skip
        if given["stopped"]:
            actions.stop_clock(given["name"], by=by, at=at, subject_kind=SUBJECT, subject_id=given["name"])


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
