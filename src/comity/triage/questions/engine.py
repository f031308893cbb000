"""Follow the questions: what comes next, what was said. Pure functions of the answers so far.

Going back never loses an answer: one that no longer lies on the path is kept by the caller and not used here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.triage.questions.answers import Answer, Answers, chosen
from comity.triage.questions.model import Question, Questionnaire


def _walk(asked: Questionnaire, answers: Answers) -> tuple[list[Question], frozenset[str]]:
    """Return the questions that the answers lead to, in order, and the marks at the end.

    Questions behind one that is still to be answered are included as far as the marks so far lead to them.
    """
    marks: frozenset[str] = frozenset()
    on_path: list[Question] = []
    for question in asked.questions:
        if question.asked_with(marks):
            on_path.append(question)
            for option in chosen(question, answers.get(question.id)):
                marks |= option.marks
    return on_path, marks


def path(asked: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """Return all questions that these answers lead to, answered or still to come, in their order."""
    return tuple(_walk(asked, answers)[0])


def pages(asked: Questionnaire, answers: Answers) -> tuple[tuple[Question, ...], ...]:
    """Return the path as pages: most hold one question, some a second that stands beside it."""
    found: list[tuple[Question, ...]] = []
    for question in path(asked, answers):
        if found and question.stands_with(found[-1][0].id):
            found[-1] += (question,)
        else:
            found.append((question,))
    return tuple(found)


def marks_from(asked: Questionnaire, answers: Answers) -> frozenset[str]:
    """Return the marks that the answers on the path set: a closed list, safe to store plain."""
    return _walk(asked, answers)[1]


def next_question(asked: Questionnaire, answers: Answers) -> Question | None:
    """Return the next question to ask, or ``None`` when all on the path have an answer.

    ``None`` as an answer means that the person passed over an optional question.
    """
    return next((question for question in path(asked, answers) if question.id not in answers), None)


def own_words_from(asked: Questionnaire, answers: Answers) -> dict[str, str]:
    """Return what she wrote herself, by question: to be sealed, never stored plain."""
    return {
        question.id: answer
        for question in path(asked, answers)
        if question.keeps == "sealed" and isinstance(answer := answers.get(question.id), str) and answer
    }


def contact_from(asked: Questionnaire, answers: Answers) -> dict[str, str]:
    """Return her name and how to reach her, by question: sealed, and never taken for selectors of an offender."""
    return {
        question.id: answer
        for question in path(asked, answers)
        if question.keeps == "contact" and isinstance(answer := answers.get(question.id), str) and answer
    }


def coded_from(asked: Questionnaire, answers: Answers) -> Mapping[str, Any]:
    """Return what may be stored plain: values of closed lists, and what the desk's queues read from them.

    Keys: ``opening`` (first page), ``mode`` (self, helper, witness, business, child), ``anonymous``, ``safe_contact``
    (empty, ``code_only``), ``country``, ``support`` (she wants to be referred), ``marks`` (sorted), ``choices``.
    """
    on_path, marks = _walk(asked, answers)
    choices: dict[str, Answer] = {
        question.id: answers[question.id]
        for question in on_path
        if question.keeps == "coded"
        and question.kind in {"choice", "choices", "truth", "country"}
        and question.id in answers
    }
    modes = [mode for mode in ("child", "helper", "witness", "business") if mode in marks]
    return {
        "opening": choices.get("first") or "",
        "mode": modes[0] if modes else "self",
        "anonymous": "anonymous" in marks and "named" not in marks,
        "safe_contact": "code_only" if "unsafe_contact" in marks else "",
        "country": next((answers.get(one.id) or "" for one in on_path if one.fact == "places.victim"), ""),
        "support": "support_wanted" in marks,
        "marks": sorted(marks),
        "choices": choices,
    }
