"""The facts of a case: each with where it comes from; officers state more, or take a statement back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comity.kernel.errors import BadInput, Conflict, declare
from comity.node.base import lawbook
from comity.node.base.permissions import verb
from comity.node.cases import actions, lists, queries
from comity.node.desk import page
from comity.node.desk.cases import objects, presenting

NOT_A_NUMBER = declare("desk.fact.not_a_number", "{value!r} is not a whole number.")
NOTHING_GIVEN = declare("desk.fact.nothing", "Give a value, or choose to take the fact back.")
_TRUTH = {"yes": True, "no": False, "unknown": "unknown"}


@verb("case.view")
@require_GET
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every fact with its source, and what would settle the offences and ways still open."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.view", by=by, at=at)
    meanings = _meanings()
    lines = [
        {
            "name": meanings.get(one.name, words_of(one.name)),
            "code": one.name,
            "value": one.value,
            "shown": value_of(one.value),
            "sources": [str(lists.SOURCES.get(source, source)) for source in one.sources],
            "by_officer": one.by_officer,
            "conflict": one.conflict,
            "href": page.link("case-fact", case_id=case.pk, query={"name": one.name}),
        }
        for one in queries.lines(case)
    ]
    return page.render(request, "desk/cases/facts.html", {
        **presenting.head(case, "case-facts", by=by, at=at), "lines": lines, "state_href": page.link("case-fact", case_id=case.pk),
    })  # fmt: skip


@verb("case.edit")
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose a fact, then state it: two short steps, so that each asks one thing."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.edit", by=by, at=at)
    names = queries.names()
    name = request.POST.get("name") or request.GET.get("name") or ""
    found: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            value = _value(request.POST, names.get(name, ""))
            actions.state_fact(case, name, value, source=request.POST.get("source", ""), by=by, at=at)
            messages.success(request, _("Stated. Ways and offences are answered with it from now on."))
            return HttpResponseRedirect(page.link("case-facts", case_id=case.pk))
        except (BadInput, Conflict) as error:
            found = page.errors(error, "value")
    meanings = _meanings()
    current = next((one for one in queries.lines(case) if one.name == name), None)
    return page.render(
        request,
        "desk/cases/fact.html",
        {
            "case": case,
            "name": name if name in names else "",
            "title": meanings.get(name, words_of(name)),
            "kind": names.get(name, ""),
            "current": value_of(current.value) if current else "",
            "names": [{"value": code, "text": meanings.get(code, words_of(code))} for code in names],
            "tags": [{"value": one.id, "text": one.meaning} for one in lawbook.book().vocabulary.tags],
            "sources": page.choices(lists.SOURCES),
            "errors": found,
            "posted": request.POST,
            "values": request.POST.getlist("values"),
            "action": page.link("case-fact", case_id=case.pk),
            "back": page.link("case-facts", case_id=case.pk),
        },
        status=422 if found else 200,
    )


def _value(posted: Any, kind: str) -> Any:
    """Read the value as its kind is typed; what is wrong with it is for the check of the facts to say."""
    given = str(posted.get("value", "")).strip()
    readers: Mapping[str, Callable[[], Any]] = {
        "tags": lambda: posted.getlist("values"),
        "day": lambda: _day(posted),
        "truth": lambda: _TRUTH.get(given, given),
        "countries": lambda: [
            one.strip().upper() for one in given.replace(";", ",").split(",") if one.strip()
        ],
        "country": given.upper,
        "number": lambda: _number(given),
    }
    if posted.get("take_back") == "yes":
        return None
    if not given and kind not in {"tags", "day"}:
        raise BadInput(NOTHING_GIVEN.fault())
    return readers.get(kind, lambda: given)()


def _day(posted: Any) -> str:
    found = page.day(posted, "value")
    if found is None:
        raise BadInput(NOTHING_GIVEN.fault())
    return found.isoformat()


def _number(given: str) -> int:
    if not given.isdigit():
        raise BadInput(NOT_A_NUMBER.fault(value=given))
    return int(given)


def _meanings() -> Mapping[str, str]:
    return {f"elements.{one.id}": one.meaning for one in lawbook.book().vocabulary.elements}


def words_of(name: str) -> str:
    """Return the name of a fact read aloud.

    >>> words_of("places.provider")
    'places: provider'
    """
    head, _dot, tail = name.partition(".")
    return (
        f"{head.replace('_', ' ')}: {tail.replace('_', ' ').replace('.', ' ')}"
        if tail
        else head.replace("_", " ")
    )


def value_of(value: Any) -> str:
    """Return the value of a fact in words."""
    if value is True or value is False or value == "unknown":
        return {True: _("Yes"), False: _("No"), "unknown": _("Not known")}[value]
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("none")
    return str(value).replace("_", " ")
