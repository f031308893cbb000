"""Ways of asking, and any record of the book whole, as ``comity law show`` gives it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.kernel.errors import BadInput
from comity.law import titles
from comity.law.show import show
from comity.node.base import lawbook
from comity.node.law import asking, reading
from comity.node.law.asking import NotFound, language
from comity.node.law.face import Face
from comity.node.ui.collation import sort_key
from comity.node.ui.labels import label

_HEAD = frozenset({"schema", "book", "on", "kind", "id", "record", "source", "confidence", "checked_on", "note", "recalled", "title"})  # fmt: skip


def instruments(request: HttpRequest, face: Face) -> HttpResponse:
    """List the ways of asking by their legal basis."""
    book, lang = lawbook.book(), language()
    rows = [
        {"title": titles.title(one, lang), "lang": "" if titles.own(one.id, lang) or lang == "en" else "en", "record": one,
         "measures": ", ".join(label(measure, "measure") for measure in one.measures), "href": face.record("instrument", one.id)}
        for one in sorted(book.instruments, key=lambda one: sort_key(one.legal_basis))
    ]  # fmt: skip
    return face.render(
        request, "instruments", {"title": _("Ways of asking"), "rows": rows}, place="instruments"
    )


def record(request: HttpRequest, face: Face, kind: str, name: str) -> HttpResponse:
    """Show one record of the book, all of it, as of a day."""
    book = lawbook.book()
    day = asking.day(request, book)
    try:
        found = show(book, kind, name, day)
    except BadInput as error:
        raise NotFound(*error.faults) from None
    said = {key: value for key, value in found.items() if key not in _HEAD}
    title = reading.title(kind, name, found)
    return face.render(request, "record", {
        "title_line": title, "title": "".join(part["text"] for part in title), "caption": reading.kind_of(kind),
        "confidence": found.get("confidence", ""), "on": day, "on_link": asking.on(request, book),
        "about": reading.rows({key: found[key] for key in ("source", "checked_on", "note") if key in found}),
        "recalled": [reading.field(one) for one in found.get("recalled") or ()],
        "plain": reading.rows({key: value for key, value in said.items() if not reading.holds_records(value)}),
        "groups": [reading.group(key, value) for key, value in said.items() if reading.holds_records(value)],
    }, place="instruments" if kind == "instrument" else "")  # fmt: skip
