"""Corrections and rulings, one by one, as facts of the book (law/CHANGELOG.md gives the reasons)."""

from __future__ import annotations

from datetime import date

import pytest

from comity.law import condition_records as c
from comity.law.book import Book

DAY = date(2026, 11, 23)


def _conditions(book: Book, instrument: str, kind: type) -> list[object]:
    return [one for one in book.instrument(instrument).conditions if isinstance(one, kind)]


def test_a_treaty_of_the_union_binds_its_members_and_the_united_kingdom_left(book: Book) -> None:
    assert book.standing("eu_jp_mla2009", "DE", DAY).via == "EU"
    assert book.standing("eu_jp_mla2009", "GB", DAY).force == "no"
    assert book.standing("eu_jp_mla2009", "GB", date(2020, 12, 31)).force == "yes"
    assert book.standing("eu_us_mla2003", "FR", DAY).force == "yes"


def test_denmark_and_ireland_per_act(book: Book) -> None:
    assert book.standing("eu_eevidence2023", "DK", DAY).reason == "opted_out"
    assert book.standing("eu_eevidence2023", "IE", DAY).force == "yes"
    assert book.standing("eu_eio2014", "IE", DAY).reason == "opted_out"
    assert book.standing("eu_spoc2023", "DK", DAY).force == "unknown"


def test_orders_of_the_union_start_on_their_day(book: Book) -> None:
    assert book.standing("eu_eevidence2023", "FR", date(2026, 8, 17)).reason == "not_applicable_yet"
    assert book.standing("eu_eevidence2023", "FR", date(2026, 8, 18)).force == "yes"


def test_general_fraud_is_an_article_of_its_own(book: Book) -> None:
    assert "deception_of_person" in book.offence_article("FRAUD").core
    assert {row.statute for row in book.offences("FR", "FRAUD")} == {"Code pénal art. 313-1"}
    assert [row.coverage for row in book.offences("FR", "ETS185:8")] == ["none"]
    assert book.offences("DE", "FRAUD")[0].max_penalty_months == 60
    assert book.offences("JP", "FRAUD")[0].recalled == ()  # the maximum was read since
    for row in book.contents.offences:
        assert not (row.article == "ETS185:8" and "deception_of_person" in row.requires)


def test_what_a_victim_must_ask_for_is_never_an_element(book: Book) -> None:
    words = {word.id for word in book.vocabulary.elements}
    assert "complaint_by_victim" not in words
    assert sum(1 for row in book.contents.offences if row.prosecution_requires) == 46


def test_the_japanese_hold(book: Book) -> None:
    power = book.power("JP", "preservation", DAY)
    assert power is not None
    assert (power.data_categories, power.binding, power.first_days, power.max_days) == (
        ("traffic",),
        "request_without_sanction",
        30,
        60,
    )


def test_the_japanese_reservation_on_direct_orders_is_a_record(book: Book) -> None:
    (row,) = book.reservations("JP", "cets224", article="7", codes=["article_not_applied"], on=DAY)
    assert (row.confidence, row.declared_on) == ("verified", date(2023, 8, 10))
    assert book.reservations("JP", "cets224", article="7", on=date(2023, 8, 9)) == ()


def test_a_floor_never_ends_a_hold(book: Book) -> None:
    for name in ("bc-29-preservation", "un-42-preservation", "arab-37-preservation"):
        ends = [step for step in book.instrument(name).transitions if step.event == "period_ends"]
        assert ends
        assert all(step.fired_by == ("home_period",) for step in ends)
    ends = [step for step in book.instrument("eu-epoc-pr").transitions if step.event == "period_ends"]
    assert all(step.fired_by == ("preserve",) for step in ends)


def test_the_promise_of_a_request_is_somebodys(book: Book) -> None:
    names = {field.name: field for field in book.instrument("bc-29-preservation").fields}
    assert names["assistance_request_commitment"].mandatory
    assert "intent_to_file_mla" not in names
    events = {step.event for step in book.instrument("bc-29-preservation").transitions}
    assert {"serve_holder", "extend"} <= events


@pytest.mark.parametrize(
    "name", ["bc-33-realtime-traffic", "bc-34-interception", "un-45-realtime-traffic", "un-46-interception"]
)
def test_live_measures_wait_for_a_named_judicial_authority(book: Book, name: str) -> None:
    assert not book.instrument(name).sendable


def test_assistance_without_a_treaty_yields_to_one(book: Book) -> None:
    (condition,) = _conditions(book, "bc-25-27-mla", c.AssistanceTreaty)
    assert isinstance(condition, c.AssistanceTreaty)
    assert (condition.gate, condition.want, condition.looks_at, condition.otherwise) == (
        "in_force",
        "absent",
        "general",
        "displaced",
    )
    assert [one.id for one in book.assistance_treaties("DE", "JP", DAY)] == ["eu_jp_mla2009"]
    assert book.assistance_treaties("RS", "JP", DAY) == ()
    assert book.assistance_treaties("GB", "JP", DAY) == ()


def test_orders_of_the_union_displace_nothing(book: Book) -> None:
    for name in ("bc-29-preservation", "eu-eio"):
        assert not _conditions(book, name, c.AssistanceTreaty)


def test_the_seat_never_decides_an_order_of_the_union(book: Book) -> None:
    for name in ("eu-epoc-id", "eu-epoc-tc", "eu-epoc-emergency", "eu-epoc-pr"):
        assert _conditions(book, name, c.ProviderServes)
        assert _conditions(book, name, c.DesignatedIn)
        assert not _conditions(book, name, c.ProviderSeat)


def test_direct_contact(book: Book) -> None:
    traffic = book.direct_contact("JP", "traffic", "voluntary", DAY)
    assert traffic is not None
    assert traffic.rule == "forbidden"
    subscriber = book.direct_contact("JP", "subscriber", "voluntary", DAY)
    assert subscriber is not None
    assert subscriber.rule == "unknown"
    assert book.direct_contact("AL", "traffic", "voluntary", DAY) is None


def test_whom_to_write_to(book: Book) -> None:
    sends = {row.name for row in book.authorities("JP", function="mla", direction="sends")}
    answers = {row.name for row in book.authorities("JP", function="mla", direction="answers")}
    assert "National Public Safety Commission" in sends - answers
    assert "Minister of Justice" in sends & answers
    assert any("OFAC" in row.name for row in book.authorities("FR", role="contact_point"))


def test_no_element_is_stated_for_a_text_nobody_read(book: Book) -> None:
    for name in ("UNCC:15", "UNCC:16"):
        article = book.offence_article(name)
        assert not article.core_known
        assert article.core == ()


def test_every_instrument_says_why_it_would_be_open(book: Book) -> None:
    for instrument in book.instruments:
        assert any(one.gate == "in_force" for one in instrument.conditions), instrument.id


def test_organisations_have_member_tables(book: Book) -> None:
    assert book.member("interpol", "JP", DAY).force == "yes"
    assert book.member("interpol", "KP", DAY).force == "unknown"
    assert book.member("egmont", "US", DAY).force == "yes"
    assert book.member("egmont", "CN", DAY).force == "unknown"
    assert book.member("eu", "JP", DAY).force == "no"


def test_no_police_data_to_japan_on_an_adequacy_decision(book: Book) -> None:
    assert not book.adequate("eu", "JP", DAY)
    assert book.adequate("eu", "GB", DAY)
    assert any(isinstance(one, c.TransferBasis) for safety in book.safeties for one in safety.conditions)


def test_ordinary_voluntary_disclosure_is_an_instrument(book: Book) -> None:
    assert _conditions(book, "provider-voluntary-disclosure", c.DirectContact)
