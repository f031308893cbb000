"""How long it takes to tell: pages and minutes, counted from the questions, so that no page promises what they do not keep.

Nobody knows at the start which way a person will go; so there are two numbers, the shortest way and the longest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from comity.triage.questions.answers import Answers, chosen
from comity.triage.questions.loader import load
from comity.triage.questions.model import Kind, Question, Questionnaire

SECONDS: Final[Mapping[Kind, int]] = {
    "notice": 15, "choice": 15, "truth": 15, "choices": 25, "country": 10, "text": 25, "selectors": 40, "money": 25, "moment": 35,
    "files": 60, "long_text": 180,
}  # fmt: skip
"""What a question takes a calm reader of plain words: an estimate, not measured. A desk that measures corrects it here."""

REVIEW_SECONDS: Final = 60
"""Looking over everything before it is sent."""

_STEP = 5


@dataclass(frozen=True, slots=True)
class Length:
    """Pages and seconds on the shortest and on the longest way, each counted for itself."""

    fewest: int = 0
    most: int = 0
    shortest: int = 0
    longest: int = 0

    def after(self, pages: int, seconds: int) -> Length:
        """Return the length with something before it."""
        return Length(self.fewest + pages, self.most + pages, self.shortest + seconds, self.longest + seconds)

    def either(self, other: Length) -> Length:
        """Return what holds whichever of two ways is gone."""
        return Length(
            min(self.fewest, other.fewest),
            max(self.most, other.most),
            min(self.shortest, other.shortest),
            max(self.longest, other.longest),
        )

    @property
    def middle(self) -> int:
        """How many pages to expect: halfway between the shortest way and the longest."""
        return -(-(self.fewest + self.most) // 2)

    @property
    def minutes(self) -> tuple[int, int]:
        """Both ends in minutes with the review, rounded outwards to five.

        >>> Length(10, 20, 400, 800).minutes
        (5, 15)
        """
        least, most = self.shortest + REVIEW_SECONDS, self.longest + REVIEW_SECONDS
        return max(_STEP, least // 60 // _STEP * _STEP), -(-most // 60 // _STEP) * _STEP


class Lengths:
    """Counts the ways through one questionnaire; what was counted once is kept."""

    def __init__(self, asked: Questionnaire) -> None:
        self._questions = asked.questions
        waited: frozenset[str] = frozenset()
        live = []
        for question in reversed(asked.questions):
            waited |= {mark for group, _ in question.when for mark in group}
            live.append(waited)
        # Only marks that a question still to come waits for tell two ways apart.
        self._live = [*reversed(live), frozenset[str]()]
        self._known: dict[tuple[int, frozenset[str], str], Length] = {}

    def whole(self) -> Length:
        """Return the length of all ways from the first page."""
        return self._from(0, frozenset(), "")

    def with_answers(self, answers: Answers) -> Length:
        """Return the length of the whole way where it has begun: what is answered is certain, the rest is open."""
        marks: frozenset[str] = frozenset()
        pages, lead = 0, ""
        for place, question in enumerate(self._questions):
            if not question.asked_with(marks):
                continue
            if question.id not in answers:
                return self._from(place, marks, lead).after(pages, 0)
            if not question.stands_with(lead):
                pages, lead = pages + 1, question.id
            for option in chosen(question, answers[question.id]):
                marks |= option.marks
        return Length().after(pages, 0)

    def _from(self, place: int, marks: frozenset[str], lead: str) -> Length:
        if place == len(self._questions):
            return Length()
        key = (place, marks & self._live[place], lead)
        if key not in self._known:
            self._known[key] = self._count(*key)
        return self._known[key]

    def _count(self, place: int, marks: frozenset[str], lead: str) -> Length:
        question = self._questions[place]
        if not question.asked_with(marks):
            return self._from(place + 1, marks, lead)
        page = 0 if question.stands_with(lead) else 1
        lead = question.id if page else lead
        found = [self._from(place + 1, marks | more, lead) for more in _outcomes(question)]
        length = found[0]
        for other in found[1:]:
            length = length.either(other)
        return length.after(page, SECONDS[question.kind])


def _outcomes(question: Question) -> Iterator[frozenset[str]]:
    """What marks an answer may set. Several choices at once are tried singly and all together: between them lie the others."""
    found = {option.marks for option in question.options}
    if question.optional or not question.options:
        found.add(frozenset())
    if question.kind == "choices":
        found.add(frozenset().union(*found))
    yield from found


@lru_cache(maxsize=4)
def lengths(root: Path | None = None) -> Lengths:
    """Return the counter of the questions under ``root`` (by default of the content that comes with Comity)."""
    return Lengths(load(root))
