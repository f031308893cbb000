"""Every row of the material the book was made from has arrived: run where that material lies beside the checkout.

The material is not part of the project; where it is absent there is nothing to compare with, and these tests are not collected.
National law is read on after it: what was looked at later may say something else (CHANGELOG.md says what), what was not must be as it came.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from comity.law.book import Book

from .conftest import LAW

SHARED = Path(os.environ.get("COMITY_SHARED", LAW.parent.parent / "shared")) / "law"

MATERIAL = date(2026, 11, 22)
"""The day of the material; a record checked later was read in a source since."""

MEASURES = {
    "production_order": "production",
    "subscriber_info": "subscriber_information",
    "search_seizure": "stored_data_access",
}
ROLES = {
    "mla_art27": "central_authority",
    "extradition_art24": "central_authority",
    "contact_24_7_art35": "contact_point",
}


def _rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _countries() -> list[dict[str, Any]]:
    return [tomli.loads(path.read_text()) for path in sorted((SHARED / "countries").glob("*.toml"))]


if SHARED.is_dir():

    def test_every_party_row(book: Book) -> None:
        have = {(row.treaty, row.state): row for row in book.contents.parties}
        for source in _rows("parties.csv"):
            row = have[source["treaty_id"], source["iso2"]]
            assert _text(row.signed) == source["signed"]
            assert _text(row.bound) == source["bound"]
            assert _text(row.in_force) == source["in_force"]
            assert (row.how, row.source, row.confidence) == (
                source["how"],
                source["source"],
                source["confidence"],
            )

    def test_every_bilateral_row(book: Book) -> None:
        have = {(*row.states, row.kind): row for row in book.contents.bilaterals}
        for source in _rows("bilateral.csv"):
            row = have[source["iso2_a"], source["iso2_b"], source["kind"]]
            assert (row.title, _text(row.signed), _text(row.in_force)) == (
                source["title"],
                source["signed"],
                source["in_force"],
            )
            assert (row.source, row.confidence) == (source["source"], source["confidence"])

    def test_every_reservation_row(book: Book) -> None:
        have = {
            (row.state, row.article, row.effect): row
            for row in book.contents.reservations
            if row.treaty == "ets185"
        }
        for source in _rows("reservations.csv"):
            row = have[source["iso2"], source["article"], source["effect"]]
            assert ";".join(row.effect_codes) == source["effect_code"]
            assert (row.kind, row.source, row.confidence) == (
                source["kind"],
                source["source"],
                source["confidence"],
            )

    def test_every_authority_row(book: Book) -> None:
        for source in _rows("authorities.csv"):
            found = [row for row in book.authorities(source["iso2"]) if row.name == source["authority"]]
            assert any(
                row.role in (ROLES[source["role"]], "prosecutor")
                and row.function in ("mla", "extradition", "contact_24_7", "provisional_arrest")
                for row in found
            ), source

    def test_every_offence_row(book: Book) -> None:
        for country in _countries():
            have = {(row.article, row.statute, row.note): row for row in book.offences(country["iso2"])}
            for source in country["offence"]:
                moved = source["article"] == "ETS185:8" and "deception_of_person" in source["requires"]
                article = "FRAUD" if moved else source["article"]
                row = have.get((article, source.get("statute", ""), source["note"]))
                if row is None or row.checked_on > MATERIAL:
                    assert any(
                        one.checked_on > MATERIAL for one in book.offences(country["iso2"], article)
                    ), source
                    continue
                assert row.max_penalty_months == source.get("max_penalty_months")
                assert _text(row.since) == source["since"]
                assert (row.source, row.confidence) == (source["source"], source["confidence"])
                assert row.coverage in (source["coverage"], "unread" if not moved else "full")
                core = book.offence_article(article).core if moved else ()
                asked = {*row.requires, *row.prosecution_requires, *core}
                assert set(source["requires"]) <= asked, (country["iso2"], source)

    def test_every_power_row(book: Book) -> None:
        for country in _countries():
            for source in country["power"]:
                measure = MEASURES.get(source["measure"], source["measure"])
                row = book.power(country["iso2"], measure)
                assert row is not None
                if row.checked_on > MATERIAL:
                    continue
                assert (row.statute, row.available, row.authority) == (
                    source["statute"],
                    source["available"],
                    source.get("authority"),
                )
                assert row.max_days == source.get("max_days")
                assert row.confidence == source["confidence"]

    def test_every_header(book: Book) -> None:
        for source in _countries():
            row = book.country(source["iso2"])
            assert row is not None
            for key in (
                "legal_system",
                "nationality_jurisdiction",
                "extradites_nationals",
                "minimum_age_of_criminal_responsibility",
            ):
                assert getattr(row, key) == source.get(key)

    def test_every_instrument_with_its_form_clocks_and_grounds(book: Book) -> None:
        for source in tomli.loads((SHARED / "instruments.toml").read_text())["instrument"]:
            row = book.instrument(source["id"])
            assert (row.title, row.legal_basis) == (source["title"], source["legal_basis"])
            assert set(source["states"]) <= set(row.states)
            assert [clock.name for clock in row.clocks] == [clock["name"] for clock in source["clocks"]]
            assert [clock.duration for clock in row.clocks] == [
                clock.get("duration", "") for clock in source["clocks"]
            ]
            assert [ground.cite for ground in row.grounds] == [
                ground["article"] for ground in source["refusal_grounds"]
            ]
            assert [field.cite for field in row.fields] == [
                field["article"] for field in source["required_fields"]
            ]
            steps = {(step.from_, step.event, step.to) for step in row.transitions}
            assert {(step["from"], step["event"], step["to"]) for step in source["transitions"]} <= steps

    def test_every_treaty_and_rule(book: Book) -> None:
        for name, source in tomli.loads((SHARED / "treaties.toml").read_text()).items():
            if not isinstance(source, dict):
                continue
            row = book.treaty(name)
            assert (row.title, _text(row.entry_into_force)) == (source["title"], source["entry_into_force"])
            assert {one.article for one in row.articles} == set(source["articles"])
        rules = {rule.id for rule in book.rules}
        for source in tomli.loads((SHARED / "instruments.toml").read_text())["rule"]:
            assert source["id"] in rules
