"""Questions to cases: whose are there, what is known of one, as the engine reads it. Nothing sealed is opened here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from comity.facts import scenario as scenarios
from comity.facts.model import Facts
from comity.facts.scenario import Scenario
from comity.facts.strict import nearest
from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Fault, raise_all
from comity.law.elements import faults_in
from comity.node.base import lawbook
from comity.node.base.permissions import allowed, require
from comity.node.cases import faults, merging, permissions
from comity.node.cases.merging import Line, Stated
from comity.node.cases.models import Case, CaseFact, Confidentiality
from comity.node.reports import facts as report_facts
from comity.node.reports.models import Report
from comity.policy import Attributes


def mine(by: Actor, *, at: datetime) -> QuerySet[Case]:
    """Return the cases of the actor's participant and those leave was given on, the newest first, with their numbers.

    Each row carries ``number_of_reports``, ``loss`` (by the reports, where in one currency), ``currency`` and ``currencies``.

    Raises:
        NotAllowed: no role that works on cases.
    """
    require(by, "case.list", Attributes(owner=by.participant))
    leave = Q(grants__to__in=[by.label, by.participant], grants__ended_at=None, grants__until__gt=at, grants__verbs__contains=["case.view"])  # fmt: skip
    seen = Case.objects.filter(Q(owner_id=by.participant) | leave).values("pk")
    return Case.objects.filter(pk__in=seen).annotate(
        number_of_reports=Count("joined", distinct=True),
        loss=Sum("joined__report__amount"),
        currency=Max("joined__report__currency"),
        currencies=Count("joined__report__currency", distinct=True, filter=Q(joined__report__amount__isnull=False)),
    )  # fmt: skip


def one(pk: UUID, *, by: Actor, at: datetime, verb: str = "case.view") -> Case:
    """Return a case the actor may see.

    Raises:
        BadInput: there is none. NotAllowed: policy says no.
    """
    row = Case.objects.select_related("owner", "data_key").filter(pk=pk).first()
    if row is None:
        raise BadInput(faults.NO_CASE.fault())
    require(by, verb, permissions.of(row, at=at))
    return row


def reports(case: Case) -> list[Report]:
    """Return the reports of a case, the first joined first."""
    return [one.report for one in case.joined.select_related("report").order_by("at", "id")]


def cases_of(report: Report, *, by: Actor, at: datetime) -> list[Case]:
    """Return the cases a report is in that the actor may see."""
    rows = Case.objects.filter(joined__report=report)
    return [row for row in rows if _may(by, row, at)]


def cases_by_report(report: UUID) -> list[Case]:
    """Return the cases a report is in, by its id, for actions and pages that have asked for leave already."""
    return list(Case.objects.filter(joined__report=report))


def _may(by: Actor, case: Case, at: datetime) -> bool:
    return allowed(by, "case.view", permissions.of(case, at=at))


def lines(case: Case) -> list[Line]:
    """Return every fact of a case with where it comes from."""
    given = [(report.reference, report_facts.of(report)) for report in reports(case)]
    return merging.merge(given, _stated(case.facts.all()))


def _stated(rows: Iterable[CaseFact]) -> list[Stated]:
    return [Stated(row.name, row.value, row.source_code) for row in rows]


def facts(case: Case) -> Facts:
    """Return the facts of a case as the engine reads them: those of its reports, and what officers state."""
    return scenario(case, on=case.opened_at.date()).facts


def scenario(
    case: Case,
    *,
    on: date,
    at: datetime | None = None,
    requesting: str = "",
    requested: Iterable[str] = (),
    measure: str = "",
    data_categories: Iterable[str] = (),
    from_role: str = "",
    validated_by: str = "",
    instrument: str = "",
    urgency: str = "routine",
) -> Scenario:
    """Return the question to the engine: this case's facts, asked by this state (the owner's, where none is named).

    Raises:
        BadInput: what is asked is not of the closed lists; all faults together.
    """
    asking = requesting or case.owner.country
    return question(
        merging.table(lines(case)),
        on=at or on,
        requesting=asking,
        requested=[state for state in requested if state != asking],
        measure=measure,
        data_categories=data_categories,
        from_role=from_role,
        validated_by=validated_by,
        instrument=instrument,
        urgency=urgency,
        name=case.reference,
    )


def question(
    table: Mapping[str, Any], *, on: date | datetime, name: str = "", urgency: str = "routine", **ask: Any
) -> Scenario:
    """Return a scenario from a table of facts and what is asked.

    Raises:
        BadInput: as :func:`comity.facts.scenario.read`.
    """
    asked = {key: list(value) if not isinstance(value, str) else value for key, value in ask.items()}
    found = scenarios.read(
        {"scenario": {"on": on, "urgency": urgency}, "ask": asked, "facts": dict(table)},
        file=name or "scenario",
    )
    return replace(found, id=name)


def check_fact(case: Case, name: str, value: Any) -> None:
    """Check a fact before it is stated: the name is of the list, the value fits, nothing contradicts the rest.

    Raises:
        BadInput: with every fault.
    """
    book = lawbook.book()
    known = names()
    if name not in known:
        raise BadInput(faults.NO_SUCH_FACT.fault(name=name, nearest=nearest(name, known)))
    if value is None:
        return
    line = Line(name, value, ())
    rest = [one for one in lines(case) if one.name != name]
    whole = question(merging.table([*rest, line]), on=case.opened_at.date(), requesting=case.owner.country)
    found: list[Fault] = faults_in(book, whole.facts, "facts")
    raise_all(found)


def names() -> Mapping[str, str]:
    """Return every fact an officer may state, with the kind of its value."""
    book = lawbook.book()
    return merging.names((word.id for word in book.vocabulary.elements), book.states)


def grants(case: Case) -> tuple[Any, ...]:
    """Return the leave on a case as the policy reads it."""
    return permissions.grants(case)


def flags(case: Case, at: datetime) -> list[Confidentiality]:
    """Return the flags that forbid telling anybody now."""
    rows = case.confidentiality.filter(lifted_at=None)
    return [row for row in rows if row.until is None or row.until > at]


def flag_on_letter(case_id: UUID | None, about: UUID, at: datetime) -> Confidentiality | None:
    """Return the flag that holds a letter back: of its case, or of any case its report is in; the one that lasts longest."""
    rows = Confidentiality.objects.filter(Q(case=case_id) | Q(case__joined__report=about), lifted_at=None)
    standing = [row for row in rows.distinct() if row.until is None or row.until > at]
    return max(standing, key=lambda row: (row.until is None, row.until or at), default=None)
