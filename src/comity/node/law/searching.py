"""One box over names, titles and statutes: every word typed must be there, whatever its accents; nothing is ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.law import titles
from comity.law.book import Book
from comity.law.keys import nearest
from comity.law.words import FALLBACK, country_name
from comity.node.base import lawbook
from comity.node.law import articles, asking, facts
from comity.node.law.asking import language
from comity.node.law.face import Face
from comity.node.ui.collation import sort_key
from comity.node.ui.labels import label

LONGEST = 100
"""Letters of a question that are looked at."""
SHOWN = 25
"""Answers of each kind on a page; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: its kind and id, what it is called, what stands beside it, and the words it is found by."""

    kind: str
    id: str
    text: str
    beside: str = ""
    words: tuple[str, ...] = field(default=(), repr=False)

    @property
    def folded(self) -> str:
        """Return all its words without accents and case."""
        return _folded(" ".join((self.text, self.beside, self.id, *self.words)))


def search(request: HttpRequest, face: Face) -> HttpResponse:
    """Show what has every word of ``?q=`` in its name, title or statute."""
    book, lang = lawbook.book(), language()
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST]
    on = asking.on(request, book)
    found = list(find(book, typed, lang)) if typed else []
    titled = {
        "state": _("Countries"), "treaty": _("Treaties and acts"), "article": _("Offences"), "own_power": _("Powers"),
        "instrument": _("Ways of asking"), "offence": _("Offences of national law"), "power": _("Powers of national law"),
    }  # fmt: skip
    groups = [
        {
            "title": title,
            "rows": [{"entry": one, "href": face.to(one.kind, one.id, on)} for one in of_kind[:SHOWN]],
            "more": max(0, len(of_kind) - SHOWN),
        }
        for kind, title in titled.items()
        if (of_kind := [one for one in found if one.kind == kind])
    ]
    near = "" if found or not typed else _near(book, typed, lang)
    return face.render(request, "search", {
        "title": _("Search"), "typed": typed, "groups": groups, "near": near,
        "near_href": face.link("search", query={"q": near, "on": on}) if near else "",
    })  # fmt: skip


def find(book: Book, typed: str, lang: str) -> Iterator[Entry]:
    """Yield what has every word typed, in the order of kinds and names."""
    wanted = _folded(typed).split()
    return (one for one, folded in _entries(book, lang) if all(word in folded for word in wanted))


def _near(book: Book, typed: str, lang: str) -> str:
    names = {_folded(one.text): one.text for one, _words in _entries(book, lang) if one.kind in {"state", "treaty", "article", "own_power"}}  # fmt: skip
    return names.get(nearest(_folded(typed), names), "")


@lru_cache(maxsize=4)
def _entries(book: Book, lang: str) -> tuple[tuple[Entry, str], ...]:
    return tuple((one, one.folded) for one in (*_names(book, lang), *_laws(book, lang)))


def _names(book: Book, lang: str) -> Iterable[Entry]:
    for code in facts.states_by_name(book):
        yield Entry("state", code, country_name(code, lang), words=(country_name(code, FALLBACK),))
    for treaty in sorted(book.treaties, key=lambda one: sort_key(one.short_name or one.title)):
        words = (treaty.title, treaty.cite, treaty.reference, *treaty.aliases)
        yield Entry("treaty", treaty.id, treaty.short_name or treaty.title, titles.title(treaty, lang), words)
    for article in book.offence_articles:
        words = (article.title,)
        yield Entry("article", article.id, titles.title(article, lang), titles.cite(book, article), words)
    for measure in articles.powers_of(book):
        words = (measure.title, *measure.aliases)
        yield Entry("own_power", measure.id, label(measure.id, "measure"), ", ".join(measure.articles), words)
    for instrument in sorted(book.instruments, key=lambda one: sort_key(one.legal_basis)):
        words = (instrument.title,)
        yield Entry(
            "instrument", instrument.id, titles.title(instrument, lang), instrument.legal_basis, words
        )


def _laws(book: Book, lang: str) -> Iterable[Entry]:
    for code in facts.states_by_name(book):
        name = country_name(code, lang)
        for row in book.offences(code):
            if row.statute:
                beside = f"{name}: {titles.article(book, row.article, lang)}"
                yield Entry("offence", f"{code}/{row.article}", row.statute, beside)
        for power in book.powers(code):
            beside = f"{name}: {label(power.measure, 'measure')}"
            yield Entry("power", f"{code}/{power.measure}", power.statute, beside)


def _folded(text: str) -> str:
    return sort_key(text)[0]
