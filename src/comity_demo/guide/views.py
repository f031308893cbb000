"""The start page with its one live line, and the tour: eight parts, each step with two ways to do it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comity.kernel.errors import ComityError
from comity.node.base.permissions import public
from comity.node.ui import times
from comity_demo import material, moments, needed, people, records, story
from comity_demo.clock import set_clock
from comity_demo.guide import nodes, progress, trouble
from comity_demo.guide.middleware import look
from comity_demo.guide.nodes import State
from comity_demo.links import link

_PATIENCE = 60.0
"""Seconds for which a step done for somebody waits for one thing: she sits before the page."""
BERLIN, TOKYO, PARIS = "Europe/Berlin", "Asia/Tokyo", "Europe/Paris"
# stop, node whose rows tell it, title, where, zones, the step it belongs to
_LINE = (
    ("report", "de", _("Report"), "DE", (BERLIN,), "report"),
    ("hold", "de", _("Hold"), "JP", (TOKYO, BERLIN), "hold"),
    ("path", "de", _("Path"), "JP → FR", (TOKYO, BERLIN), "path"),
    ("orders", "de", _("Order"), "FR", (PARIS,), "orders"),
    ("evidence", "de", _("Evidence"), "JP → DE", (TOKYO, BERLIN), "returned"),
    ("told", "de", _("Victim told"), "DE", (BERLIN,), "letter"),
)


@public
@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """Say that the guide is up."""
    return HttpResponse("alive", content_type="text/plain")


@public
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Show the live line, every instant read from the nodes at this moment, and the one button."""
    states: Mapping[str, State] = request.states  # type: ignore[attr-defined]
    now = request.now  # type: ignore[attr-defined]
    context = {
        "stops": _stops(states, now),
        "now": now,
        "hours": _hours(states),
        "follow_href": reverse("step", args=(progress.following(_done(request)),)),
        "nodes": [_node(code, states) for code in people.RUNNING],
    }
    return render(request, "demonstration/start.html", context)


@public
@require_GET
def tour(request: HttpRequest) -> HttpResponse:
    """Show the eight parts."""
    before = _done(request)
    return render(
        request, "demonstration/tour.html", {"parts": [_part(part, before) for part in story.PARTS]}
    )


@public
@require_GET
def step(request: HttpRequest, key: str) -> HttpResponse:
    """Show one step: who you will be, what time it will be, and both ways to do it."""
    return _step(request, _known(key))


def _done(request: HttpRequest) -> frozenset[str]:
    states: Mapping[str, State] = request.states  # type: ignore[attr-defined]
    return progress.done(nodes.network(), {key for state in states.values() for key in state.steps})


def _step(
    request: HttpRequest,
    chosen: story.Step,
    failed: str = "",
    done: str = "",
    first: story.Step | None = None,
) -> HttpResponse:
    before = _done(request) | ({chosen.key} if done else set())
    first = first or (None if done else progress.lacking(chosen.key, before))
    part = story.PARTS[chosen.part - 1]
    moment = moments.MOMENTS[chosen.moment]
    following = story.after(chosen.key)
    context = {
        "part": part,
        "parts": len(story.PARTS),
        "step": chosen,
        "steps": [
            {
                "title": _(one.title),
                "href": reverse("step", args=(one.key,)),
                "state": _place(one, chosen, before),
            }
            for one in story.of_part(chosen.part)
        ],
        "role": story.role(chosen),
        "organisation": people.ORGANISATIONS[people.PEOPLE[chosen.person].participant].name
        if chosen.person
        else "",
        "moment": moment,
        "zones": (BERLIN, TOKYO),
        "code": progress.memory(nodes.network()).get("code", "") if chosen.key == "read" else "",
        "files": [{"name": name, "href": reverse("file", args=(name,))} for name in chosen.files],
        "first": {"title": first.title, "href": reverse("step", args=(first.key,))} if first else None,
        "ending": story.ENDING if following is None else (),
        "trouble": failed,
        "done": done,
        "was_done": chosen.key in before,
        "may_do": not done and (chosen.key in records.BY_HAND or chosen.key not in before),
        "may_say_so": chosen.key in records.BY_HAND and chosen.key not in before,
        "needed": [{"key": _(one.what), "value": _said(one)} for one in needed.of(chosen.key)],
        "next": {"title": following.title, "href": reverse("step", args=(following.key,))}
        if following
        else None,
    }
    return render(
        request,
        "demonstration/step.html",
        context,
        status=409 if failed or (first and request.method == "POST") else 200,
    )


@public
def put_clock(request: HttpRequest, key: str) -> HttpResponseBase:
    """Put all clocks to the step's instant, never back, and go to its page as the right person."""
    chosen = _known(key)
    if request.method != "POST":  # another language was chosen on the page that answered
        return _back_to(chosen)
    if first := progress.lacking(chosen.key, _done(request)):
        return _step(request, chosen, first=first)
    _set_clock(request, chosen)
    try:
        _arrange(chosen)
    except ComityError as error:
        return _step(request, chosen, failed=trouble.words(error))
    where = nodes.network().address(chosen.node, chosen.door)
    # Not a redirect: a form may lead to its own door only (form-action), and the way on leads to another.
    address = link(where, chosen.person, step_key=chosen.key, page=chosen.page)
    return render(
        request, "demonstration/onward.html", {"address": address, "step": chosen, "role": story.role(chosen)}
    )


@public
def do(request: HttpRequest, key: str) -> HttpResponseBase:
    """Do a step for whoever follows the tour: the same pages and forms, walked without a browser.

    What cannot be done yet is not begun: no clock moves, and the page names the step that comes first. What the nodes'
    rows show to be done is not done again: a second report would have a code of its own, which opens nothing of the first.
    """
    from comity_demo.walk import Walk

    chosen = _known(key)
    if request.method != "POST":
        return _back_to(chosen)
    if first := progress.lacking(chosen.key, _done(request)):
        return _step(request, chosen, first=first)
    with _one_at_a_time():
        look(request)  # whoever pressed before this one may have done it meanwhile
        if chosen.key in _done(request) and chosen.key not in records.BY_HAND:
            return _back_to(chosen)
        walk = Walk(nodes.network(), longest=_PATIENCE)
        if typed := request.POST.get(
            "code", ""
        ).strip():  # only her browser knew it, where she reported by hand
            walk.memory["code"] = typed
        try:
            walk.clock_to(chosen.moment)
            said = walk.do(chosen.key)
        except ComityError as error:
            look(request)
            return _step(request, chosen, failed=trouble.words(error))
        finally:
            walk.close()
    look(request)  # the step moved the clock
    return _step(request, chosen, done=said)


@public
def say_done(request: HttpRequest, key: str) -> HttpResponseBase:
    """Take somebody's word that she did a step which leaves no row at any node."""
    chosen = _known(key)
    if request.method == "POST" and chosen.key in records.BY_HAND:
        if first := progress.lacking(chosen.key, _done(request)):
            return _step(request, chosen, first=first)
        with _one_at_a_time():
            progress.remember(nodes.network(), chosen.key)
    return _back_to(chosen)


@public
@require_GET
def file(_request: HttpRequest, name: str) -> HttpResponse:
    """Hand out one of the invented files of the case, for a step in which it is handed in by hand."""
    make = material.FILES.get(name)
    if make is None:
        raise Http404
    answer = HttpResponse(make(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _arrange(chosen: story.Step) -> None:
    """Have that happen which nobody of the story does: a stranger's request arrives, once, whoever answers it."""
    if chosen.key != "ruritania":
        return
    from comity_demo.acts.ending import arrive
    from comity_demo.walk import Walk

    with _one_at_a_time():
        walk = Walk(nodes.network(), longest=_PATIENCE)
        try:
            arrive(walk)
        finally:
            walk.close()


def _back_to(chosen: story.Step) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("step", args=(chosen.key,)))


def _known(key: str) -> story.Step:
    if key not in story.STEPS:
        raise Http404
    return story.STEPS[key]


def _set_clock(request: HttpRequest, chosen: story.Step) -> None:
    at = moments.MOMENTS[chosen.moment].at
    if at > request.now:  # type: ignore[attr-defined]
        set_clock(nodes.network(), at)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (nodes.network().folder / "walk.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stops(states: Mapping[str, State], now: Any) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    seen_one_ahead = False
    for name, node, title, where, zones, key in _LINE:
        at = states[node].stops.get(name) if node in states else None
        state = "done" if at else "ahead" if seen_one_ahead else "now"
        seen_one_ahead = seen_one_ahead or at is None
        made.append(
            {
                "title": title,
                "where": where,
                "at": at,
                "zones": zones,
                "state": state,
                "href": reverse("step", args=(key,)),
            }
        )
    return made


def _hours(states: Mapping[str, State]) -> str:
    stops = states["de"].stops if "de" in states else {}
    if "report" not in stops or "hold" not in stops:
        return ""
    first, second = (stops[name].replace(second=0, microsecond=0) for name in ("report", "hold"))
    return times.duration(second - first)


def _node(code: str, states: Mapping[str, State]) -> dict[str, Any]:
    address = nodes.network().address
    state = states.get(code)
    zone = people.COUNTRIES[code].zone
    return {
        "code": code.upper(),
        "state": times.instant(state.now, (zone,), dated=True) if state else _("does not answer"),
        "doors": [
            {"title": _("The public portal"), "href": address(code, "portal") + "/"},
            {
                "title": _("Officers, providers and banks: sign in by one click"),
                "href": address(code, "desk") + "/demo/",
            },
        ],
    }


def _part(part: story.Part, before: frozenset[str]) -> dict[str, Any]:
    steps = story.of_part(part.number)
    return {
        "number": part.number,
        "title": part.title,
        "what": part.what,
        "href": reverse("step", args=(steps[0].key,)),
        "steps": [
            {"title": one.title, "href": reverse("step", args=(one.key,)), "done": one.key in before}
            for one in steps
        ],
    }


def _said(need: needed.Need) -> str:
    value = _(need.value) if need.words else need.value
    return f"{value}; {_('Where from?')} {_(need.source)}" if need.source else value


def _place(one: story.Step, chosen: story.Step, before: frozenset[str]) -> str:
    return "now" if one.key == chosen.key else "done" if one.key in before else "next"
