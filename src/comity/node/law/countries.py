"""The book by country: what binds a state, what its law punishes and allows, whom to write to, when its offices are shut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.clocks.calendars import Calendar
from comity.law import titles
from comity.law.atlas.notice import profile_notice
from comity.law.book import Book
from comity.law.show import show
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.law import asking, facts, reading
from comity.node.law.articles import OFFENCE, POWER, powers_of
from comity.node.law.asking import language
from comity.node.law.face import Face
from comity.node.law.facts import Row, Table
from comity.node.ui.labels import label

_NOTHING = frozenset({"no_record", "not_member"})
"""Why a state stands to a treaty in no way that is worth a line."""


def countries(request: HttpRequest, face: Face) -> HttpResponse:
    """List the countries by name, with how much is held of each."""
    book, lang = lawbook.book(), language()
    on = asking.on(request, book)
    rows = [
        {
            "country": country_name(code, lang),
            "href": face.link("country", code=code, query={"on": on}),
            "offences": len(book.offences(code)),
            "powers": len(book.powers(code)),
            "unread": sum(1 for one in book.offences(code) if one.coverage == facts.UNREAD),
            "known": profile_notice(book, code, lang),
        }
        for code in facts.states_by_name(book)
    ]
    context = {"title": _("Countries"), "rows": rows, "on": on}
    return face.render(request, "countries", context, place="countries")


def country(request: HttpRequest, face: Face, code: str) -> HttpResponse:
    """Show all the book holds of one country, as of a day."""
    book, lang = lawbook.book(), language()
    state = asking.country(book, code, lang)
    day = asking.day(request, book)
    found = show(book, "state", state, day)
    tables = [
        _memberships(book, state, day),
        _reservations(found),
        _offences(book, found),
        _powers(book, found),
        _authorities(found),
        _contact(found),
        _safeguards(found),
    ]
    head = book.country(state)
    assert head is not None, "show found it"
    unread = sum(1 for one in found["offences"] if one["coverage"] == facts.UNREAD)
    return face.render(request, "country", {
        "title": country_name(state, lang), "code": state, "on": day, "on_link": asking.on(request, book),
        "header": reading.rows(facts.header(head)), "head": facts.row(found, {}),
        "tables": tables, "unread": unread, "profile": profile_notice(book, state, lang),
        "holidays": list(_holidays(state, day)), "calendar_known": Calendar.of(state).known,
    }, place="countries", states=[state])  # fmt: skip


def _memberships(book: Book, state: str, day: date) -> Table:
    columns = {"of": (), "force": ("reason", "since", "via", "how")}
    found = [book.standing(one.id, state, day) for one in book.treaties]
    rows = (
        facts.standing(book, one, columns, ("force", "party", f"{one.of}/{state}"))
        for one in found
        if one.reason not in _NOTHING
    )
    titled = {"of": reading.field("treaty"), "force": _("Bound")}
    return facts.table("treaties", _("Treaties and acts"), columns, rows, titled)


def _reservations(found: Mapping[str, Any]) -> Table:
    columns = {"treaty": ("article",), "effect": ("kind", "effect_codes", "declared_on", "withdrawn_on")}
    rows = (facts.row(one, columns) for one in found["reservations"])
    return facts.table("reservations", _("Reservations and declarations"), columns, rows)


def _offences(book: Book, found: Mapping[str, Any]) -> Table:
    columns: facts.Columns = {"article": (), **OFFENCE}
    state, lang = str(found["code"]), language()
    rows: list[Row] = []
    for article in book.offence_articles:
        of_it = [one for one in found["offences"] if one["article"] == article.id]
        rows += [
            facts.row(one, columns, link=("statute", "offence", f"{state}/{article.id}")) for one in of_it
        ]
        if not of_it:
            name = reading.part(titles.article(book, article.id, lang))
            rows.append(facts.missing("article", [reading.leading(name, "article", article.id)], columns))
    return facts.table("offences", _("Offences, by article"), columns, rows)


def _powers(book: Book, found: Mapping[str, Any]) -> Table:
    columns: facts.Columns = {"measure": (), **POWER}
    state = str(found["code"])
    rows: list[Row] = []
    for measure in powers_of(book):
        of_it = [one for one in found["powers"] if one["measure"] == measure.id]
        made = [facts.row(one, columns, link=("statute", "power", f"{state}/{measure.id}")) for one in of_it]
        name = reading.leading(reading.part(label(measure.id, "measure")), "own_power", measure.id)
        rows += [replace(one, cells={**one.cells, "measure": [[name]]}) for one in made] or [
            facts.missing("measure", [name], columns)
        ]
    return facts.table("powers", _("Powers"), columns, rows, {"measure": _("Power")})


def _authorities(found: Mapping[str, Any]) -> Table:
    columns = {"name": ("treaty",), "role": ("function", "direction", "declared_on")}
    rows = (facts.row(one, columns) for one in found["authorities"])
    return facts.table("authorities", _("Whom to write to"), columns, rows)


def _contact(found: Mapping[str, Any]) -> Table:
    columns = {"data_category": ("mode",), "rule": ("cite", "since", "until")}
    rows = (facts.row(one, columns) for one in found["direct_contact"])
    return facts.table("contact", _("Direct contact with providers"), columns, rows)


def _safeguards(found: Mapping[str, Any]) -> Table:
    columns = {"kind": (), "value": ("cite", "articles", "measures", "since", "until")}
    rows = (facts.row(one, columns) for one in found["safeguards"])
    return facts.table("safeguards", _("Safeguards"), columns, rows)


def _holidays(state: str, day: date) -> Iterator[dict[str, Any]]:
    """Yield the public holidays of the day's year; none where no list is to be had."""
    calendar = Calendar.of(state)
    closed = calendar.closed_days(date(day.year, 1, 1), date(day.year, 12, 31))
    return ({"day": one, "name": name} for one in closed if (name := calendar.name_of(one)))
