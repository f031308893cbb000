"""Answers as facts for the law engine, and as selectors for linkage.

What a report says is a claim: elements become true because she says so, and *don't know* stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from comity.facts.model import Facts, Money, Places, Truth
from comity.selectors import Selector, scan
from comity.selectors.forms import value_of
from comity.selectors.kinds import Context
from comity.triage.questions.answers import Answer, Answers, chosen, instant_of
from comity.triage.questions.engine import path
from comity.triage.questions.model import Question, Questionnaire

_TRUTHS: Mapping[str, Truth] = {"yes": True, "no": False}


def facts_from(asked: Questionnaire, answers: Answers) -> Facts:
    """Return the facts that the answers on the path state.

    Where two answers say different things of one element it is unknown: a contradiction proves neither.
    """
    elements: dict[str, Truth] = {}
    contradicted: set[str] = set()
    tags: set[str] = set()
    danger: set[bool] = set()
    facts = Facts()

    def state(name: str, value: Truth) -> None:
        if value is None:
            return
        if elements.setdefault(name, value) is not value:
            contradicted.add(name)

    for question in path(asked, answers):
        answer = answers.get(question.id)
        if question.element and isinstance(answer, str):
            state(question.element, _TRUTHS.get(answer))
        for option in chosen(question, answer):
            for name, value in option.elements.items():
                state(name, value)
            tags |= option.tags
            if option.danger_to_life is not None:
                danger.add(option.danger_to_life)
        facts = _with_fact(facts, question, answer)
    known = {name: value for name, value in elements.items() if name not in contradicted}
    return replace(
        facts,
        elements=known,
        tags=frozenset(tags),
        danger_to_life=True if True in danger else (False if danger else None),
    )


def _with_fact(facts: Facts, question: Question, answer: Answer) -> Facts:
    if question.fact == "places.victim" and isinstance(answer, str) and answer:
        return replace(facts, places=Places({**facts.places.known, "victim": (answer,)}, facts.places.closed))
    if not isinstance(answer, Mapping):
        return facts
    if question.fact == "money":
        money = Money(Decimal(answer["amount"]), answer["currency"], facts.money.left_at)
        return replace(facts, money=money)
    if question.fact == "money.left_at":
        at = instant_of(answer)
        day = date.fromisoformat(answer["day"])
        money = replace(facts.money, left_at=at) if at else facts.money
        return replace(facts, money=money, committed_on=facts.committed_on or day)
    if question.fact == "committed_on":
        day = date.fromisoformat(answer["day"])
        return replace(facts, committed_on=min(day, facts.committed_on or day))
    return facts


@dataclass(frozen=True, slots=True)
class Named:
    """A selector and the question in whose answer it stood; ``sure`` where the question asked for just that."""

    question: str
    selector: Selector
    sure: bool


def selectors_from(
    asked: Questionnaire, answers: Answers, *, language: str = "", country: str = ""
) -> tuple[Named, ...]:
    """Return the selectors in the answers: those asked for, and those found in her own words.

    Contact answers are never searched: her own address is not an offender's.
    """
    context = Context(language, country)
    found: list[Named] = []
    for question in path(asked, answers):
        answer = answers.get(question.id)
        if question.keeps != "sealed" or not isinstance(answer, str) or question.kind == "files":
            continue
        inside = scan(answer, language=language, country=country).selectors
        wanted = [one for one in inside if one.kind in question.kinds]
        found += [Named(question.id, one, sure=one in wanted) for one in inside]
        if question.kinds and not wanted:
            found += _typed(question, answer, context)
    return tuple(found)


def _typed(question: Question, answer: str, context: Context) -> list[Named]:
    """Read each line of an answer as the kind asked for, where free-text search found nothing of it.

    A page that asks for a user name is answered with a bare word, which no search would dare to take.
    """
    found: list[Named] = []
    place = 0
    for line in answer.split("\n"):
        written = line.strip()
        start = place + line.index(written) if written else place
        place += len(line) + 1
        for kind in question.kinds:
            value = value_of(kind, written, context) if written else None
            if value:
                found.append(
                    Named(question.id, Selector(start, start + len(written), kind, value, written), sure=True)
                )
                break
    return found
