"""Tell what happened: the first page, one thing a page, leaving and coming back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from comity.kernel.errors import BadInput, Fault
from comity.node.portal import advised, at_fields, fields, flow, limits
from comity.node.portal.page import listed, show
from comity.node.portal.sentences import say
from comity.node.portal.views import files
from comity.node.portal.visitor import (
    Visitor,
    begins_anew,
    check_token,
    door,
    forget,
    reads_body_itself,
    remember,
)
from comity.node.reports import drafts
from comity.node.ui import views as ui
from comity.triage import guidance, questions
from comity.triage.questions import Question

HELPED = ("threats", "danger", "child_abuse", "extortion", "pictures", "stalking")
"""Marks with which help lines stand on every page: never found out by reading words, always by what she chose."""


@door
@begins_anew
def home(visitor: Visitor) -> HttpResponse:
    """Show the one question and the four buttons; an answer begins a draft and sets the one cookie."""
    asked = questions.load()
    first = asked.questions[0]
    if visitor.request.method == "POST":
        value = visitor.request.POST.get(fields.NAME, "")
        checked = questions.check(first, value, language=visitor.language, now=visitor.now)
        if checked.fine:
            return _begin(visitor, str(checked.value))
        return _home(visitor, first, list(checked.faults))
    return _home(visitor, first, [])


def _home(visitor: Visitor, first: Question, faults: list[Fault]) -> HttpResponse:
    asked = questions.load()
    labels = fields.labels(asked, visitor.language)
    emergency = guidance.emergency(fields.home_country())
    text, _ = first.words(visitor.language)
    context = {
        "title": fields.dressed(text.title, visitor.language),
        "options": fields.options(asked, first, visitor.language),
        "labels": labels,
        "asked_map": _asked_map(labels["asked_map"]),
        "danger_text": labels["danger_link"].format(emergency=emergency),
        "emergency": emergency,
        "errors": listed(faults),
    }
    return show(visitor, "home", context, status=422 if faults else 200)


def _asked_map(told: str) -> str:
    shortest, longest = questions.lengths().whole().minutes
    return told.format(shortest=shortest, longest=longest)


def _begin(visitor: Visitor, first: str) -> HttpResponseRedirect:
    """Begin a draft, or, with one under way, change its first answer and keep all others.

    Raises:
        BadInput: there is one under way, and the form was not made for it.
    """
    try:
        visitor.draft()
    except BadInput:
        pass  # a note of a draft that is gone
    else:
        check_token(visitor)
    try:
        with drafts.changing(visitor.code, "report", keyring=visitor.keyring, at=visitor.now) as content:
            if not content.get("sent"):
                content["answers"]["first"] = first
                return redirect("portal:step", 2)
    except BadInput:
        pass  # no draft under way
    limits.limiter.knock("begin", visitor.address, limits.BEGINNINGS, visitor.now)
    content = flow.new_content(visitor.language, first)
    code = drafts.begin("report", content, keyring=visitor.keyring, at=visitor.now)
    response = redirect("portal:step", 2)
    remember(response, code)
    return response


@door
@reads_body_itself
def step(visitor: Visitor, number: int) -> HttpResponse:
    """Ask one question, or take its answer and go on. Going back loses nothing."""
    content = visitor.draft()
    if content.get("sent"):
        return redirect("portal:done")
    way = flow.way(content["answers"])
    page = way.at(number)
    if not page:
        return _onward(way, number)
    if any(one.kind == "files" for one in page):
        return files.step(visitor, content, way, page, number)
    if visitor.request.method != "POST":
        return _ask(visitor, way, page, content["answers"], {})
    check_token(visitor)
    form = visitor.request.POST
    # The page may be an old one: what it asked is what it answers.
    page = next((one for one in way.pages if one[0].id == form.get("q")), page)
    given, faults = _given(visitor, page)
    if any(faults.values()):
        return _ask(visitor, way, page, given, faults)
    return _keep(visitor, page, given)


def _keep(visitor: Visitor, page: Sequence[Question], given: Mapping[str, Any]) -> HttpResponse:
    """Keep the answers of a page and go on, or, where one looks like a slip, show the page once more."""
    with drafts.changing(visitor.code, "report", keyring=visitor.keyring, at=visitor.now) as content:
        before = dict(content["answers"])
        for one in page[1:]:
            content["answers"].setdefault(one.id, None)  # an old page that did not show it leaves it out
        content["answers"].update(given)
        content["language"] = visitor.language
        way = flow.way(content["answers"])
    # Sent again as it is, it is what she means.
    if any(doubts_of(visitor, way, one) and before.get(one.id) != given.get(one.id) for one in page):
        return redirect(asking_context(visitor, way, page[0], way.number_of(page[0]))["action"])
    return _onward(way, way.number_of(page[0]) + 1, change="change" in visitor.request.GET)


def doubts_of(visitor: Visitor, way: flow.Way, question: Question) -> tuple[Fault, ...]:
    """Return what looks like a slip in the answer that is kept."""
    return questions.doubts(
        question, way.answers.get(question.id), language=visitor.language, country=way.country
    )


def _given(visitor: Visitor, page: Sequence[Question]) -> tuple[dict[str, Any], dict[str, list[Fault]]]:
    """Read a page's answers: each as it is kept, or as it was typed where something is wrong with it, and what that is."""
    form = visitor.request.POST
    given: dict[str, Any] = {}
    faults: dict[str, list[Fault]] = {}
    for question in page:
        if question is not page[0] and question.id not in form.getlist("also"):
            continue
        skipped = bool(form.get("skip")) and question.optional
        value = None if skipped else fields.typed(question, form, _field(page, question))
        checked = questions.check(question, value, language=visitor.language, now=visitor.now)
        faults[question.id] = [*fields.broken(value), *checked.faults]
        given[question.id] = value if faults[question.id] else checked.value
    return given, faults


def _field(page: Sequence[Question], question: Question) -> str:
    """Name a question's field: the first of a page has the short name, one beside it its own id."""
    return fields.NAME if question is page[0] else question.id


def _onward(way: flow.Way, number: int, *, change: bool = False) -> HttpResponseRedirect:
    """Go to a page; after a change from the review, to what that change opened, else back to the review."""
    still_open = way.first_open()
    if still_open is None and (change or number > len(way.pages)):
        return redirect("portal:check")
    if change and still_open is not None:
        return redirect("portal:step", still_open)
    return redirect("portal:step", number if way.at(number) else still_open or 1)


def _ask(
    visitor: Visitor,
    way: flow.Way,
    page: Sequence[Question],
    given: Mapping[str, Any],
    faults: Mapping[str, Sequence[Fault]],
) -> HttpResponse:
    wrong = [
        {"text": say(fault), "href": f"#{at_fields.target(_field(page, one), one, fault)}"}
        for one in page
        for fault in faults.get(one.id, ())
    ]
    return show(
        visitor,
        "question",
        {
            **asking_context(visitor, way, page[0], way.number_of(page[0])),
            "asked": [
                {
                    "name": _field(page, one),
                    **at_fields.said(faults.get(one.id, ())),
                    **_shown(visitor, way, one, given.get(one.id)),
                }
                for one in page
            ],
            "countries": fields.countries() if any(one.kind == "country" for one in page) else [],
            "currencies": fields.currencies() if any(one.kind == "money" for one in page) else [],
            "places": fields.zones() if any(one.kind == "moment" for one in page) else [],
            "errors": wrong,
            "doubts": [] if wrong else [say(doubt) for one in page for doubt in doubts_of(visitor, way, one)],
        },
        status=422 if wrong else 200,
    )


def _shown(visitor: Visitor, way: flow.Way, question: Question, value: Any) -> dict[str, Any]:
    """Return one question as the page shows it, with what was kept or typed."""
    return {
        "question": question,
        **_told(visitor, way, question),
        "value": fields.shown(question, value),
        "options": fields.options(way.asked, question, visitor.language),
    }


def _told(visitor: Visitor, way: flow.Way, question: Question) -> dict[str, Any]:
    """Return the words of a question in the visitor's language."""
    text, fallen_back = question.words(visitor.language)
    emergency = guidance.emergency(way.country)

    def words(told: str) -> str:
        return fields.dressed(told.format(emergency=emergency), visitor.language)

    return {
        "title": words(text.title),
        "hint": words(text.hint),
        "body": [words(line) for line in text.body],
        "next_line": words(text.next),
        "fallen_back": fallen_back,
    }


def asking_context(visitor: Visitor, way: flow.Way, question: Question, number: int) -> dict[str, Any]:
    """Return what every page shows, by the question that begins it, whatever its kind."""
    kinds = question.helps or (("victim", "child") if way.marks & set(HELPED) else ())
    change = "change" in visitor.request.GET
    action = reverse("portal:step", args=(number,))
    return {
        "question": question,
        **_told(visitor, way, question),
        "labels": fields.labels(way.asked, visitor.language),
        "action": f"{action}?change" if change else action,
        "back_href": reverse("portal:check") if change else _back(number),
        "step": {"done": number - 1, "of": max(number, way.expected())},
        "lines": lines(visitor, way.country, kinds),
    }


def _back(number: int) -> str:
    return reverse("portal:step", args=(number - 1,)) if number > 2 else reverse("portal:home")


def lines(visitor: Visitor, country: str, kinds: tuple[str, ...]) -> list[dict[str, str]]:
    """Return help lines of a country as the page lists them."""
    return advised.help_lines(country, kinds, visitor.language) if kinds else []


@door
def later(visitor: Visitor) -> HttpResponse:
    """Show the resume code: the key of the draft, for paper. It says that nothing was sent yet."""
    content = visitor.draft()
    if content.get("sent"):
        return redirect("portal:done")
    number = flow.way(content["answers"]).first_open()
    back = reverse("portal:step", args=(number,)) if number else reverse("portal:check")
    return show(visitor, "later", {"code": visitor.code, "back_href": back, "site": _site(visitor)})


@door
def leave(visitor: Visitor) -> HttpResponse:
    """Show the neutral page and take the cookie away: whoever opens this browser next finds nothing."""
    if visitor.code:
        drafts.forget(visitor.code, keyring=visitor.keyring, kind="visit")
    response = ui.leave(visitor.request)
    forget(response)
    return response


def _site(visitor: Visitor) -> str:
    return visitor.request.get_host()
