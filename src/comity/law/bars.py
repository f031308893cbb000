"""Ne bis in idem: do earlier proceedings bar others for the same acts? Step by step, each step with its source.

The tests stand in the book (``jurisdiction/bars.toml``). A step the facts do not answer is unknown, and then so is the bar; a text that protects
inside one state only is named too, because it is often taken for more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.facts.model import Proceedings
from comity.facts.scenario import Scenario
from comity.kernel.finding import Confidence, Verdict, all_of
from comity.law.contents import record_id

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import Bar, BarStep


@dataclass(frozen=True, slots=True)
class StepMade:
    """One question of the test with its answer; ``settles``: the fact that would answer it."""

    step: BarStep
    verdict: Verdict
    settles: str = ""

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "fact": self.step.fact,
            "verdict": self.verdict.value,
            "text": self.step.text,
            "cite": self.step.cite,
            "settles": self.settles,
        }


@dataclass(frozen=True, slots=True)
class BarMade:
    """One bar for one state, from proceedings in another. ``verdict`` yes: barred there, as far as the facts say."""

    bar: Bar
    judged_in: str
    state: str
    verdict: Verdict
    steps: tuple[StepMade, ...]
    confidence: Confidence

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.bar.id,
            "title": self.bar.title,
            "cite": self.bar.cite,
            "reach": self.bar.reach,
            "judged_in": self.judged_in,
            "state": self.state,
            "verdict": self.verdict.value,
            "steps": [step.document() for step in self.steps],
            "text": self.bar.text,
            "record": record_id(self.bar),
            "confidence": self.confidence,
        }


def bars(book: Book, scenario: Scenario, states: Iterable[str]) -> tuple[BarMade, ...]:
    """Test every bar for each state, from the earlier proceedings in each other state. Nothing where none are stated."""
    found = []
    for number, earlier in enumerate(scenario.facts.proceedings, 1):
        for state in states:
            if state == earlier.state:
                continue
            found += [
                made
                for bar in book.contents.bars
                if (made := _test(book, scenario, bar, (earlier, f"facts.proceedings[{number}]"), state))
            ]
    return tuple(found)


def _test(
    book: Book, scenario: Scenario, bar: Bar, named: tuple[Proceedings, str], state: str
) -> BarMade | None:
    earlier, where = named
    if bar.reach != "across":
        return BarMade(bar, earlier.state, state, Verdict.NO, (), bar.confidence)
    bound, confidence = _bound(book, scenario, bar, (earlier.state, state))
    if bound is Verdict.NO:
        return None
    steps = tuple(_step(step, earlier, where) for step in bar.steps)
    verdict = all_of([bound, *(step.verdict for step in steps)])
    sure = bar.confidence == "verified" and confidence == "verified"
    return BarMade(bar, earlier.state, state, verdict, steps, "verified" if sure else "recalled")


def _bound(book: Book, scenario: Scenario, bar: Bar, states: tuple[str, str]) -> tuple[Verdict, Confidence]:
    standings = [
        book.standing(bar.treaty, state, scenario.on)
        if bar.treaty
        else book.member(bar.table, state, scenario.on)
        for state in states
    ]
    words = {"yes": Verdict.YES, "no": Verdict.NO, "unknown": Verdict.UNKNOWN}
    sure = all(one.confidence == "verified" for one in standings)
    return all_of(words[one.force] for one in standings), "verified" if sure else "recalled"


def _step(step: BarStep, earlier: Proceedings, where: str) -> StepMade:
    value = getattr(earlier, step.fact)
    said = {True: "true", False: "false", None: "unknown"}[value] if not isinstance(value, str) else value
    if said in step.met_by:
        return StepMade(step, Verdict.YES)
    if said in step.not_met_by:
        return StepMade(step, Verdict.NO)
    return StepMade(step, Verdict.UNKNOWN, f"{where}.{step.fact}")
