"""Who is bound on a day: parties, member tables, opt-outs, treaties of a union; and what is laid over for simulation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.kernel.errors import BadInput
from comity.law.book import Book, load

DAY = date(2026, 1, 1)


@pytest.fixture
def small(tiny: Path, tmp_path: Path) -> Book:
    return load(tiny, cache=tmp_path / "cache")


@pytest.mark.parametrize(
    ("treaty", "state", "on", "force", "reason"),
    [
        ("xt", "XA", DAY, "yes", "bound"),
        ("XT", "XA", date(2003, 5, 1), "yes", "bound"),
        ("xt", "XA", date(2003, 4, 30), "no", "not_yet"),
        ("xt", "XC", DAY, "no", "signed_only"),
        ("xu", "XA", DAY, "yes", "bound"),
        ("xu", "XA", date(2010, 12, 31), "no", "not_yet"),
        ("xu", "XC", date(2020, 12, 31), "yes", "bound"),
        ("xu", "XC", date(2021, 1, 1), "no", "no_record"),
        ("xact", "XA", date(2021, 12, 31), "no", "not_applicable_yet"),
        ("xact", "XA", date(2022, 1, 1), "yes", "bound"),
        ("xact", "XB", DAY, "no", "not_member"),
        ("xact", "XC", DAY, "no", "ended"),
    ],
)
def test_standing(small: Book, treaty: str, state: str, on: date, force: str, reason: str) -> None:
    found = small.standing(treaty, state, on)
    assert (found.force, found.reason) == (force, reason)


def test_bound_through_the_union_names_it(small: Book) -> None:
    found = small.standing("xu", "XA", DAY)
    assert (found.via, found.since, found.record) == ("EU", date(2011, 1, 1), "parties/xu/EU")


def test_assistance_treaties_between_a_member_and_a_partner(small: Book) -> None:
    assert [one.id for one in small.assistance_treaties("XA", "XB", DAY)] == ["xu"]
    assert [one.id for one in small.assistance_treaties("XB", "XC", DAY)] == ["mlat-XB-XC"]
    assert small.assistance_treaties("XB", "XC", date(2014, 1, 1))[0].id == "xu"
    assert small.assistance_treaties("XA", "XC", DAY) == ()


def test_assume_lays_facts_over_the_book_and_leaves_it_as_it_was(small: Book) -> None:
    day = date(2027, 1, 1)
    laid = small.assume([{"treaty": "xt", "state": "XC", "in_force": day}])
    assert laid.standing("xt", "XC", day).force == "yes"
    assert laid.standing("xt", "XC", DAY).reason == "not_yet"
    assert laid.assumed
    assert laid.digest != small.digest
    assert small.standing("xt", "XC", day).force == "no"


def test_unknown_treaty_is_an_error_with_a_suggestion(small: Book) -> None:
    with pytest.raises(BadInput, match=r"xact"):
        small.standing("xactt", "XA", DAY)


def test_withdrawn_reservation_holds_before_its_withdrawal_only(small: Book) -> None:
    assert small.reservations("XA", "xt", article="29", on=DAY) == ()
    assert len(small.reservations("XA", "xt", article="29", on=date(2019, 7, 4))) == 1
    assert small.reservations("XA", "xt", codes=["other"], on=date(2019, 7, 4)) == ()


def test_look_ups_of_a_state(small: Book) -> None:
    assert small.offences("XA", "XT:2", date(2004, 1, 1)) == ()
    assert len(small.offences("XA", "XT:2", DAY)) == 1
    power = small.power("XA", "preservation", DAY)
    assert power is not None
    assert power.data_categories == ("traffic",)
    assert small.power("XB", "preservation", DAY) is None
    assert small.authorities("XA", role="central_authority", direction="answers") == ()
    assert len(small.authorities("XA", role="central_authority", direction="sends")) == 1
    assert small.direct_contact("XA", "traffic", "voluntary", DAY) is None
    contact = small.direct_contact("XA", "traffic", "order", DAY)
    assert contact is not None
    assert contact.rule == "forbidden"
    assert [one.id for one in small.instruments_for("preservation")] == ["xt-29"]
