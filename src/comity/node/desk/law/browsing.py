"""The book to leaf through: what it holds, and one record with its sources, days and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comity.kernel.errors import BadInput
from comity.law.show import KINDS, show
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.ui.labels import label

_HEAD = frozenset(
    {
        "schema",
        "book",
        "on",
        "kind",
        "id",
        "record",
        "source",
        "confidence",
        "checked_on",
        "note",
        "recalled",
        "title",
    }
)
_LINKS = {"treaty": "treaty", "instruments": "instrument", "supersedes": "treaty", "parent": "treaty", "measures": "measure", "article": "article",
          "states": "", "yes": "state", "unknown": "state", "not_in_force": "state", "state": "state"}  # fmt: skip


@verb("route.view")
@require_GET
def contents(request: HttpRequest) -> HttpResponse:
    """Show what the book holds: treaties, states, instruments."""
    book, lang = lawbook.book(), page.language()
    part = request.GET.get("part", "instruments")
    lists: Mapping[str, list[dict[str, str]]] = {
        "instruments": [
            {"text": one.title, "href": _href("instrument", one.id), "under": one.legal_basis, "confidence": one.confidence,
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
    return page.render(request, "desk/law/record.html", {
        "title": found.get("title") or (country_name(name.upper(), page.language()) if kind == "state" else f"{kind} {name}"),
        "kind": kind, "found": found, "confidence": found.get("confidence", ""), "sources": _text(found.get("source", "")),
        "plain": [{"key": _said(key), "value": _text(value), "links": _linked(key, value)} for key, value in found.items() if key not in _HEAD and _is_plain(value)],
        "groups": [_group(key, value) for key, value in found.items() if key not in _HEAD and not _is_plain(value)],
        "back": page.link("book"),
    })  # fmt: skip


def _href(kind: str, name: str) -> str:
    return page.link("book-record", kind=kind, name=name)


def _said(key: str) -> str:
    return key.replace("_", " ").strip().capitalize()


def _is_plain(value: Any) -> bool:
    if isinstance(value, Mapping):
        return False
    return not (isinstance(value, list) and any(isinstance(one, Mapping) for one in value))


def _text(value: Any) -> str:
    if value is True or value is False:
        return _("yes") if value else _("no")
    if value is None or value in ("", []):
        return "-"
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(
            f"{key.replace('_', ' ')}: {_text(inner)}"
            for key, inner in value.items()
            if inner not in ("", None, [], {})
        )
    return str(value)


def _linked(key: str, value: Any) -> list[dict[str, str]]:
    """Return links to other records, where a key holds their names."""
    kind = _LINKS.get(key, "")
    names = value if isinstance(value, list) else [value]
    if not kind or kind not in KINDS or not all(isinstance(one, str) and one for one in names):
        return []
    lang = page.language()
    return [
        {"text": country_name(one, lang) if kind == "state" else one, "href": _href(kind, one)}
        for one in names
    ]


def _group(key: str, value: Any) -> dict[str, Any]:
    rows = value if isinstance(value, list) else [value]
    made = []
    for row in rows:
        inner = row if isinstance(row, Mapping) else {"value": row}
        head = next(
            (
                inner[name]
                for name in (
                    "statute",
                    "title",
                    "cite",
                    "name",
                    "id",
                    "event",
                    "treaty",
                    "article",
                    "measure",
                    "kind",
                )
                if inner.get(name)
            ),
            "",
        )
        made.append({
            "title": _text(head),
            "confidence": inner.get("confidence", ""),
            "rows": [
                {"key": _said(name), "value": _text(one), "links": _linked(name, one)}
                for name, one in inner.items() if one not in ("", None, [], {}) and name != "confidence"
            ],
        })  # fmt: skip
    return {"title": _said(key), "items": made, "single": not isinstance(value, list)}
