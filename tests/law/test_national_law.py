"""What the book says of each state's own law: how much of it was read, and what replaced what."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from comity.cli.law import law
from comity.law.book import Book
from comity.law.contents import record_id

from .conftest import LAW


@pytest.mark.parametrize(("kind", "at_least"), [("offences", 60), ("powers", 45)])
def test_so_much_of_national_law_was_read(kind: str, at_least: int) -> None:
    result = CliRunner().invoke(law, ["--book", str(LAW), "check", "--json"])
    document = json.loads(result.stdout)
    share = document["verified_law"]["all"][kind]
    assert share["all"] == document["counts"]["records"][kind]
    assert share["verified"] == document["counts"]["verified"][kind]
    assert 100 * share["verified"] >= at_least * share["all"]


def test_the_shares_of_the_states_add_up() -> None:
    document = json.loads(CliRunner().invoke(law, ["--book", str(LAW), "check", "--json"]).stdout)
    rows = document["verified_law"]
    everything = rows.pop("all")
    assert len(rows) == document["counts"]["records"]["countries"]
    for kind, share in everything.items():
        for part, number in share.items():
            assert sum(row[kind][part] for row in rows.values()) == number


def test_the_check_tells_people_the_share_of_each_state() -> None:
    text = CliRunner().invoke(law, ["--book", str(LAW), "check"]).stdout
    assert "Offences verified: " in text
    assert "Powers verified: " in text
    assert "Own law, by state" in text


def test_a_power_that_was_replaced_is_found_as_of_its_days(book: Book) -> None:
    """JP: the record-and-copy order until 2026-05-21, the production order from then on."""
    before, after = (book.power("JP", "production", date(2026, 5, day)) for day in (20, 21))
    assert before is not None
    assert after is not None
    assert "record-and-copy" in before.statute
    assert "102-2" in after.statute
    assert (record_id(before), record_id(after)) == (
        "powers/JP/production/until-2026-05-21",
        "powers/JP/production",
    )


def test_a_law_whose_force_is_in_doubt_is_recalled(book: Book) -> None:
    """RW: one stored copy marks Law 60/2018 as repealed."""
    assert {row.confidence for row in book.offences("RW") if "60/2018" in row.statute} == {"recalled"}
