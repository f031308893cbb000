"""What an address asks of the book: a day, a country, an article. What is not there is named with the nearest valid words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest
from django.utils.translation import get_language

from comity.kernel.errors import BadInput, Fault, declare
from comity.law.book import Book
from comity.law.keys import nearest
from comity.law.words import FALLBACK, country_name

BAD_DAY = declare("law.page.bad_day", "{value!r} is not a day.", "Write it as 2026-11-22.")
FAR_DAY = declare(
    "law.page.far_day",
    "The book says nothing of {value}: it holds days between {first} and {last}.",
    "Ask of another day.",
)
NO_COUNTRY = declare(
    "law.page.no_country", "The book has no country {typed!r}.{hint}", "Choose one of the list."
)

_FIRST, _LAST = date(1950, 1, 1), date(2100, 1, 1)
"""The oldest treaty of the field is younger, and nobody knows the law of the next century."""


class NotFound(BadInput):
    """The address names what the book does not hold: a page that is not there."""


def language() -> str:
    """Return the language of the page, as the law's sentences know it."""
    return (get_language() or FALLBACK).split("-")[0]


def day(request: HttpRequest, book: Book) -> date:
    """Return the day asked about (``?on=2026-11-22``); without one, the book's own.

    Raises:
        BadInput: it is no day, or one of which no book could say anything.
    """
    return read_day(request.GET.get("on", ""), book)


def read_day(typed: str, book: Book) -> date:
    """Read a day as somebody typed it; nothing typed is the book's own.

    Raises:
        BadInput: it is no day, or one of which no book could say anything.
    """
    typed = typed.strip()
    if not typed:
        return book.edition.as_of
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise BadInput(BAD_DAY.fault(value=typed)) from None
    if not _FIRST <= found <= _LAST:
        raise BadInput(FAR_DAY.fault(value=typed, first=_FIRST.isoformat(), last=_LAST.isoformat()))
    return found


def on(request: HttpRequest, book: Book) -> str:
    """Return the day as links carry it: empty for the book's own day."""
    found = day(request, book)
    return "" if found == book.edition.as_of else found.isoformat()


def country(book: Book, typed: str, lang: str = FALLBACK) -> str:
    """Return the code of a country of the book, named by code or by name.

    Raises:
        NotFound: the book has no such country; near ones are named.
    """
    code = typed.strip().upper()
    code = book.said_for(code) or code
    if code in book.states:
        return code
    names = {country_name(one, tongue).casefold(): one for one in book.states for tongue in (FALLBACK, lang)}
    found = names.get(typed.strip().casefold())
    if found:
        return found
    raise NotFound(NO_COUNTRY.fault(typed=typed, hint=_hint(typed, book.states, names, lang)))


def countries(book: Book, typed: Iterable[str], lang: str = FALLBACK) -> tuple[str, ...]:
    """Return the codes of several countries, each once, in the order of their names.

    Raises:
        NotFound: with every one that the book does not have.
    """
    found: set[str] = set()
    faults: list[Fault] = []
    for one in typed:
        try:
            found.add(country(book, one, lang))
        except NotFound as error:
            faults += error.faults
    if faults:
        raise NotFound(*faults)
    return tuple(sorted(found, key=lambda code: country_name(code, lang)))


def _hint(typed: str, codes: Iterable[str], names: dict[str, str], lang: str) -> str:
    near = names.get(nearest(typed.strip().casefold(), names), "") or nearest(typed.strip().upper(), codes)
    return f" {country_name(near, lang)} ({near})?" if near else ""
