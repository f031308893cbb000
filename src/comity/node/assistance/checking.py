"""Would a person who reported be named? Opens the sealed names of the case's reports for the comparison, and leaves a leaf."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from comity.kernel.actor import Actor
from comity.kernel.errors import Fault
from comity.node.assistance import content, faults, lawbook
from comity.node.assistance.leaving import who_is_named
from comity.node.assistance.models import Request
from comity.node.assistance.names import named
from comity.node.audit import actions as audit
from comity.node.base import sealing
from comity.node.reports.models import Report
from comity.node.triage.models import Decision


def names_of_reports(request: Request) -> list[str]:
    """Return the names in the reports a request may speak of: of its case, of the report it was drafted from, of those it follows."""
    cases, drafted, row = set(), set(), request
    while True:
        drafted.add(row.pk)
        if row.case_id is not None:
            cases.add(row.case_id)
        if row.parent is None:
            break
        row = row.parent
    of_drafts = Decision.objects.filter(request__in=drafted).values("report")
    reports = (
        Report.objects.filter(Q(cases__case__in=cases) | Q(pk__in=of_drafts)).exclude(name=b"").distinct()
    )
    found = []
    for report in reports.select_related("data_key"):
        key = sealing.open_as(report.data_key, report.owner_id, content.keyring())
        found.append(sealing.read(report, key, "name"))
    return [name for name in found if name.strip()]


def named_in(request: Request, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Return the outgoing fields that would name somebody who reported."""
    names = names_of_reports(request)
    found = who_is_named(lawbook.book().instrument(request.instrument), fields, names)
    audit.record(
        "audit", "request.check_names", by=by, at=at, subject_kind="request", subject_id=str(request.pk),
        participant=request.owner_id, purpose="nobody who reported is named abroad", facts={"names": len(names), "found": len(found)},
    )  # fmt: skip
    return found


def faults_of_names(request: Request, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> list[Fault]:
    """Return a fault for each outgoing field that would name somebody who reported."""
    return [faults.NAME_LEAVES.fault(field=place) for place in named_in(request, fields, by=by, at=at)]


def faults_of_words(request: Request, words: Mapping[str, Any]) -> list[Fault]:
    """Return a fault for each text of a step that would name somebody who reported."""
    from comity.node.assistance.names import texts

    names = names_of_reports(request)
    return [faults.NAME_LEAVES.fault(field=place) for place, text in texts(words) if named(text, names)]
