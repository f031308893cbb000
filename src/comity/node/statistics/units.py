"""The coded rows that are counted: one for each report, case, request, hold. Coded columns only; nothing sealed is read.

The order of the values is that of :data:`comity.statistics.measures.UNITS`. Imported by the worker and the desk only: the portal has
none of these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from comity.node.assistance import lanes, lawbook
from comity.node.assistance.lawbook import HELD, SERVED_OUT
from comity.node.assistance.models import Hold, Part, Request, RightsDecision, Step
from comity.node.cases.models import Case, CaseReport
from comity.node.reports.models import Report
from comity.node.triage.models import Assessment
from comity.statistics.measures import Measures

READ: Mapping[str, tuple[str, ...]] = {
    "reports.Report": ("id", "received_at", "country", "amount", "currency", "owner"),
    "triage.Assessment": ("report", "number", "offences"),
    "cases.Case": ("id", "opened_at"),
    "cases.CaseReport": ("case", "report"),
    "assistance.Request": (
        "id",
        "direction",
        "requesting",
        "requested",
        "instrument",
        "measure",
        "sent_at",
        "received_at",
    ),
    "assistance.Part": ("id", "request", "state"),
    "assistance.Step": ("part", "event", "target"),
    "assistance.RightsDecision": ("request", "outcome"),
    "assistance.Hold": ("confirmed_at", "state", "amount", "currency", "request"),
}
"""Every column that figures read, by model; a test holds them to be keys, relations or coded."""
UNKNOWN = "not_established"
_CHUNK = 2000
Rows = Iterator[tuple[str, ...]]


def rows(measures: Measures, here: str) -> Mapping[str, Callable[[], Rows]]:
    """Return, for each unit, a reader of its rows; ``here`` is the node's country."""
    return {
        "report": lambda: reports(measures, here),
        "case": lambda: cases(here),
        "request": requests,
        "hold": lambda: holds(measures),
    }


def reports(measures: Measures, here: str) -> Rows:
    """Read each report: its month, the gravest offence made out here, the band of what was lost."""
    found = Report.objects.annotate(made_out=_latest("pk")).order_by()
    values = found.values_list("received_at", "made_out", "amount", "currency")
    for at, document, amount, currency in values.iterator(_CHUNK):
        yield month(at), gravest(document, here)[0], measures.band(amount, currency)


def cases(here: str) -> Rows:
    """Read each case: its month and the gravest offence among its reports."""
    joined = CaseReport.objects.annotate(made_out=_latest("report")).order_by("case_id")
    worst: dict[Any, tuple[int, str]] = {}
    for case, document in joined.values_list("case_id", "made_out").iterator(_CHUNK):
        article, penalty = gravest(document, here)
        worst[case] = max(worst.get(case, (-1, UNKNOWN)), (penalty, article))
    for case, at in Case.objects.order_by().values_list("id", "opened_at").iterator(_CHUNK):
        yield month(at), worst.get(case, (-1, UNKNOWN))[1]


def requests() -> Rows:
    """Read each request that was sent or arrived, with its result as it stands."""
    columns = READ["assistance.Request"]
    found = Request.objects.order_by("id").values_list(*columns)
    chunk: list[dict[str, Any]] = []
    for one in found.iterator(_CHUNK):
        chunk.append(dict(zip(columns, one, strict=True)))
        if len(chunk) == _CHUNK:
            yield from _requests(chunk)
            chunk = []
    yield from _requests(chunk)


def _requests(chunk: list[dict[str, Any]]) -> Rows:
    results = _results({row["id"]: row["instrument"] for row in chunk})
    for row in chunk:
        out = row["direction"] == Request.Direction.OUT
        at = row["sent_at"] if out else row["received_at"]
        if at is None:
            continue
        place = "home" if row["requesting"] == row["requested"] else "abroad"
        other = row["requested"] if out else row["requesting"]
        yield month(at), row["direction"], place, row["instrument"], row["measure"], results[row["id"]], other


def holds(measures: Measures) -> Rows:
    """Read each sum that was held, once at each end: where a bank here held it, and where another state did so for us.

    A bank's hold is read at its own end of the order (``home``), a hold abroad at the request that went out (``abroad``); what a
    request that arrived repeats of its own order, or an order that went out of its answer, is the same sum and is left out.
    """
    orders = _home_orders()
    columns = ("confirmed_at", "state", "amount", "currency")
    at_home = Hold.objects.filter(request__direction=Request.Direction.IN, request__instrument__in=orders)
    abroad = Hold.objects.filter(request__direction=Request.Direction.OUT).exclude(
        request__instrument__in=orders
    )
    for place, found in (("home", at_home), ("abroad", abroad)):
        for at, state, amount, currency in found.values_list(*columns).iterator(_CHUNK):
            yield month(at), place, state, measures.band(amount, currency)


def gravest(document: Mapping[str, Any] | None, here: str) -> tuple[str, int]:
    """Return the article made out in this state with the highest maximum penalty, and that maximum in months.

    >>> gravest({"countries": {"DE": [{"article": "A:2", "verdict": "yes", "max_penalty_months": 36}]}}, "DE")
    ('A:2', 36)
    >>> gravest(None, "DE")
    ('not_established', -1)
    """
    rows_here = (document or {}).get("countries", {}).get(here, [])
    made = [
        (row.get("max_penalty_months") or 0, row["article"]) for row in rows_here if row["verdict"] == "yes"
    ]
    penalty, article = max(made, default=(-1, UNKNOWN))
    return article, penalty


def month(at: datetime) -> str:
    """Return the month of an instant, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m")


def _latest(report: str) -> Subquery:
    newest = Assessment.objects.filter(report=OuterRef(report)).order_by("-number")
    return Subquery(newest.values("offences")[:1])


def _home_orders() -> list[str]:
    return [one.id for one in lawbook.book().contents.instruments if one.at_home]


def _results(instruments: Mapping[Any, str]) -> dict[Any, str]:
    """Say how each request stands: executed, in part, refused (for a right or otherwise), told, open."""
    parts: dict[Any, list[Any]] = {pk: [] for pk in instruments}
    for part, request in Part.objects.filter(request__in=parts).order_by().values_list("id", "request_id"):
        parts[request].append(part)
    done, refused, told = set(), set(), set()
    steps = (
        Step.objects.filter(part__request__in=parts)
        .order_by()
        .values_list("part_id", "part__request_id", "event", "target")
    )
    for part, request, event, target in steps:
        instrument = instruments[request]
        if target in HELD | SERVED_OUT:
            done.add(part)
        elif lawbook.is_refusal(instrument, event):
            refused.add(part)
        if target in _received(instrument):
            told.add(request)
    rights = set(
        RightsDecision.objects.filter(request__in=parts, outcome=RightsDecision.Outcome.REFUSED).values_list(
            "request_id", flat=True
        )
    )
    return {
        request: _result(
            request in rights, request in told, [(part in done, part in refused) for part in mine]
        )
        for request, mine in parts.items()
    }


def _result(rights: bool, told: bool, parts: Iterable[tuple[bool, bool]]) -> str:
    known = list(parts)
    done = [executed for executed, _ in known]
    if any(done):
        return "executed" if all(done) else "executed_in_part"
    if known and all(no for _, no in known):
        return "refused_rights" if rights else "refused"
    return "told" if told else "open"


def _received(instrument: str) -> frozenset[str]:
    """States of a notice that arrived: nothing is asked, so to arrive is its result."""
    record = lawbook.book().instrument(instrument)
    if lanes.lane(record) != "notice":
        return frozenset()
    return frozenset(row.target for row in lawbook.table(instrument).transitions if row.event == "receive")
