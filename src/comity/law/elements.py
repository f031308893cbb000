"""Elements: the shared vocabulary into which treaties and national offences are written, and what the facts say of them.

``facts.articles`` is a shortcut: it states that the core elements of an article are true. What a national law asks on
top stays unknown unless given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from comity.facts.model import Facts, Truth
from comity.facts.strict import nearest, shown
from comity.kernel.errors import Fault, declare
from comity.kernel.finding import Verdict, all_of, any_of, verdict

if TYPE_CHECKING:
    from comity.law.book import Book
    from comity.law.records import OffenceArticle

OTHER_OFFENCE = "OTHER"
"""Stands in ``facts.articles`` for an offence that no article of the book describes."""
_GENERAL_FROM = 4

UNKNOWN_ELEMENT = declare("law.element.unknown", "{file}: no offence has the element {element!r}.{nearest}")
UNKNOWN_ARTICLE = declare(
    "law.article.unknown", "{file}: the book has no offence article {article!r}.{nearest}"
)
ELEMENT_CONTRADICTS = declare(
    "law.element.contradicts_article",
    "{file}: facts.articles says that {article} is made out, facts.elements that its element {element!r} is false.",
    "Leave out one of the two.",
)


def known_elements(book: Book, facts: Facts) -> dict[str, Truth]:
    """Return what is known of each element: as given, and true for the core of the articles given."""
    known: dict[str, Truth] = {}
    for name in facts.articles:
        article = find_article(book, name)
        if article is not None:
            known.update(dict.fromkeys(article.core, True))
    known.update(facts.elements)
    return known


def find_article(book: Book, name: str) -> OffenceArticle | None:
    """Return an offence article, or nothing where the book has none of that name."""
    return articles_by_id(book).get(name)


@lru_cache(maxsize=8)
def articles_by_id(book: Book) -> dict[str, OffenceArticle]:
    """Return the offence articles of a book by id."""
    return {article.id: article for article in book.offence_articles}


@lru_cache(maxsize=8)
def general_elements(book: Book) -> frozenset[str]:
    """Return elements so common (without right, intent) that they alone do not point to any offence."""
    count = Counter(element for article in book.offence_articles for element in set(article.core))
    return frozenset(element for element, times in count.items() if times >= _GENERAL_FROM)


@lru_cache(maxsize=8)
def telling_elements(book: Book) -> dict[str, frozenset[str]]:
    """Return the elements of each article, by id, that point to it: all but those common to many."""
    general = general_elements(book)
    return {one.id: frozenset((*one.core, *one.one_of)) - general for one in book.offence_articles}


def truth_of(known: Mapping[str, Truth], element: str) -> Verdict:
    """Return the verdict on one element."""
    return verdict(known.get(element))


def all_true(known: Mapping[str, Truth], elements: Iterable[str]) -> Verdict:
    """Return whether all elements are there (Kleene)."""
    return all_of(truth_of(known, element) for element in elements)


def article_met(book: Book, facts: Facts, article: OffenceArticle, known: Mapping[str, Truth]) -> Verdict:
    """Return whether the facts meet the core of an article itself, whatever any state's law asks on top."""
    if article.id in facts.articles:
        return Verdict.YES
    if not article.core_known:
        return Verdict.UNKNOWN
    parts = [all_true(known, article.core)]
    if article.one_of:
        parts.append(any_of(truth_of(known, element) for element in article.one_of))
    if article.of_articles:
        found = (find_article(book, name) for name in article.of_articles)
        parts.append(any_of(article_met(book, facts, inner, known) for inner in found if inner is not None))
    return all_of(parts)


def faults_in(book: Book, facts: Facts, file: str) -> list[Fault]:
    """Return what in the facts the book does not know or what contradicts it; for ``comity law`` and case files."""
    elements = {word.id for word in book.vocabulary.elements}
    articles = articles_by_id(book)
    found = [
        UNKNOWN_ELEMENT.fault(file=file, element=shown(name), nearest=nearest(name, elements))
        for name in facts.elements
        if name not in elements
    ]
    for name in facts.articles:
        if name == OTHER_OFFENCE:
            continue
        if name not in articles:
            found.append(
                UNKNOWN_ARTICLE.fault(file=file, article=shown(name), nearest=nearest(name, articles))
            )
            continue
        found += [
            ELEMENT_CONTRADICTS.fault(file=file, article=name, element=element)
            for element in articles[name].core
            if facts.elements.get(element) is False
        ]
    return found
