"""The book to leaf through: what it holds, and one record with its sources, days and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comity.kernel.errors import BadInput
from comity.law import titles
from comity.law.show import show
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.law import reading
from comity.node.ui.labels import label

_HEAD = frozenset({"schema", "book", "on", "kind", "id", "record", "source", "confidence", "checked_on", "note", "recalled", "title"})  # fmt: skip


@verb("route.view")
@require_GET
def contents(request: HttpRequest) -> HttpResponse:
    """Show what the book holds: treaties, states, instruments."""
    book, lang = lawbook.book(), page.language()
    part = request.GET.get("part", "instruments")
    lists: Mapping[str, list[dict[str, str]]] = {
        "instruments": [
            {"text": titles.title(one, lang), "href": _href("instrument", one.id), "under": one.legal_basis, "confidence": one.confidence,
             "more": ", ".join(label(measure, "measure") for measure in one.measures)}
            for one in sorted(book.instruments, key=lambda one: one.legal_basis)
        ],
        "treaties": [
            {"text": one.title, "href": _href("treaty", one.id), "under": one.reference or one.cite, "confidence": one.confidence,
             "more": one.entry_into_force.isoformat() if one.entry_into_force else _("not in force")}
            for one in book.treaties
        ],
        "states": [
            {"text": country_name(code, lang), "href": _href("state", code), "under": code, "confidence": "verified", "more": ""}
            for code in sorted(book.states, key=lambda code: country_name(code, lang))
        ],
    }  # fmt: skip
    part = part if part in lists else "instruments"
    words = {"instruments": _("Instruments"), "treaties": _("Treaties"), "states": _("States")}
    return page.render(request, "desk/law/book.html", {
        "tabs": [{"text": words[name], "href": page.link("book", query={"part": name}), "current": name == part, "count": len(rows)} for name, rows in lists.items()],
        "rows": lists[part], "book": book, "back": page.link("law"), "title": words[part],
    })  # fmt: skip


@verb("route.view")
@require_GET
def record(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Show one record of the book, all of it."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        day = None
    try:
        found = show(lawbook.book(), kind, name, day)
    except BadInput as error:
        return page.render(
            request,
            "desk/law/wrong.html",
            {"errors": page.errors(error), "back": page.link("book")},
            status=404,
        )
    said = {key: value for key, value in found.items() if key not in _HEAD}
    title = reading.title(kind, name, found)
    return page.render(request, "desk/law/record.html", {
        "title": title, "plain_title": "".join(part["text"] for part in title), "kind": reading.kind_of(kind),
        "found": found, "confidence": found.get("confidence", ""),
        "about": reading.rows({key: found[key] for key in ("source", "checked_on", "note") if key in found}),
        "recalled": [reading.field(one) for one in found.get("recalled") or ()],
        "plain": reading.rows({key: value for key, value in said.items() if not reading.holds_records(value)}),
        "groups": [reading.group(key, value) for key, value in said.items() if reading.holds_records(value)],
        "back": page.link("book"),
    })  # fmt: skip


def _href(kind: str, name: str) -> str:
    return page.link("book-record", kind=kind, name=name)
