"""What if, at the desk: steps are put together one by one in the address, then asked; the worker answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from comity.kernel.errors import BadInput, Conflict
from comity.law import steps
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.base.telling import tell
from comity.node.law import questions, stepping
from comity.node.law.answered import mine
from comity.node.law.asking import country, language, read_day
from comity.node.law.atlas import form as atlas_form
from comity.node.law.face import DESK, instant
from comity.node.law.facts import states_by_name
from comity.node.law.heavy import WHAT_IF
from comity.node.law.question import LAYERS


def what_if(request: HttpRequest) -> HttpResponse:
    """Show the steps chosen so far and the form for one more; sent, the question is put."""
    book = lawbook.book()
    given = request.POST if request.method == "POST" else request.GET
    chosen: list[steps.Step] = []
    wrong: list[dict[str, str]] = []
    status = 200
    try:
        chosen = stepping.read(given.getlist("step"), book)
        if request.method == "POST":
            return _ask(request, chosen)
        if "about" in given:
            state = country(book, given.get("state", ""), language())
            one = stepping.added(
                stepping.kind(given.get("kind", "")), state, {key: given.getlist(key) for key in given}, book
            )
            both = [*chosen, one] if one not in chosen else chosen
            tokens = [stepping.token(step) for step in both]
            stepping.read(tokens, book)
            return HttpResponseRedirect(DESK.link("what-if", query={"step": tokens, **_kept(given)}))
    except (BadInput, Conflict) as error:
        wrong = [{"text": tell(fault), "href": "#add-step"} for fault in error.faults]
        status = 422
    tokens = [stepping.token(step) for step in chosen]
    context: dict[str, Any] = {
        "title": _("What if a state took a step?"),
        "errors": wrong,
        "chosen": [
            {
                **stepping.shown(book, step),
                "remove": DESK.link("what-if", query={"step": [one for one in tokens if one != stepping.token(step)], **_kept(given)}),
            }
            for step in chosen
        ],
        "tokens": tokens,
        "action": DESK.link("what-if"),
        "kinds": [{"value": code, "text": text} for code, text in stepping.KIND_WORDS.items()],
        "states": [{"value": code, "text": country_name(code, language())} for code in states_by_name(book)],
        "kind": given.get("kind", ""),
        "state": given.get("state", ""),
        "about": _about(given),
        "about_value": given.get("about", ""),
        "dropped": given.getlist("drop"),
        "layers": atlas_form(DESK, book, {})["layers"],
        "layer": given.get("layer", "") or LAYERS[0],
        "day": given.get("on", ""),
        "mine": mine(request, WHAT_IF),
        "next_steps": DESK.link("next-steps"),
    }  # fmt: skip
    return DESK.render(request, "what_if", context, place="what-if", status=status)


def _kept(given: Any) -> dict[str, str]:
    return {name: given.get(name, "") for name in ("layer", "on")}


def _about(given: Any) -> dict[str, Any] | None:
    """Return the lists for what the step is about, once kind and state are chosen."""
    book = lawbook.book()
    try:
        kind = stepping.kind(given.get("kind", ""))
        return stepping.lists(book, kind, country(book, given.get("state", ""), language()))
    except BadInput:
        return None


def _ask(request: HttpRequest, chosen: list[steps.Step]) -> HttpResponse:
    if not chosen:
        raise BadInput(stepping.NOTHING.fault())
    parameters = {
        "steps": [steps.document(step) for step in chosen],
        **common(request),
    }
    row = questions.ask(WHAT_IF, parameters, by=request.actor, at=instant(request))  # type: ignore[attr-defined]
    return HttpResponseRedirect(DESK.link("law-question", question_id=row.pk))


def common(request: HttpRequest) -> dict[str, Any]:
    """Return what both kinds of question have: the day, the layer, the language of the sentences.

    Raises:
        BadInput: the day is none.
    """
    return {
        "on": read_day(request.POST.get("on", ""), lawbook.book()).isoformat(),
        "duty": request.POST.get("layer") == LAYERS[1],
        "lang": language(),
    }
