"""Who reads a new report: steps that other apps register, run by the worker for each report in one transaction.

    readers.register("linkage", digest_selectors)      # in the AppConfig.ready of an app above reports
    def digest_selectors(reading: Reading, at: datetime) -> None: ...

Steps run in the order of registration, after the selectors were found. A step that fails loses nothing: the report
stays, visible with the name of the step, and is read again in the next round but one (``rounds.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from comity.node.base.keyring import Keyring
from comity.node.reports.actions import Opened
from comity.node.reports.models import Report


@dataclass(frozen=True, slots=True)
class Found:
    """A selector found in a report: ``found`` is where (words, answer, given)."""

    kind: str
    value: str
    as_written: str
    found: str


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """A report open in the worker's memory: the row, its plain content, the selectors found, the node's keys."""

    report: Report
    opened: Opened
    selectors: Sequence[Found]
    keyring: Keyring

    @property
    def words(self) -> str:
        """All that was said in free text, also after the report was sent."""
        said = [text for _, text in self.opened.messages]
        return "\n\n".join(part for part in (self.opened.own_words, *said) if part)

    @property
    def answers(self) -> Mapping[str, object]:
        """The answers by question."""
        answers = self.opened.document.get("answers", {})
        return answers if isinstance(answers, dict) else {}


Step = Callable[[Reading, datetime], None]
_steps: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """Register a step under a name (letters and underscores; it is what the desk sees when the step fails).

    Raises:
        ValueError: another step has that name.
    """
    if _steps.setdefault(name, step) is not step:
        raise ValueError(f"two steps of reading are called {name!r}")


def steps() -> Mapping[str, Step]:
    """Return the steps in their order."""
    return dict(_steps)
