"""The book by treaty: what it is, who is bound and since when, and what its articles give or ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.kernel.errors import BadInput
from comity.law import titles
from comity.law.book import Book
from comity.law.records import Treaty
from comity.law.show import plain, show
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.law import asking, facts, reading
from comity.node.law.asking import NotFound, language
from comity.node.law.face import Face
from comity.node.law.facts import Row, Table
from comity.node.ui.collation import sort_key

_SHOWN = ("reference", "depositary", "adopted", "opened", "entry_into_force", "applies_from", "access", "access_rule", "in_force_rule",
          "ratifications_needed", "ratifications_seen", "parties_complete", "member_table", "parent", "supersedes", "instruments")  # fmt: skip


def treaties(request: HttpRequest, face: Face) -> HttpResponse:
    """List the treaties and acts by their short names."""
    book = lawbook.book()
    on = asking.on(request, book)
    rows = [
        {
            "record": one,
            "href": face.link("treaty", name=one.id, query={"on": on}),
            "parties": sum(1 for row in book.contents.parties if row.treaty == one.id and row.force == "yes"),
        }
        for one in sorted(book.treaties, key=lambda one: sort_key(one.short_name or one.title))
    ]
    return face.render(request, "treaties", {"title": _("Treaties and acts"), "rows": rows}, place="treaties")


def treaty(request: HttpRequest, face: Face, name: str) -> HttpResponse:
    """Show one treaty with its parties on a day."""
    book = lawbook.book()
    day = asking.day(request, book)
    one = find(book, name)
    found = show(book, "treaty", one.id, day)
    return face.render(request, "treaty", {
        "title": titles.title(one, language()), "caption": one.cite, "record": one, "on": day, "on_link": asking.on(request, book),
        "about": reading.rows({key: found[key] for key in _SHOWN if key in found}), "head": facts.row(found, {}),
        "tables": [_parties(book, one, day), _articles(one), _offences(book, one), _reservations(book, one, day)],
        "counts": {key: len(found["bound_on"][key]) for key in ("yes", "unknown", "not_in_force")},
    }, place="treaties")  # fmt: skip


def find(book: Book, typed: str) -> Treaty:
    """Return a treaty named by id, alias, short name or citation.

    Raises:
        NotFound: the book has none; the nearest id is named.
    """
    wanted = typed.strip().casefold()
    for one in book.treaties:
        if wanted in {text.casefold() for text in (one.id, *one.aliases, one.short_name, one.cite) if text}:
            return one
    try:
        return book.treaty(typed)
    except BadInput as error:
        raise NotFound(*error.faults) from None


def _parties(book: Book, one: Treaty, day: date) -> Table:
    columns = {"state": (), "force": ("reason", "since", "how", "via")}
    return facts.table(
        "parties", _("Who is bound"), columns, _standings(book, one, day, columns), {"force": _("Bound")}
    )


def _standings(book: Book, one: Treaty, day: date, columns: facts.Columns) -> Iterator[Row]:
    """Yield a row for each state of which the book says something, by name; the source is that of the record behind it."""
    rows = {row.state: row for row in book.contents.parties if row.treaty == one.id}
    states = {
        *rows,
        *(code for code in book.states if book.standing(one.id, code, day).reason != "no_record"),
    }
    for state in facts.by_name(states):
        found = book.standing(one.id, state, day)
        if found.reason != "not_member":
            yield facts.standing(book, found, columns, ("force", "party", f"{one.id}/{state}"))


def _articles(one: Treaty) -> Table:
    keys = ("article", "measures", "side")
    rows = [
        Row({"article": [[reading.part(row.article)]], "measures": reading.lines("measures", row.measures), "side": [[reading.part(side)]]})
        for side, listed in ((_("help between the parties"), one.articles), (_("power a party must have at home"), one.domestic))
        for row in listed
    ]  # fmt: skip
    return facts.table("articles", _("Articles on help and powers"), keys, rows, {"article": _("Article"), "side": _("What it is about")})  # fmt: skip


def _offences(book: Book, one: Treaty) -> Table:
    columns = {"article": (), "core": ("one_of", "of_articles")}
    rows = (
        facts.row({**plain(row), "article": row.id}, columns)
        for row in book.offence_articles
        if row.treaty == one.id
    )
    return facts.table("offences", _("Offences states implement"), columns, rows)


def _reservations(book: Book, one: Treaty, day: date) -> Table:
    columns = {"state": ("article",), "effect": ("kind", "effect_codes", "declared_on")}
    lang = language()
    found = [row for code in book.states for row in book.reservations(code, one.id, on=day)]
    found.sort(key=lambda row: sort_key(country_name(row.state, lang)))
    return facts.table("reservations", _("Reservations and declarations"), columns, (facts.row(plain(row), columns) for row in found))  # fmt: skip
