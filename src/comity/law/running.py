"""The clocks of a route: what the law counts from which event, and what home law adds.

A treaty's floor and the home ceiling are two clocks. Where both fall on one day there is no slack, and the last safe day
for the follow-up request is counted back from the ceiling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from comity.clocks.calendars import Calendar
from comity.clocks.counting import Rule, count
from comity.clocks.duration import parse
from comity.clocks.safe_day import LastSafeDay, last_safe_day
from comity.facts.scenario import Event
from comity.kernel.finding import Confidence, Reason
from comity.law.asking import Asking, because
from comity.law.expected import Measured

if TYPE_CHECKING:
    from comity.law.records import ClockRule, Power

FLOOR, CEILING = "minimum", "validity"
HOME_CEILING, HOME_FIRST = "home_ceiling", "home_first_period"
LAST_SAFE_DAY = "last_safe_day"


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk's own experience: weeks its counterpart needs after arrival, days for a translation, replies it measured."""

    processing_weeks: int = 5
    translation_days: int = 0
    measured: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class RunningClock:
    """One clock of a route. Without a starting event it has a duration only; without a duration it is a duty of speed."""

    name: str
    kind: str
    starts_at: str
    starts: date | datetime | None
    nominal: date | datetime | None
    due: date | datetime | None
    rule: str
    moved_by: str
    duration: str
    binds: str
    cite: str
    note: str
    confidence: Confidence

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""

        def iso(value: date | datetime | None) -> str | None:
            return None if value is None else value.isoformat()

        return {
            "name": self.name,
            "kind": self.kind,
            "starts_at": self.starts_at,
            "starts": iso(self.starts),
            "nominal": iso(self.nominal),
            "due": iso(self.due),
            "rule": self.rule,
            "moved_by": self.moved_by,
            "duration": self.duration or None,
            "binds": self.binds,
            "cite": self.cite,
            "note": self.note,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Clocks:
    """All clocks of a route, with the last safe day where a ceiling runs, and what to warn of."""

    clocks: tuple[RunningClock, ...]
    safe_day: LastSafeDay | None
    warnings: tuple[Reason, ...]


def running(asking: Asking, desk: Desk) -> Clocks:
    """Work out the clocks of a row."""
    rules = [rule for rule in asking.instrument.clocks if _runs(rule, asking)]
    clocks = [_run(rule, asking) for rule in rules]
    warnings: list[Reason] = []
    safe_day = None
    floor = next((clock for clock in clocks if clock.kind == FLOOR), None)
    power = home_period(asking) if floor is not None else None
    if floor is not None and power is not None:
        home = _home_clocks(asking, power, floor)
        clocks += home
        ceiling = next((clock for clock in home if clock.name == HOME_CEILING), None)
        if ceiling is not None:
            warnings += _slack(floor, ceiling, power)
            if isinstance(ceiling.due, date):
                safe_day = _safe_day(asking, ceiling.due, desk)
                clocks.append(_safe_clock(safe_day, ceiling))
    return Clocks(tuple(clocks), safe_day, tuple(warnings))


def home_period(asking: Asking) -> Power | None:
    """Return the requested state's power that carries the hold, for its own period."""
    matter = asking.matter
    measure = matter.book.measure(asking.measure)
    return matter.setting.power(matter.requested, (measure.power if measure else "") or asking.measure)


def _runs(rule: ClockRule, asking: Asking) -> bool:
    urgency = asking.matter.scenario.urgency
    return asking.covers(rule.data_categories) and (not rule.urgency or urgency in rule.urgency)


def _start(starts_at: str, starts_at_kind: str, asking: Asking) -> Event | None:
    names = {starts_at}
    if starts_at_kind == "state":
        names |= {step.event for step in asking.instrument.transitions if step.to == starts_at}
    for event in asking.matter.scenario.events:
        if event.name not in names:
            continue
        if event.instrument and event.instrument != asking.instrument.id:
            continue
        if event.data_category and event.data_category != asking.category:
            continue
        return event
    return None


def _run(rule: ClockRule, asking: Asking) -> RunningClock:
    event = _start(rule.starts_at, rule.starts_at_kind, asking)
    nominal: date | datetime | None = None
    due: date | datetime | None = None
    counting, moved_by = rule.counting, ""
    if rule.duration and event is not None:
        duration = parse(rule.duration)
        if not (duration.in_hours and not isinstance(event.at, datetime)):
            counted = count(
                _day(event.at, duration.in_hours), duration, _rule(counting), _calendar(rule, asking)
            )
            nominal, due, moved_by = counted.nominal, counted.due, counted.moved_by
    return RunningClock(
        name=rule.name,
        kind=rule.kind,
        starts_at=rule.starts_at,
        starts=event.at if event else None,
        nominal=nominal,
        due=due,
        rule=counting,
        moved_by=moved_by,
        duration=rule.duration,
        binds=rule.binds,
        cite=rule.cite,
        note=rule.note,
        confidence=rule.confidence,
    )


def _day(at: date | datetime, in_hours: bool) -> date | datetime:
    """Days are counted from the day it was where it happened: the day of the instant's own offset."""
    return at if in_hours or not isinstance(at, datetime) else at.date()


def _rule(counting: str) -> Rule:
    return cast(Rule, counting if counting in ("working_days", "hours", "eu_1182_71") else
                "working_days" if counting == "banking_business_days" else "calendar")  # fmt: skip


def _calendar(rule: ClockRule, asking: Asking) -> Calendar:
    """Count on the calendar of the place where the act is due: of who is bound (1182/71 Article 2(1))."""
    from comity.law.conditions.contact import designated_state

    matter = asking.matter
    if rule.binds == "from_role":
        return Calendar.of(matter.requesting)
    if asking.instrument.direct_to_private_party:
        return Calendar.of(designated_state(asking) or matter.requested)
    return Calendar.of(matter.requested)


def _home_clocks(asking: Asking, power: Power, floor: RunningClock) -> list[RunningClock]:
    made = []
    for name, days in ((HOME_FIRST, power.first_days), (HOME_CEILING, power.max_days)):
        if days is None:
            continue
        end: date | None = None
        if floor.starts is not None:
            start = _day(floor.starts, in_hours=False)
            end = start + timedelta(days=days)
        made.append(
            RunningClock(
                name, CEILING, floor.starts_at, floor.starts, end, end, "calendar", "", f"P{days}D", "to_role",
                power.statute, power.note, power.confidence,
            )
        )  # fmt: skip
    return made


def _slack(floor: RunningClock, ceiling: RunningClock, power: Power) -> list[Reason]:
    floor_days = parse(floor.duration).days if floor.duration else 0
    if power.max_days is None or power.max_days > floor_days:
        return []
    code = "clock.no_slack" if power.max_days == floor_days else "clock.ceiling_below_floor"
    return [
        because(
            code + "_on" if ceiling.due else code,
            cite=f"{floor.cite}; {power.statute}",
            confidence=power.confidence,
            floor_days=floor_days,
            ceiling_days=power.max_days,
            day=ceiling.due.isoformat() if ceiling.due else "",
        )
    ]


def _safe_day(asking: Asking, ceiling: date, desk: Desk) -> LastSafeDay:
    matter = asking.matter
    return last_safe_day(
        ceiling,
        Calendar.of(matter.requested),
        Calendar.of(matter.requesting),
        processing_weeks=desk.processing_weeks,
        translation_days=desk.translation_days,
    )


def _safe_clock(day: LastSafeDay, ceiling: RunningClock) -> RunningClock:
    return RunningClock(
        LAST_SAFE_DAY, "target", ceiling.starts_at, ceiling.starts, day.dispatch, day.dispatch, "last_safe_day", "", "",
        "from_role", ceiling.cite, f"{ceiling.nominal}: last working day there {day.last_working_day}", ceiling.confidence,
    )  # fmt: skip
