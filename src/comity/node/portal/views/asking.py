"""Tell what happened: the first page, one question a page, leaving and coming back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from comity.kernel.errors import BadInput, Fault
from comity.node.portal import fields, flow, limits
from comity.node.portal.page import listed, show
from comity.node.portal.sentences import say
from comity.node.portal.views import files
from comity.node.portal.visitor import Visitor, check_token, door, forget, reads_body_itself, remember
from comity.node.reports import drafts
from comity.node.ui import views as ui
from comity.triage import guidance, questions
from comity.triage.questions import Question

HELPED = ("threats", "danger", "child_abuse", "extortion", "pictures", "stalking")
"""Marks with which help lines stand on every page: never found out by reading words, always by what she chose."""


@door
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
        "danger_text": labels["danger_link"].format(emergency=emergency),
        "emergency": emergency,
        "errors": listed(faults),
    }
    return show(visitor, "home", context, status=422 if faults else 200)


def _begin(visitor: Visitor, first: str) -> HttpResponseRedirect:
    """Begin a draft, or, with one under way, change its first answer and keep all others."""
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
    question = way.at(number)
    if question is None:
        return _onward(way, number)
    if question.kind == "files":
        return files.step(visitor, content, way, question, number)
    if visitor.request.method != "POST":
        return _ask(visitor, way, question, content["answers"].get(question.id), [])
    check_token(visitor)
    form = visitor.request.POST
    # The page may be an old one: what it asked is what it answers.
    question = next((one for one in way.questions if one.id == form.get("q")), question)
    value = None if form.get("skip") and question.optional else fields.typed(question, form)
    faults = fields.broken(value)
    checked = questions.check(question, value, language=visitor.language, now=visitor.now)
    faults += checked.faults
    if faults:
        return _ask(visitor, way, question, value, faults)
    with drafts.changing(visitor.code, "report", keyring=visitor.keyring, at=visitor.now) as content:
        content["answers"][question.id] = checked.value
        content["language"] = visitor.language
        way = flow.way(content["answers"])
    return _onward(way, way.number_of(question) + 1, change="change" in visitor.request.GET)


def _onward(way: flow.Way, number: int, *, change: bool = False) -> HttpResponseRedirect:
    """Go to a page; after a change from the review, to what that change opened, else back to the review."""
    still_open = way.first_open()
    if still_open is None and (change or number > len(way.questions)):
        return redirect("portal:check")
    if change and still_open is not None:
        return redirect("portal:step", still_open)
    return redirect("portal:step", number if way.at(number) else still_open or 1)


def _ask(
    visitor: Visitor, way: flow.Way, question: Question, value: Any, faults: list[Fault]
) -> HttpResponse:
    number = way.number_of(question)
    return show(
        visitor,
        "question",
        {
            **asking_context(visitor, way, question, number),
            "value": fields.shown(question, value),
            "options": fields.options(way.asked, question, visitor.language),
            "countries": fields.countries() if question.kind == "country" else [],
            "currencies": fields.currencies() if question.kind == "money" else [],
            "places": fields.zones() if question.kind == "moment" else [],
            "errors": listed(faults, _first_field(question)),
            "error": " ".join(say(fault) for fault in faults),
        },
        status=422 if faults else 200,
    )


def asking_context(visitor: Visitor, way: flow.Way, question: Question, number: int) -> dict[str, Any]:
    """Return what every page of a question shows, whatever its kind."""
    text, fallen_back = question.words(visitor.language)
    emergency = guidance.emergency(way.country)

    def words(told: str) -> str:
        bullet = "- " if told.startswith("- ") else ""
        return bullet + fields.dressed(told[len(bullet) :].format(emergency=emergency), visitor.language)

    kinds = question.helps or (("victim", "child") if way.marks & set(HELPED) else ())
    change = "change" in visitor.request.GET
    action = reverse("portal:step", args=(number,))
    return {
        "question": question,
        "title": words(text.title),
        "hint": words(text.hint),
        "body": [words(line) for line in text.body],
        "next_line": words(text.next),
        "fallen_back": fallen_back,
        "labels": fields.labels(way.asked, visitor.language),
        "action": f"{action}?change" if change else action,
        "back_href": reverse("portal:check") if change else _back(number),
        "step": {"done": number - 1, "of": len(way.questions)},
        "lines": lines(visitor, way.country, kinds),
    }


def _back(number: int) -> str:
    return reverse("portal:step", args=(number - 1,)) if number > 2 else reverse("portal:home")


def _first_field(question: Question) -> str:
    return {"moment": "#a-day"}.get(question.kind, "#a")


def lines(visitor: Visitor, country: str, kinds: tuple[str, ...]) -> list[dict[str, str]]:
    """Return help lines of a country as the page lists them."""
    if not kinds:
        return []
    return [
        {
            "name": one.name,
            "phone": one.number,
            "page": one.page,
            "hours": one.hours.get(visitor.language) or one.hours.get("en", ""),
        }
        for one in guidance.help_lines(country, kinds)
    ]


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
