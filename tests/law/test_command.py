"""``comity law check`` and ``comity law show``: one JSON document, a table for people, honest exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.cli.law import law
from comity.kernel.errors import BadInput

from .conftest import LAW
from .test_broken_records import spoil


def run(*words: str, book: Path = LAW) -> Result:
    return CliRunner().invoke(law, ["--book", str(book), *words])


def test_check_of_the_real_book_is_clean() -> None:
    result = run("check", "--json")
    document = json.loads(result.stdout)
    assert document["findings"] == []
    assert result.exit_code == 0
    assert document["counts"]["records"]["parties"] == document["expected"]["records"]["parties"]
    assert document["verified"]["all"]["verified"] > 1900


def test_check_says_in_words_what_it_found(tiny: Path) -> None:
    spoil(tiny, "misspelt_key")
    result = run("check", book=tiny)
    assert result.exit_code == 1
    assert "unknown key 'tilte'. Did you mean 'title'?" in result.stdout


def test_check_for_people_shows_counts_and_shares() -> None:
    text = run("check").stdout
    assert "Verified:" in text
    assert "Findings: none." in text


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [
        ("treaty", "ETS185", "Convention on Cybercrime"),
        ("party", "ets185/JP", "2012-11-01"),
        ("state", "jp", "197(3)-(4)"),
        ("offence", "DE/FRAUD", "§ 263"),
        ("power", "JP/preservation", "request_without_sanction"),
        ("instrument", "bc-29-preservation", "assistance_request_commitment"),
        ("assistance", "DE/JP", "eu_jp_mla2009"),
        ("measure", "preservation", "Expedited preservation"),
        ("article", "ETS185:2", "access_to_system"),
        ("table", "interpol", "International Criminal Police Organization"),
        ("rule", "clock-rule", "Counting time"),
    ],
)
def test_show(kind: str, name: str, wanted: str) -> None:
    result = run("show", kind, name, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["schema"] == "comity.record/1"
    assert document["book"]["digest"].startswith("sha256:")
    assert wanted in result.stdout
    assert wanted in run("show", kind, name).stdout


def test_show_as_of_a_day() -> None:
    document = json.loads(run("show", "party", "ets185/JP", "--on", "2012-10-31", "--json").stdout)
    assert document["standing"]["reason"] == "not_yet"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "traety", "ets185"), "law.show.unknown_kind"),
        (("show", "treaty", "ets18"), "law.book.no_such_record"),
        (("show", "party", "ets185"), "law.show.needs_pair"),
        (("show", "state", "XA"), "law.show.no_record"),
        (("show", "rule", "none"), "law.book.no_such_record"),
        (("show", "treaty", "ets185", "--on", "yesterday"), "law.day.unreadable"),
    ],
)
def test_bad_input_is_named(words: tuple[str, ...], code: str) -> None:
    result = run(*words)
    assert isinstance(result.exception, BadInput)
    assert result.exception.faults[0].code == code
