"""Which questions no answers lead to: a walk over all combinations of the marks that matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.triage.questions.model import Question


def unreachable(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that cannot be asked whatever is answered.

    Only marks that some question waits for matter, and per target only those its own clauses reach back to, which
    keeps the number of combinations small.
    """
    return [question for place, question in enumerate(questions) if not _reached(questions[:place], question)]


def _relevant(before: Sequence[Question], target: Question) -> frozenset[str]:
    """Return the marks on which the target depends, directly or through earlier questions."""
    marks = {mark for group, _ in target.when for mark in group}
    while True:
        setters = [one for one in before if any(option.marks & marks for option in one.options)]
        grown = marks | {mark for one in setters for group, _ in one.when for mark in group}
        if grown == marks:
            return frozenset(marks)
        marks = grown


def _outcomes(question: Question, relevant: frozenset[str]) -> Iterator[frozenset[str]]:
    """Return what marks an answer may set; several choices at once are tried singly and all together."""
    found = {option.marks & relevant for option in question.options}
    if question.optional or not question.options or question.kind in {"truth", "choices"}:
        found.add(frozenset())
    if question.kind == "choices":
        found.add(frozenset().union(*found))
    yield from found


def _reached(before: Sequence[Question], target: Question) -> bool:
    relevant = _relevant(before, target)
    states: set[frozenset[str]] = {frozenset()}
    for question in before:
        if not any(option.marks & relevant for option in question.options):
            continue
        states = {
            state | outcome
            for state in states
            for outcome in (
                _outcomes(question, relevant) if question.asked_with(state) else (frozenset[str](),)
            )
        }
    return any(target.asked_with(state) for state in states)
