"""What is missing for a country: the same on the command line, in the document and in the figures of the whole check."""

from __future__ import annotations

import json

import pytest

from comity.kernel.errors import BadInput
from comity.law import completeness as c
from comity.law.atlas.geometry import PROFILE_FROM
from comity.law.book import Book, load
from comity.law.checks.counts import national_shares

from .conftest import LAW
from .test_command import run


@pytest.fixture(scope="module")
def book() -> Book:
    return load(LAW)


def test_offences_and_powers_are_those_of_the_check(book: Book) -> None:
    for one in c.completeness(book):
        counted = national_shares(book.contents)[one.state]
        for kind in ("offences", "powers"):
            share = one.share(kind)  # type: ignore[arg-type]
            assert counted[kind] == (share.verified, share.verified + share.recalled)


def test_memberships_are_of_every_treaty_once(book: Book) -> None:
    for one in c.completeness(book):
        share = one.share("memberships")
        assert share.verified + share.recalled + share.missing == len(book.treaties)


def test_what_is_missing_is_not_in_the_book(book: Book) -> None:
    for one in c.completeness(book):
        for lack in one.lacking:
            if lack.lack == "no_record" and lack.kind == "offences":
                assert not book.offences(one.state, lack.id)
            if lack.lack == "no_record" and lack.kind == "powers":
                assert not book.powers(one.state, lack.id)
            if lack.lack == "unread":
                assert any(row.coverage == "unread" for row in book.offences(one.state, lack.id))


def test_a_profile_needs_four_in_five(book: Book) -> None:
    found = c.completeness(book)
    assert {one.profile for one in found} == {True, False}
    for one in found:
        verified, every = one.facts
        assert one.profile == (100 * verified >= PROFILE_FROM * every > 0)


def test_the_command_prints_the_document(book: Book) -> None:
    result = run("check", "GD", "jp", "--json")
    assert json.loads(result.stdout) == json.loads(json.dumps(c.document(book, ["GD", "JP"])))
    assert result.exit_code == 1


def test_the_command_says_it_in_words() -> None:
    text = run("check", "GD").stdout
    for word in ("Grenada", "no profile below 80 %", "To be looked up", "heading only", "unread"):
        assert word in text


def test_an_unknown_state_is_named_with_the_nearest(book: Book) -> None:
    with pytest.raises(BadInput) as error:
        c.document(book, ["JPN"])
    assert error.value.faults[0].code == "law.completeness.no_state"
    assert "Did you mean 'JP'?" in error.value.faults[0].text
