"""The clocks of a request: worked out by the engine from the record and what has happened, kept as rows by ``deadlines``.

Floor, home ceiling, first period, deadlines and the last safe day are never mixed up: only a ceiling or a deadline
ends anything, a ceiling at the executing end, a deadline at the end that waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from comity.clocks.kinds import nature
from comity.facts.model import Facts, Provider
from comity.facts.scenario import Ask, Event, Scenario
from comity.kernel.actor import Actor
from comity.kernel.country import Country
from comity.law.asking import ANY_DATA, Asking, Matter
from comity.law.records import Instrument
from comity.law.running import HOME_CEILING, HOME_FIRST, LAST_SAFE_DAY, Desk, running
from comity.node.assistance import lawbook, zones
from comity.node.assistance.lawbook import HELD, SERVED_OUT
from comity.node.assistance.models import Part, Request, Step
from comity.node.deadlines import actions as deadlines
from comity.node.deadlines.models import Deadline, Kind

SUBJECT = "request"
HOLD_ENDS = "hold_ends"
"""Of an order at home: the end of the period the power gives, from the holder's confirmation."""
ENDED = frozenset(
    {
        "lapsed",
        "released",
        "closed",
        "refused",
        "withdrawn",
        "declined",
        "seized",
        "expired",
        "conditions_declined",
    }
)
_MET = ENDED | SERVED_OUT | {"barred_by_host", "escalated"}
_KINDS = {"floor": Kind.MINIMUM, "ceiling": Kind.CEILING, "deadline": Kind.DEADLINE, "review": Kind.REVIEW}
_JOIN, _CATEGORY = "/", "+"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clock that ought to run. ``due`` is a day (ends with it) or an instant."""

    name: str
    kind: Kind
    starts: datetime
    nominal: date | datetime
    due: date | datetime
    rule: str
    cite: str
    zone: str


def sync(request: Request, *, by: Actor, at: datetime) -> None:
    """Set, move and stop the clocks of a request so that they fit what has happened. Twice is once."""
    wanted = dict(_grouped(request))
    rows = Deadline.objects.filter(subject_kind=SUBJECT, subject_id=str(request.pk), stopped_at=None)
    for row in rows.exclude(name__in=wanted):
        if row.name.startswith("emergency"):
            continue
        outcome = "met" if nature(row.kind) == "deadline" or row.kind == Kind.LAST_SAFE_DAY else "void"
        deadlines.stop_clock(
            row.name, by=by, at=at, subject_kind=SUBJECT, subject_id=str(request.pk), outcome=outcome
        )
    for name, clock in wanted.items():
        deadlines.set_clock(
            name, by=by, at=at, owner=request.owner, subject_kind=SUBJECT, subject_id=str(request.pk), kind=clock.kind,
            due=_instant(clock.due, clock.zone), nominal=_instant(clock.nominal, clock.zone), zone=clock.zone, rule=clock.rule,
            starts=clock.starts, day=None if isinstance(clock.due, datetime) else clock.due, cite=clock.cite[:120],
        )  # fmt: skip


def categories_of(name: str, parts: list[Part]) -> list[Part]:
    """Return the parts a clock is about, from its name."""
    _, _, tail = name.partition(_JOIN)
    chosen = set(tail.split(_CATEGORY)) if tail else None
    return [part for part in parts if chosen is None or part.data_category in chosen]


def rule_of(name: str) -> str:
    """Return the name of the rule a clock came from."""
    return name.partition(_JOIN)[0]


def _instant(value: date | datetime, zone: str) -> datetime:
    return value if isinstance(value, datetime) else zones.end_of_day(value, zone)


def _grouped(request: Request) -> Iterator[tuple[str, Wanted]]:
    """Yield one clock for all parts it is the same for; the name says which, where it is not all of them."""
    parts = list(request.parts.all())
    groups: dict[Wanted, list[str]] = defaultdict(list)
    for part in parts:
        for clock in _wanted(request, part):
            groups[clock].append(part.data_category)
    for clock, categories in groups.items():
        whole = len(categories) == len(parts)
        yield clock.name if whole else clock.name + _JOIN + _CATEGORY.join(sorted(categories)), clock


def _wanted(request: Request, part: Part) -> Iterator[Wanted]:
    steps = list(part.steps.all())
    if not steps or part.state in ENDED:
        return
    instrument = lawbook.book().instrument(request.instrument)
    zone = zones.zone_of(request.requested)
    if instrument.at_home:
        yield from _at_home(request, part, steps, instrument, zone)
        return
    extended = any(_is_extension(instrument, step.event) for step in steps)
    for clock in running(_asking(request, part, steps, instrument, zone), Desk()).clocks:
        if clock.due is None or clock.nominal is None or clock.starts is None:
            continue
        if clock.name == HOME_FIRST and extended:
            continue
        if clock.name == LAST_SAFE_DAY and (
            request.direction == Request.Direction.IN
            or part.state not in HELD
            or part.state == "awaiting_disclosure_request"
        ):
            continue
        what = nature(clock.kind)
        if what == "deadline" and _is_met(part, steps, clock.starts_at, clock.binds, instrument):
            continue
        kind = Kind.LAST_SAFE_DAY if clock.name == LAST_SAFE_DAY else _KINDS.get(what, Kind.REMINDER)
        place = zones.zone_of(request.requesting) if clock.binds == "from_role" else zone
        starts = _start(steps, clock.starts)
        yield Wanted(
            clock.name,
            kind,
            starts,
            clock.nominal,
            clock.due,
            clock.moved_by or clock.rule,
            clock.cite,
            place,
        )


def _start(steps: list[Step], starts: date | datetime) -> datetime:
    if isinstance(starts, datetime):
        return starts
    began: datetime = steps[-1].since or steps[-1].at
    return began


def _asking(request: Request, part: Part, steps: list[Step], instrument: Instrument, zone: str) -> Asking:
    local = ZoneInfo(zone)
    events = tuple(
        Event(
            step.event,
            (step.since or step.at).astimezone(local),
            request.instrument,
            step.side,
            part.data_category,
        )
        for step in reversed(steps)
    )
    first = (steps[0].since or steps[0].at).astimezone(local)
    ask = Ask(
        requesting=Country(request.requesting),
        requested=(Country(request.requested),),
        measure=request.measure,
    )
    facts = (
        Facts(provider=Provider(designated_in=Country(request.requested)))
        if instrument.direct_to_private_party
        else Facts()
    )
    scenario = Scenario(str(request.pk), "", first.date(), first, request.urgency, ask, facts, events)
    matter = Matter(lawbook.book(), scenario, request.requesting, request.requested)
    return Asking(matter, instrument, request.measure, part.data_category or ANY_DATA)


def _is_extension(instrument: Instrument, event: str) -> bool:
    return any(row.event == event and row.limit == "home_ceiling" for row in instrument.transitions)


def _is_met(part: Part, steps: list[Step], starts_at: str, binds: str, instrument: Instrument) -> bool:
    """Say whether what a deadline waited for was done: by the state reached, or by a later step of the side it binds."""
    if part.state in _MET:
        return True
    if binds != "from_role":
        return False
    names = {starts_at} | {row.event for row in instrument.transitions if row.to == starts_at}
    last = max((step.number for step in steps if step.event in names), default=0)
    return any(step.number > last and step.side == "requesting" for step in steps)


def _at_home(
    request: Request, part: Part, steps: list[Step], instrument: Instrument, zone: str
) -> Iterator[Wanted]:
    """Yield the clocks of an order at home: what it states itself, and the period of the power once the holder confirmed."""
    served = steps[0]
    for rule in instrument.clocks:
        if rule.duration or request.ends_on is None or part.state in SERVED_OUT:
            continue
        ends = any(rule.name in row.fired_by for row in instrument.transitions)
        kind = Kind.CEILING if ends else Kind.DEADLINE
        yield Wanted(
            rule.name,
            kind,
            served.at,
            request.ends_on,
            request.ends_on,
            "as_stated",
            request.legal_basis,
            zone,
        )
    confirmed = next((step for step in steps if step.target in HELD and step.source not in HELD), None)
    days = period(request, steps, instrument)
    if confirmed is not None and part.state in HELD and days is not None and request.ends_on is None:
        end = zones.day_of(confirmed.since or confirmed.at, zone) + timedelta(days=days)
        yield Wanted(
            HOLD_ENDS,
            Kind.CEILING,
            confirmed.since or confirmed.at,
            end,
            end,
            "calendar",
            request.legal_basis,
            zone,
        )


def period(request: Request, steps: list[Step], instrument: Instrument) -> int | None:
    """Return how many days an order at home holds: the first period, or all the power gives once it was prolonged."""
    if not any(_is_extension(instrument, step.event) for step in steps):
        return request.period_days
    power = lawbook.power_for(request.requested, request.measure, steps[0].at.date())
    return (power.max_days if power else None) or request.period_days


def ends_by(name: str, instrument: Instrument, state: str) -> bool:
    """Say whether the ringing of a clock takes a step out of this state: the record's ``fired_by`` says which clocks do."""
    at_home = {HOME_FIRST, HOME_CEILING, HOLD_ENDS}
    return any(
        row.from_ == state
        and row.side == "clock"
        and (name in row.fired_by or ("home_period" in row.fired_by and name in at_home))
        for row in instrument.transitions
    )
