"""The facts of a case: each with where it comes from; officers state more, or take a statement back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from comity.kernel.errors import BadInput, declare
from comity.law.words import country_name, word
from comity.node.base import lawbook
from comity.node.base.permissions import verb
from comity.node.cases import actions, lists, queries
from comity.node.desk import page
from comity.node.desk.cases import objects, presenting
from comity.node.ui import times
from comity.node.ui.collation import sort_key

NOT_A_NUMBER = declare("desk.fact.not_a_number", "{value!r} is not a whole number.")
NOTHING_GIVEN = declare("desk.fact.nothing", "Give a value, or choose to take the fact back.")
FACTS: Mapping[str, Promise] = {
    "places.victim": gettext_lazy("where the victim is"),
    "places.suspect": gettext_lazy("where the suspect is"),
    "places.system": gettext_lazy("where the attacked system is"),
    "places.provider": gettext_lazy("where the providers are"),
    "places.storage": gettext_lazy("where the data lie"),
    "provider.seat": gettext_lazy("the provider's seat"),
    "provider.designated_in": gettext_lazy("the state of the provider's designated establishment"),
    "provider.offers_services_in_eu": gettext_lazy("the provider offers services in the European Union"),
    "consent": gettext_lazy("consent of whoever may dispose of the data"),
    "political_character": gettext_lazy("the offence is of political character"),
    "danger_to_life": gettext_lazy("a life is in danger"),
    "persons.suspect_nationality": gettext_lazy("nationality of the suspect"),
    "persons.suspect_residence": gettext_lazy("where the suspect lives"),
    "persons.victim_nationality": gettext_lazy("nationality of the victim"),
    "tags": gettext_lazy("rights that may be touched"),
    "committed_on": gettext_lazy("day of the act"),
    "stated.publicly_available": gettext_lazy("the data are publicly available"),
    "money.amount": gettext_lazy("amount lost, all reports"),
    "money.currency": gettext_lazy("currency"),
    "money.left_at": gettext_lazy("when the money left, last"),
}
PENALTY = "max_penalty_months"
"""One fact for each country: chosen as one, and the country after it."""
_TRUTH = {"yes": True, "no": False, "unknown": "unknown"}


@verb("case.view")
@require_GET
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every fact with its source, and what would settle the offences and ways still open."""
    by, at = page.actor(request), page.now(request)
    case = objects.case(case_id, "case.view", by=by, at=at)
    said = meanings()
    lines = [
        {
            "name": said.get(one.name, words_of(one.name)),
            "code": one.name,
            "value": one.value,
            "shown": value_of(one.value, one.name),
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

    def act() -> str:
        value = _value(request.POST, names.get(name, ""))
        actions.state_fact(case, name, value, source=request.POST.get("source", ""), by=by, at=at)
        return page.link("case-facts", case_id=case.pk)

    answer, found = page.press(
        request, act, field="value", done=_("Stated. Ways and offences are answered with it from now on.")
    )
    if answer is not None:
        return answer
    said = meanings()
    current = next((one for one in queries.lines(case) if one.name == name), None)
    return page.render(
        request,
        "desk/cases/fact.html",
        {
            "case": case,
            "name": name if name in names else "",
            "title": said.get(name, words_of(name)),
            "kind": names.get(name, ""),
            "current": value_of(current.value, name) if current else "",
            "which_country": name == PENALTY,
            "names": _penalties(names) if name == PENALTY else _choices(names, said),
            "tags": [{"value": one.id, "text": page.meaning(one)} for one in lawbook.book().vocabulary.tags],
            "sources": page.choices(lists.SOURCES),
            "errors": found,
            "posted": request.POST,
            "values": request.POST.getlist("values"),
            "action": page.link("case-fact", case_id=case.pk),
            "back": page.link("case-facts", case_id=case.pk),
        },
        status=422 if found else 200,
    )


def _choices(names: Iterable[str], said: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the facts to choose from; what is asked for each country stands once."""
    found = [{"value": one, "text": said.get(one, words_of(one))} for one in names if _country(one) == ""]
    return [*found, {"value": PENALTY, "text": _("maximum penalty in …")}]


def _penalties(names: Iterable[str]) -> list[dict[str, str]]:
    """Return the countries for which a maximum penalty can be stated, by name."""
    found = [
        {"value": one, "text": country_name(_country(one), page.language())} for one in names if _country(one)
    ]
    return sorted(found, key=lambda one: sort_key(one["text"]))


def _country(name: str) -> str:
    """Return the country of a fact about a maximum penalty; nothing for another fact.

    >>> _country("max_penalty_months.AD"), _country("consent")
    ('AD', '')
    """
    head, _dot, tail = name.partition(".")
    return tail if head == PENALTY else ""


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
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise BadInput(NOT_A_NUMBER.fault(value=given))
    return int(given)


def meanings() -> Mapping[str, str]:
    """Return what each fact means, in words: elements as the book has them, the rest as this desk says it."""
    elements = {f"elements.{one.id}": page.meaning(one) for one in lawbook.book().vocabulary.elements}
    return {**elements, **{name: str(text) for name, text in FACTS.items()}}


def words_of(name: str) -> str:
    """Return the name of a fact read aloud.

    >>> words_of("places.provider")
    'places: provider'
    """
    if state := _country(name):
        return _("maximum penalty in %(country)s, in months") % {
            "country": country_name(state, page.language())
        }
    head, _dot, tail = name.partition(".")
    return (
        f"{head.replace('_', ' ')}: {tail.replace('_', ' ').replace('.', ' ')}"
        if tail
        else head.replace("_", " ")
    )


def value_of(value: Any, name: str = "") -> str:
    """Return the value of a fact in words."""
    if name in _SAID:
        return _SAID[name](str(value))
    if value is True or value is False or value == "unknown":
        return {True: _("Yes"), False: _("No"), "unknown": _("Not known")}[value]
    if isinstance(value, list):
        places = name.startswith(("places.", "persons."))
        shown = [
            country_name(one, page.language())
            if places
            else word(str(one), page.language()).replace("_", " ")
            for one in value
        ]
        return ", ".join(shown) or _("none")
    return str(value).replace("_", " ")


def _consent(value: str) -> str:
    said = {"lawful_and_voluntary": _("Yes, lawful and voluntary"), "none": _("No")}
    return said.get(value, _("Not known"))


_SAID: Mapping[str, Callable[[str], str]] = {
    "consent": _consent,
    "committed_on": lambda value: str(times.day(date.fromisoformat(value))),
    "money.left_at": lambda value: times.instant(datetime.fromisoformat(value), (page.here(),), dated=True),
    **dict.fromkeys(
        ("provider.seat", "provider.designated_in"), lambda value: country_name(value, page.language())
    ),
}
