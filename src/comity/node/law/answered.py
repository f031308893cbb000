"""A question to the law with its answer, at the desk: waiting with how far it is, then before and after, for whom, and what protects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, Fault, declare, declared_codes
from comity.law import titles
from comity.law.atlas.notice import notice
from comity.law.book import Book
from comity.law.saying import says
from comity.law.steps import takes_away
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.base.permissions import require
from comity.node.base.telling import tell
from comity.node.law import permissions, questions
from comity.node.law.asking import NotFound, language
from comity.node.law.face import DESK, instant
from comity.node.law.heavy import WHAT_IF, step_of
from comity.node.law.models import LawQuestion
from comity.node.law.question import LAYERS
from comity.node.ui.labels import label

NO_QUESTION = declare(
    "law.question.none", "There is no such question.", "Look at the list of what your desk asked."
)
NOT_YET = declare("law.question.not_answered", "This question has no answer yet.", "Come back in a minute.")
LOOK_AGAIN = 10
"""Seconds after which a page that waits is shown anew."""
SHOWN_PAIRS = 6
SHOWN_STATES = 8
"""States a sentence names before the rest is folded up."""
DIRECTIONS: Mapping[str, Promise] = {
    "opens": gettext_lazy("opens"),
    "closes": gettext_lazy("closes"),
    "gives_way": gettext_lazy("gives way to a treaty"),
    "firmer": gettext_lazy("becomes firmer"),
    "looser": gettext_lazy("becomes less firm"),
    "other": gettext_lazy("stays shut, for another reason"),
}


def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Show a question: how far it is, or its answer."""
    row = _row(request, question_id)
    kind = "what-if" if row.kind == WHAT_IF else "next-steps"
    asked = row.parameters
    context: dict[str, Any] = {
        "row": row,
        "title": _("What if a state took a step?") if row.kind == WHAT_IF else _("Which step would open most?"),
        "again": DESK.link("law-question", question_id=row.pk),
        "back": DESK.link(kind),
        "download": DESK.link("law-question-json", question_id=row.pk) if row.answer else "",
        "duty": asked["duty"],
        "on": date.fromisoformat(asked["on"]),
        "asked": _asked(row),
        "ahead": questions.ahead_of(row) if row.answered_at is None else 0,
        "faults": [tell(_fault(one)) for one in row.faults or ()],
        "errors": [],
    }  # fmt: skip
    template = "waiting"
    if row.answer:
        book, states = lawbook.book(), _states(row)
        context["other_book"] = row.book_digest if row.book_digest != book.digest else ""
        context["notice"] = notice(book, states, instant(request).date(), language())["texts"]
        context |= _what_if(row, book) if row.kind == WHAT_IF else _next_steps(row, book)
        template = "what_if_answer" if row.kind == WHAT_IF else "next_steps_answer"
    answer = DESK.render(request, template, context, place=kind, states=_states(row))
    if row.answered_at is None:
        answer["Refresh"] = str(LOOK_AGAIN)
    return answer


def as_json(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Hand an answer out as the document ``comity law what-if --json`` or ``comity law next-steps --json`` prints."""
    row = _row(request, question_id)
    if row.answer is None:
        raise NotFound(NOT_YET.fault())
    response = HttpResponse(canonical_json(row.answer), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{row.kind}-{row.asked_at.date()}.json"'
    return response


def mine(request: HttpRequest, kind: str) -> list[dict[str, Any]]:
    """Return what this desk asked of a kind, the last first."""
    rows = [one for one in questions.of_desk(request.actor.participant) if one.kind == kind]  # type: ignore[attr-defined]
    return [
        {
            "text": "; ".join(_asked(one)),
            "href": DESK.link("law-question", question_id=one.pk),
            "at": one.asked_at,
            "state": _state(one),
        }
        for one in rows
    ]


def _state(row: LawQuestion) -> str:
    if row.answered_at is None:
        return _("being worked out")
    return _("answered") if row.answer else _("could not be answered")


def _row(request: HttpRequest, question_id: UUID) -> LawQuestion:
    row = LawQuestion.objects.filter(pk=question_id).first()
    if row is None:
        raise NotFound(NO_QUESTION.fault())
    require(request.actor, "route.view", permissions.of(row))  # type: ignore[attr-defined]
    return row


def _asked(row: LawQuestion) -> list[str]:
    """Say in words what was asked."""
    book, lang, asked = lawbook.book(), language(), row.parameters
    if row.kind == WHAT_IF:
        return [_said(book, one) for one in asked["steps"]]
    names = ", ".join(country_name(one, lang) for one in asked["states"])
    together = _("steps together: %(number)s") % {"number": asked["number"]}
    return [names, together]


def _said(book: Book, document: Mapping[str, Any]) -> str:
    """Say a step of a document in the language of the page; as it was said then where the book has it no more."""
    plain = {name: value for name, value in document.items() if name not in {"text", "takes_away"}}
    try:
        return says(book, step_of(plain), language())
    except BadInput:
        return str(document.get("text", ""))


def _states(row: LawQuestion) -> tuple[str, ...]:
    asked = row.parameters
    if row.kind != WHAT_IF:
        return tuple(asked["states"])
    found = {one[name] for one in asked["steps"] for name in ("state", "other") if name in one}
    return tuple(sorted(found))


def _steps(book: Book, documents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "text": _said(book, one),
            "takes_away": takes_away(
                step_of({name: value for name, value in one.items() if name not in {"text", "takes_away"}})
            ),
        }
        for one in documents
    ]


def _fault(document: Mapping[str, Any]) -> Fault:
    known = declared_codes().get(document["code"])
    return known.fault(**document["facts"]) if known else questions.FAILED.fault()


def _what_if(row: LawQuestion, book: Book) -> dict[str, Any]:
    """Arrange ``comity.what-if/1`` for a page."""
    found = row.answer
    assert found is not None
    return {
        "steps": _steps(book, found["steps"]),
        "routes": found["routes"],
        "falls_away": _short(found["protections_that_fall_away"]),
        "missing": _short(found["protections_missing"]),
        "notes": found["notes"],
        "relations": [
            {
                **_common(row, book, one),
                "before": one["before"],
                "after": one["after"],
            }
            for one in found["relations"]
        ],
        "changes": [
            {
                **_common(row, book, one),
                "direction": DIRECTIONS[one["direction"]],
                "before": one["before"],
                "after": one["after"],
                **_instrument(book, one["instrument"]),
            }
            for one in found["changes"]
            if one["direction"] != "other"
        ],
    }


def _short(reasons: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Cut the states a sentence names to the first few; ``rest`` are the others. How many there are the sentence says itself."""
    found = []
    for one in reasons:
        params = dict(one.get("params") or {})
        rest: list[str] = []
        for name in ("states", "asked"):
            states = params.get(name)
            if isinstance(states, list) and len(states) > SHOWN_STATES:
                params[name] = states[:SHOWN_STATES]
                rest += [state for state in states[SHOWN_STATES:] if state not in rest]
        found.append({**one, "params": params, "rest": rest})
    return found


def _common(row: LawQuestion, book: Book, one: Mapping[str, Any]) -> dict[str, Any]:
    """Say what is the same for relations and ways: the measure, the data, the conduct, for whom."""
    lang, pairs = language(), one["pairs"]
    query = {
        "conduct": one["conducts"][0], "measure": one["measure"], "data": one["data_category"],
        "layer": LAYERS[row.parameters["duty"]], "on": row.parameters["on"], "side": "requesting",
    }  # fmt: skip
    return {
        "measure": label(one["measure"], "measure"),
        "data": label(one["data_category"], "data"),
        "conduct": [titles.article(book, name, lang) for name in one["conducts"]],
        "pairs": [
            {
                "text": _("%(asks)s asks %(asked)s") % {"asks": country_name(asks, lang), "asked": country_name(asked, lang)},
                "href": DESK.link("relation", query={"state": asks, "other": asked, **query}),
            }
            for asks, asked in pairs[:SHOWN_PAIRS]
        ],
        "more": max(len(pairs) - SHOWN_PAIRS, 0),
    }  # fmt: skip


def _instrument(book: Book, name: str) -> dict[str, Any]:
    one = book.instrument(name)
    return {
        "way": titles.title(one, language()),
        "href": DESK.record("instrument", name),
        "cite": one.legal_basis,
        "confidence": one.confidence,
    }


def _next_steps(row: LawQuestion, book: Book) -> dict[str, Any]:
    """Arrange ``comity.next-steps/1`` for a page."""
    found = row.answer
    assert found is not None

    def one(ranked: Mapping[str, Any]) -> dict[str, Any]:
        tokens = [{name: value for name, value in step.items() if name != "text"} for step in ranked["steps"]]
        return {
            **ranked,
            "steps": _steps(book, ranked["steps"]),
            "falls_away": _short(ranked["protections_that_fall_away"]),
            "missing": _short(ranked["protections_missing"]),
            "href": _try(tokens, row),
        }

    return {
        "found": found,
        "names": [country_name(code, language()) for code in found["states"]],
        "ranked": [one(ranked) for ranked in found["ranked"]],
        "taking": [one(ranked) for ranked in found["only_take_protection_away"]],
    }


def _try(documents: Iterable[Mapping[str, Any]], row: LawQuestion) -> str:
    """Return where the same steps are asked about with before and after."""
    from comity.node.law import stepping

    tokens = [stepping.token(step_of(dict(one))) for one in documents]
    query = {"step": tokens, "layer": LAYERS[row.parameters["duty"]], "on": row.parameters["on"]}
    return DESK.link("what-if", query=query)
