"""What a record is called on a page: its title in a language, and an article as lawyers cite it.

Titles stand in the records in English. ``[book.title]`` of ``content/reasons/<lang>`` has those that have an official or a
customary title in the language; the others stay English, and the page says so (``lang="en"``).
"""

from __future__ import annotations

from typing import Protocol

from comity.law.book import Book
from comity.law.records import OffenceArticle
from comity.law.words import FALLBACK, sentences


class Titled(Protocol):
    """A record with an id and a title."""

    @property
    def id(self) -> str:
        """Return the id."""

    @property
    def title(self) -> str:
        """Return the English title."""


def own(name: str, lang: str) -> str:
    """Return the title that a record has in a language; empty where it has none there."""
    return sentences(lang).get(f"book.title.{name}", "")


def title(record: Titled, lang: str = FALLBACK) -> str:
    """Return the title of a record in a language, else in English."""
    return own(record.id, lang) or record.title


def cite(book: Book, article: OffenceArticle) -> str:
    """Return an article as lawyers cite it, by its treaty's short name; empty for one of no treaty.

    >>> from comity.law.book import load
    >>> cite(load(), load().offence_articles[0])
    'BC 2'
    """
    number = article.id.rpartition(":")[2]
    return f"{book.treaty(article.treaty).cite} {number}" if article.treaty else ""


def short(book: Book, name: str, lang: str = FALLBACK) -> str:
    """Return how an article is written in a form: its citation, else its title; what the book does not know stays as it is."""
    found = next((one for one in book.offence_articles if one.id == name), None)
    return name if found is None else cite(book, found) or title(found, lang)


def article(book: Book, name: str, lang: str = FALLBACK) -> str:
    """Return the title of an article with its citation; what the book does not know stays as it is.

    >>> from comity.law.book import load
    >>> book = load()
    >>> article(book, book.offence_articles[0].id, "de"), article(book, "no such")
    ('Rechtswidriger Zugang (BC 2)', 'no such')
    """
    found = next((one for one in book.offence_articles if one.id == name), None)
    if found is None:
        return name
    cited = cite(book, found)
    return f"{title(found, lang)} ({cited})" if cited else title(found, lang)


def find(book: Book, typed: str, lang: str = FALLBACK) -> str:
    """Return the id of the article that somebody names by id, citation or title; what is none stays as it was typed."""
    wanted = " ".join(typed.split()).casefold()
    for one in book.offence_articles:
        if wanted in {text.casefold() for text in (one.id, cite(book, one), one.title, title(one, lang))}:
            return one.id
    return typed
