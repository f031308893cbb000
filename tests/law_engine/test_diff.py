"""What changed between two books, said in words; nothing that did not change is said."""

from datetime import date

import msgspec
import pytest

from comity.law.contents import Contents
from comity.law.diff import compare_books, said

from .test_decision import with_rows


def test_a_book_does_not_differ_from_itself(book):
    assert compare_books(book, book).changes == ()


def test_a_changed_key_is_said_with_before_and_after(book):
    def heavier(row):
        if (row.state, row.article, row.statute) == ("DE", "ETS185:8", "Strafgesetzbuch § 263a"):
            return msgspec.structs.replace(row, max_penalty_months=66)
        return row

    (change,) = compare_books(book, with_rows(book, "offences", heavier)).changes
    assert change.id == "offences/DE/ETS185:8/Strafgesetzbuch § 263a" and change.is_law
    assert said(change) == [
        "Germany: offence under ETS185:8, Strafgesetzbuch § 263a: maximum penalty in months was 60; it is now 66."
    ]
    assert "war 60; jetzt 66" in said(change, "de")[0]


def test_only_how_it_is_known(book):
    def read_again(row):
        return msgspec.structs.replace(row, checked_on=date(2027, 1, 1)) if row.state == "BR" else row

    changes = compare_books(book, with_rows(book, "powers", read_again)).changes
    assert changes and not any(change.is_law for change in changes)


def test_what_came_and_what_went(book):
    def without(row):
        return None if (row.treaty, row.state) == ("ets185", "JP") else row

    less = with_rows(book, "parties", without)
    (gone,) = compare_books(book, less).changes
    (back,) = compare_books(less, book).changes
    assert said(gone) == ["No longer on record: Japan, as party to ets185. [parties/ets185.toml]"]
    assert said(back) == ["New on record: Japan, as party to ets185. [parties/ets185.toml]"]


def test_inside_a_list_what_came_went_and_says_something_else(book):
    def change(row):
        if row.id != "bc-24-extradition":
            return row
        clocks = (msgspec.structs.replace(row.clocks[0], duration="P45D"),)
        return msgspec.structs.replace(row, clocks=clocks, urgency_levels=(*row.urgency_levels, "emergency"))

    (found,) = compare_books(book, with_rows(book, "instruments", change)).changes
    text = " ".join(said(found))
    assert "no longer report_outcome" in text and "now also emergency" in text
    assert "provisional_arrest_window" in text and "something else" in text


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_kind_of_record_has_a_name(lang):
    from comity.law.words import sentences

    kinds = {field.name for field in msgspec.structs.fields(Contents)} - {"edition", "states", "vocabulary"}
    assert kinds == {code.split(".")[-1] for code in sentences(lang) if code.startswith("diff.name.")}
