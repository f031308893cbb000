"""A finding: yes, no or unknown, with the reasons as a tree. Unknown is never yes.

The engine answers in codes, parameters and citations; sentences come from ``content/reasons`` (the
built-in ``text`` is the English one). Three-valued logic is Kleene's strong logic.

    >>> all_of([Verdict.YES, Verdict.UNKNOWN])
    <Verdict.UNKNOWN: 'unknown'>
    >>> all_of([Verdict.NO, Verdict.UNKNOWN])
    <Verdict.NO: 'no'>
    >>> any_of([Verdict.NO, Verdict.UNKNOWN])
    <Verdict.UNKNOWN: 'unknown'>
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

Confidence = Literal["verified", "recalled"]


class Verdict(Enum):
    """Yes, no, or unknown: three values, and nothing turns the third into the first."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a Verdict has three values: compare it with Verdict.YES, NO or UNKNOWN")

    def __invert__(self) -> Verdict:
        return _NOT[self]

    # Three members that are compared by identity: the enum's own hash goes by the name, in Python, and is asked for often.
    __hash__ = object.__hash__


_NOT = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.UNKNOWN: Verdict.UNKNOWN}


def verdict(value: bool | None) -> Verdict:
    """Turn a fact as given (true, false, ``None`` for unknown) into a verdict."""
    return Verdict.UNKNOWN if value is None else (Verdict.YES if value else Verdict.NO)


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return no if any is no, else unknown if any is unknown, else yes (also for none at all)."""
    found = Verdict.YES
    for one in verdicts:
        if one is Verdict.NO:
            return one
        if one is Verdict.UNKNOWN:
            found = one
    return found


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return yes if any is yes, else unknown if any is unknown, else no (also for none at all)."""
    found = Verdict.NO
    for one in verdicts:
        if one is Verdict.YES:
            return one
        if one is Verdict.UNKNOWN:
            found = one
    return found


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable code, its parameters, the citation, the record it rests on and how sure that record is."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    cite: str = ""
    record: str = ""
    confidence: Confidence = "recalled"


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its reasons and the findings it was made from.

    ``code`` names the question that was answered. ``settles`` lists the facts that would decide an unknown.
    """

    code: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    parts: tuple[Finding, ...] = ()
    settles: tuple[str, ...] = ()

    def weakest(self) -> Confidence:
        """Return ``recalled`` if any record in the whole tree is recalled, else ``verified``."""
        own = all(reason.confidence == "verified" for reason in self.reasons)
        return "verified" if own and all(part.weakest() == "verified" for part in self.parts) else "recalled"
