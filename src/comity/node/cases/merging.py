"""The facts of a case from those of its reports and what officers state: pure, every value with where it comes from.

An officer's statement comes before the reports. Where reports contradict each other nothing is known: unknown is never
decided by a majority. Places are added up; losses too, where they are in one currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from comity.facts.model import Facts

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stated:
    """What an officer states: the place of the fact, its value (``None`` takes it back), where it comes from."""

    name: str
    value: Any
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of the case. ``sources``: references of reports, or codes of an officer's source. ``conflict``: the reports disagree."""

    name: str
    value: Any
    sources: tuple[str, ...]
    by_officer: bool = False
    conflict: bool = False


def merge(reports: Iterable[tuple[str, Facts]], stated: Sequence[Stated]) -> list[Line]:
    """Merge facts into lines, in the order of their names.

    Args:
        reports: the reference of each report with its facts.
        stated: what officers state, the oldest first; the last on a name counts.
    """
    given = list(reports)
    lines = {line.name: line for line in (*_truths(given), *_lists(given), *_money(given), *_days(given))}
    last = {one.name: one for one in stated}
    for name, one in last.items():
        if one.value is not None:  # taken back: what the reports say stands again
            lines[name] = Line(name, one.value, (one.source,), by_officer=True)
    return sorted(lines.values(), key=lambda line: line.name)


def _truths(given: Sequence[tuple[str, Facts]]) -> Iterable[Line]:
    said: dict[str, dict[bool, list[str]]] = defaultdict(lambda: defaultdict(list))
    asked: dict[str, list[str]] = defaultdict(list)
    for reference, facts in given:
        for name, truth in facts.elements.items():
            asked[f"elements.{name}"].append(reference)
            if truth is not None:
                said[f"elements.{name}"][truth].append(reference)
        if facts.danger_to_life is not None:
            asked["danger_to_life"].append(reference)
            said["danger_to_life"][facts.danger_to_life].append(reference)
    for name, references in asked.items():
        answers = said.get(name, {})
        if name == "danger_to_life" and True in answers:
            yield Line(name, True, tuple(answers[True]))  # one report of danger is enough to act on
        elif len(answers) == 1:
            value, sources = next(iter(answers.items()))
            yield Line(name, value, tuple(sources))
        else:
            yield Line(name, UNKNOWN, tuple(references), conflict=len(answers) > 1)


def _lists(given: Sequence[tuple[str, Facts]]) -> Iterable[Line]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for reference, facts in given:
        for factor, places in facts.places.known.items():
            for place in places:
                found[f"places.{factor}"][place].append(reference)
        for tag in sorted(facts.tags):
            found["tags"][tag].append(reference)
    for name, values in found.items():
        sources = dict.fromkeys(reference for references in values.values() for reference in references)
        yield Line(name, list(values), tuple(sources))


def _money(given: Sequence[tuple[str, Facts]]) -> Iterable[Line]:
    lost = [(reference, facts.money) for reference, facts in given if facts.money.amount is not None]
    currencies = {money.currency for _, money in lost}
    if len(currencies) == 1:
        total = sum((money.amount or Decimal(0) for _, money in lost), Decimal(0))
        sources = tuple(reference for reference, _ in lost)
        yield Line("money.amount", format(total.normalize(), "f"), sources)
        yield Line("money.currency", currencies.pop(), sources)
    moments = [
        (facts.money.left_at, reference) for reference, facts in given if facts.money.left_at is not None
    ]
    if moments:
        last, reference = max(moments)
        yield Line("money.left_at", last.isoformat(), (reference,))


def _days(given: Sequence[tuple[str, Facts]]) -> Iterable[Line]:
    days = [(facts.committed_on, reference) for reference, facts in given if facts.committed_on is not None]
    if days:
        first, reference = min(days)
        yield Line("committed_on", first.isoformat(), (reference,))


def table(lines: Iterable[Line]) -> dict[str, Any]:
    """Return the lines as the ``[facts]`` table of a scenario, which reads it as strictly as any file.

    >>> table([Line("places.victim", ["DE"], ()), Line("consent", "none", ())])
    {'places': {'victim': ['DE']}, 'consent': 'none'}
    """
    made: dict[str, Any] = {}
    for line in lines:
        where: dict[str, Any] = made
        *path, last = line.name.split(".")
        for part in path:
            where = where.setdefault(part, {})
        where[last] = line.value
    return made


def names(elements: Iterable[str], countries: Iterable[str] = ()) -> Mapping[str, str]:
    """Return the names of facts an officer may state, with the kind of their value: what the page offers."""
    truths = {f"elements.{one}": "truth" for one in elements}
    places = {f"places.{one}": "countries" for one in ("victim", "suspect", "system", "provider", "storage")}
    penalties = {f"max_penalty_months.{one}": "number" for one in countries}
    return {
        **truths,
        **places,
        **penalties,
        "provider.seat": "country",
        "provider.designated_in": "country",
        "provider.offers_services_in_eu": "truth",
        "consent": "consent",
        "political_character": "truth",
        "danger_to_life": "truth",
        "persons.suspect_nationality": "countries",
        "persons.suspect_residence": "countries",
        "persons.victim_nationality": "countries",
        "tags": "tags",
        "committed_on": "day",
        "stated.publicly_available": "truth",
    }
