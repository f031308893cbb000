"""Titles of records: in the language of the page where it has one, English else; articles cited as lawyers cite them."""

from __future__ import annotations

import pytest

from comity.law import book as books
from comity.law import titles
from comity.law.words import sentences


@pytest.fixture(scope="module")
def book():
    return books.load()


def test_an_article_is_cited_by_the_short_name_of_its_treaty_never_by_its_id(book):
    shown = {titles.article(book, one.id, lang) for one in book.offence_articles for lang in ("en", "de")}
    assert "Illegal access (BC 2)" in shown and "Rechtswidriger Zugang (BC 2)" in shown and "Betrug" in shown
    assert not [one for one in shown if ":" in one or "FRAUD" in one or "ETS" in one]


def test_what_stands_in_a_form_is_read_back_as_the_article_it_was(book):
    for one in book.offence_articles:
        for lang in ("en", "de"):
            assert titles.find(book, titles.short(book, one.id, lang), lang) == one.id
    assert titles.find(book, "ets185:2") == titles.find(book, " bc  2") == titles.find(book, "BC 2")
    assert titles.find(book, "§ 263 StGB") == "§ 263 StGB"


def test_every_title_of_a_language_belongs_to_a_record(book):
    known = {one.id for one in (*book.offence_articles, *book.instruments)}
    told = {code.removeprefix("book.title.") for code in sentences("de") if code.startswith("book.title.")}
    assert told and not told - known


def test_the_articles_that_pages_name_have_german_titles(book):
    lacking = [
        one.id for one in book.offence_articles if one.treaty != "uncc2024" and not titles.own(one.id, "de")
    ]
    assert not lacking
