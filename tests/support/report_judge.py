"""Judges a run of reporting from the outside: what reporters did and saw, and what the office can read in the end.

The promises: who saw a code has exactly one report, whole; who saw none and sent again has exactly one; nothing is half stored; no
acknowledgement without its report. Nothing of the implementation is known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["ok", "failed", "unknown"]
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a reporter tried: ``file``, ``send``, ``code`` (value: the code seen), ``acknowledgement`` and ``open`` (value: the reference)."""

    who: str
    what: Literal["file", "send", "code", "acknowledgement", "open"]
    start: float
    end: float
    outcome: Outcome
    value: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a reporter told: her words, the digests of the files her review page listed, and whether she walked away."""

    words: str
    files: tuple[str, ...] = ()
    gave_up: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A report as the office can read it; a file that does not open is :data:`UNREADABLE`."""

    reference: str
    words: str
    files: tuple[str, ...] = ()
    entries: int = 1
    acknowledged: bool = True


def judge(
    history: Iterable[Operation], told: Mapping[str, Told], held: Sequence[Held], *, stray_entries: int = 0
) -> list[str]:
    """Return every breach after a run has come to rest; an empty list is a kept promise.

    ``stray_entries``: entries of the log of reports that speak of a report nobody can find.
    """
    by_words: dict[str, list[Held]] = {}
    for one in held:
        by_words.setdefault(one.words, []).append(one)
    done: dict[str, list[Operation]] = {}
    for operation in history:
        done.setdefault(operation.who, []).append(operation)
    found = []
    for who, hers in sorted(told.items()):
        found += [
            f"{who}: {line}" for line in _reporter(done.get(who, []), hers, by_words.get(hers.words, []))
        ]
    known = {one.words for one in told.values()}
    found += [f"{one.reference}: nobody told this" for one in held if one.words not in known]
    if stray_entries:
        found.append(f"the log has {stray_entries} entries without a report")
    return found


def _reporter(done: Sequence[Operation], hers: Told, reports: Sequence[Held]) -> list[str]:
    found = []
    codes = {one.value for one in done if one.what == "code" and one.outcome == "ok"}
    if len(codes) > 1:
        found.append(f"saw {len(codes)} different codes")
    if codes and not reports:
        found.append("saw a code, and there is no report")
    if not codes and not hers.gave_up:
        found.append("sent again and again and never saw a code")
    if len(reports) > 1:
        found.append(f"told it once, and there are {len(reports)} reports")
    for report in reports:
        found += _whole(report, hers)
    references = {report.reference for report in reports}
    for one in done:
        if one.what == "acknowledgement" and one.outcome == "failed":
            found.append(f"holds an acknowledgement that does not verify: {one.value}")
        if one.what == "acknowledgement" and one.outcome == "ok" and one.value not in references:
            found.append(f"holds an acknowledgement of {one.value}, and there is no such report")
        if one.what == "open" and (one.outcome != "ok" or one.value not in references):
            found.append(f"her code does not open her report: {one.value}")
    if codes and not any(one.what == "acknowledgement" and one.outcome == "ok" for one in done):
        found.append("saw a code and never got an acknowledgement")
    return found


def _whole(report: Held, hers: Told) -> list[str]:
    found = []
    if UNREADABLE in report.files:
        found.append(f"{report.reference} has a file that cannot be read")
    elif sorted(report.files) != sorted(hers.files):
        found.append(
            f"{report.reference} has {len(report.files)} files, and {len(hers.files)} were given, or others"
        )
    if report.entries != 1:
        found.append(f"{report.reference} has {report.entries} entries in the log")
    if not report.acknowledged:
        found.append(f"{report.reference} was never acknowledged")
    return found
