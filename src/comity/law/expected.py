"""How long it takes, and where that number comes from: a clock of the law, replies measured here, a published figure, or not known.

Nothing is averaged or guessed here. Several clocks that follow one another add up (to serve the provider, then to return); a figure of
somebody else is shown with its citation. A minimum or a validity is never an expected time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from comity.clocks.duration import Duration, parse
from comity.kernel.finding import Confidence
from comity.law.asking import Asking
from comity.law.contents import record_id

if TYPE_CHECKING:
    from comity.law.records import ClockRule

Basis = Literal["treaty_clock", "measured", "published", "not_known"]
_WEEK, _WORKING_WEEK = 7, 5
_HOURS = 24
_MONTH = 30
FEWEST_REPLIES = 5
"""Measured replies fewer than these are shown beside the answer, never as what to expect."""
_WORKING = ("working_days", "banking_business_days")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a network measured: the median days from sending to the help, over so many replies, under one instrument of one state."""

    instrument: str
    requested: str
    days: int
    replies: int
    measure: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected time. ``days`` as the source counts them; ``hours`` for comparing, working days as parts of a week.

    ``from_days``: the shorter end of a published range. ``others``: what else is known beside it.
    """

    days: int | None
    basis: Basis
    hours: float | None = None
    counting: str = ""
    cite: str = ""
    record: str = ""
    confidence: Confidence = "recalled"
    from_days: int | None = None
    replies: int | None = None
    counts: str = ""
    others: tuple[Expected, ...] = field(default=())

    def document(self) -> dict[str, Any]:
        """Return the JSON form; a key without a value is left out, except ``days``."""
        rest = {
            "counting": self.counting,
            "cite": self.cite,
            "record": self.record,
            "from_days": self.from_days,
            "replies": self.replies,
            "counts": self.counts,
            "confidence": self.confidence if self.cite else "",
            "others": [one.document() for one in self.others],
        }
        return {"days": self.days, "basis": self.basis} | {
            key: value for key, value in rest.items() if value not in ("", None, [])
        }


NOT_KNOWN = Expected(None, "not_known")


def expected(asking: Asking, measured: Iterable[Measured] = ()) -> Expected:
    """Say what to expect of a route: measured replies if there are enough, else the law's own clock, else a published figure."""
    enough = [one for one in _measured(asking, measured) if (one.replies or 0) >= FEWEST_REPLIES]
    few = [one for one in _measured(asking, measured) if (one.replies or 0) < FEWEST_REPLIES]
    found = [*enough, *_clock(asking), *_published(asking)]
    if not found:
        return NOT_KNOWN if not few else Expected(None, "not_known", others=tuple(few))
    first, others = found[0], (*found[1:], *few)
    if not others:
        return first
    return Expected(
        first.days, first.basis, first.hours, first.counting, first.cite, first.record, first.confidence,
        first.from_days, first.replies, first.counts, others,
    )  # fmt: skip


def _measured(asking: Asking, measured: Iterable[Measured]) -> Iterator[Expected]:
    for one in measured:
        if (one.instrument, one.requested) != (asking.instrument.id, asking.matter.requested):
            continue
        if one.measure in ("", asking.measure):
            yield Expected(
                one.days, "measured", one.days * _HOURS, "calendar", f"own replies until {one.until}" if one.until else "own replies",
                confidence="verified", replies=one.replies,
            )  # fmt: skip


def _clock(asking: Asking) -> Iterator[Expected]:
    """Add up the clocks at whose end the help is due, as the instrument's record marks them."""
    urgency = asking.matter.scenario.urgency
    chain = [
        rule
        for rule in asking.instrument.clocks
        if rule.expected
        and rule.duration
        and asking.covers(rule.data_categories)
        and (not rule.urgency or urgency in rule.urgency)
    ]
    if not chain:
        return
    hours = [hours_of(rule) for rule in chain]
    raw = sum(_hours(parse(rule.duration), "") for rule in chain)
    sure = all(rule.confidence == "verified" for rule in chain)
    yield Expected(
        days=max(1, round(raw / _HOURS)),
        basis="treaty_clock",
        hours=sum(hours),
        counting=chain[-1].counting,
        cite="; ".join(dict.fromkeys(rule.cite for rule in chain)),
        record=record_id(asking.instrument),
        confidence="verified" if sure else "recalled",
    )


def hours_of(rule: ClockRule) -> float:
    """Return the length of a clock in hours, working days as parts of a week."""
    return _hours(parse(rule.duration), rule.counting)


def _hours(duration: Duration, counting: str) -> float:
    days: float = _MONTH * duration.months + duration.days
    if counting in _WORKING:
        days = days * _WEEK / _WORKING_WEEK
    return days * _HOURS + duration.hours + duration.minutes / 60


def _published(asking: Asking) -> Iterator[Expected]:
    matter = asking.matter
    for one in matter.book.contents.times:
        if asking.instrument.id in one.instruments and (
            not one.requested or matter.requested in one.requested
        ):
            yield Expected(
                one.days, "published", one.days * _HOURS, "calendar", one.cite, record_id(one), one.confidence,
                from_days=one.from_days, counts=one.counts,
            )  # fmt: skip
