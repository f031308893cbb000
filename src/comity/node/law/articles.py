"""The book by article: which law of which country punishes the conduct, or gives the power, each cited. In the order of names, never of openness."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.kernel.errors import declare
from comity.law import titles
from comity.law.book import Book
from comity.law.completeness import powers_looked_for
from comity.law.keys import nearest
from comity.law.records import Measure, OffenceArticle
from comity.law.show import plain
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.law import asking, facts, reading
from comity.node.law.asking import NotFound, language
from comity.node.law.face import Face
from comity.node.law.facts import Row, Table
from comity.node.ui.labels import label

OFFENCE: facts.Columns = {
    "statute": ("territory", "since", "until"),
    "coverage": ("requires", "prosecution_requires"),
    "max_penalty_months": (),
}
"""What is shown of an offence of national law, after whose it is or of which article."""
POWER: facts.Columns = {
    "statute": ("since", "until"),
    "available": ("data_categories", "binding"),
    "authority": ("authorisation", "first_days", "max_days"),
}
"""What is shown of a power of national law."""
NO_ARTICLE = declare(
    "law.page.no_article", "The book has no offence {typed!r}.{hint}", "Choose one of the list."
)
NO_POWER = declare("law.page.no_power", "The book has no power {typed!r}.{hint}", "Choose one of the list.")


def articles(request: HttpRequest, face: Face) -> HttpResponse:
    """List the offences that states implement, and the powers, each with the articles that ask for them."""
    book, lang = lawbook.book(), language()
    on = asking.on(request, book)
    offences = [
        {
            "text": titles.title(one, lang), "lang": "" if titles.own(one.id, lang) or lang == "en" else "en", "cite": titles.cite(book, one),
            "href": face.link("article", name=one.id, query={"on": on}),
            "records": sum(1 for row in book.contents.offences if row.article == one.id), "core_known": one.core_known,
            "confidence": one.confidence,
        }
        for one in book.offence_articles
    ]  # fmt: skip
    powers = [
        {
            "text": label(one.id, "measure"), "cite": ", ".join(one.articles), "href": face.link("power", name=one.id, query={"on": on}),
            "records": sum(1 for row in book.contents.powers if row.measure == one.id),
        }
        for one in powers_of(book)
    ]  # fmt: skip
    return face.render(request, "articles", {
        "title": _("Offences and powers"), "offences": offences, "powers": powers,
    }, place="articles")  # fmt: skip


def article(request: HttpRequest, face: Face, name: str) -> HttpResponse:
    """Show one offence of a treaty: its elements, and what each country's law says."""
    book, lang = lawbook.book(), language()
    day = asking.day(request, book)
    one = find(book, name, lang)
    head = plain(one)
    states = facts.states_by_name(book)
    return face.render(request, "article", {
        "title": titles.title(one, lang), "caption": titles.cite(book, one), "record": one, "on": day, "on_link": asking.on(request, book),
        "about": reading.rows({key: head[key] for key in ("core", "one_of", "of_articles") if key in head}),
        "head": facts.row(head, {}), "table": _laws(book, one, states, day),
        "models": [_model(row) for row in book.models(one.id)],
    }, place="articles", states=states)  # fmt: skip


def power(request: HttpRequest, face: Face, name: str) -> HttpResponse:
    """Show one power: which law of each country gives it to its authorities."""
    book = lawbook.book()
    day = asking.day(request, book)
    one = find_power(book, name)
    states = facts.states_by_name(book)
    return face.render(request, "power", {
        "title": label(one.id, "measure"), "caption": ", ".join(one.articles), "on": day, "on_link": asking.on(request, book),
        "table": _powers(book, one, states, day), "measure": one,
    }, place="articles", states=states)  # fmt: skip


def powers_of(book: Book) -> tuple[Measure, ...]:
    """Return the measures that are powers at home: those that serve themselves."""
    return tuple(book.measure(name) for name in powers_looked_for(book))


def find(book: Book, typed: str, lang: str) -> OffenceArticle:
    """Return the offence article named by id, citation or title.

    Raises:
        NotFound: the book has none; the nearest citation is named.
    """
    wanted = titles.find(book, typed, lang)
    for one in book.offence_articles:
        if one.id == wanted:
            return one
    named = {text: one for one in book.offence_articles for text in (one.id, titles.cite(book, one), titles.title(one, lang)) if text}  # fmt: skip
    near = nearest(typed, named)
    raise NotFound(NO_ARTICLE.fault(typed=typed, hint=f" {titles.article(book, named[near].id, lang)}?" if near else ""))  # fmt: skip


def find_power(book: Book, typed: str) -> Measure:
    """Return the power named by its measure, by another name of it or by the article that asks for it.

    Raises:
        NotFound: the book has none; the nearest is named.
    """
    named = {text: one for one in powers_of(book) for text in (one.id, *one.aliases, *one.articles, label(one.id, "measure"))}  # fmt: skip
    if typed in named:
        return named[typed]
    near = nearest(typed, named)
    raise NotFound(NO_POWER.fault(typed=typed, hint=f" {label(named[near].id, 'measure')} ({near})?" if near else ""))  # fmt: skip


def _laws(book: Book, one: OffenceArticle, states: list[str], day: date) -> Table:
    keys: facts.Columns = {"state": (), **OFFENCE}
    rows: list[Row] = []
    for state in states:
        found = [{**plain(row), "state": state} for row in book.offences(state, one.id, day)]
        rows += [_of_state(row, keys, "offence", f"{state}/{one.id}") for row in found] or [
            _nothing(state, keys)
        ]
    return facts.table("laws", _("What each country's law says"), keys, rows)


def _powers(book: Book, one: Measure, states: list[str], day: date) -> Table:
    keys: facts.Columns = {"state": (), **POWER}
    rows: list[Row] = []
    for state in states:
        found = [{**plain(row), "state": state} for row in book.powers(state, one.id, day)]
        rows += [_of_state(row, keys, "power", f"{state}/{one.id}") for row in found] or [
            _nothing(state, keys)
        ]
    return facts.table("laws", _("What each country's law says"), keys, rows)


def _of_state(record: dict[str, Any], keys: facts.Columns, kind: str, identifier: str) -> Row:
    return facts.row(record, keys, link=("statute", kind, identifier))


def _nothing(state: str, keys: facts.Columns) -> Row:
    name = reading.leading(reading.part(country_name(state, language())), "state", state)
    return facts.missing("state", [name], keys)


def _model(row: Any) -> dict[str, Any]:
    return {"origin": row.origin, "cite": row.cite, "text": row.text, "row": facts.row(plain(row), {})}
