"""Links between reports: found as they arrive, with reasons; judged by officers; never a look at what is sealed."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from comity.kernel.errors import BadInput, NotAllowed
from comity.linkage import SCHEMES
from comity.node.base.keyring import Keyring
from comity.node.linkage import actions, keys, queries, words
from comity.node.linkage.models import Judgement, Link, LinkReason, SelectorDigest
from comity.node.reports import actions as reports
from comity.node.reports.models import Report
from tests.node.desk.made import IBAN, read, received
from tests.support.node import AT, actor_of

pytestmark = pytest.mark.node


@pytest.fixture
def three(home_folder: Any, participants: Any) -> tuple[Report, Report, Report]:
    owner = participants["de-police"]
    return (
        received(home_folder, owner, "Die Seite konto-sicherheit.example hat mich betrogen."),
        received(home_folder, owner, f"Geld ging an {IBAN}.", at=AT + timedelta(minutes=1)),
        received(
            home_folder, owner, f"Erst konto-sicherheit.example, dann {IBAN}.", at=AT + timedelta(minutes=2)
        ),
    )


def test_a_new_report_is_linked_with_the_reason_of_each_link(three: Any, people: Any) -> None:
    by = actor_of(people("intake_officer"))
    found = queries.links(three[2], by=by, at=AT)
    assert {one.other.pk for one in found} == {three[0].pk, three[1].pk}
    schemes = {one.other.pk: {why.scheme for why in one.reasons} for one in found}
    assert "domain" in schemes[three[0].pk]
    assert "iban" in schemes[three[1].pk]
    assert all(one.joins for one in found)
    assert set(queries.group(three[0], by=by, at=AT).members) == {one.pk for one in three}


def test_the_value_is_shown_only_from_an_opened_report(three: Any, people: Any, home_folder: Any) -> None:
    by, ring = actor_of(people("intake_officer")), Keyring(home_folder, "desk")
    opened = reports.open_report(three[2], by=by, at=AT, purpose="triage", keyring=ring)
    said = words.shown(opened.selectors, linkage_key=ring.linkage("de-police"))
    values = {
        said[why.digest]
        for one in queries.links(three[2], by=by, at=AT)
        for why in one.reasons
        if why.digest in said
    }
    assert {"konto-sicherheit.example", IBAN} <= values


def test_a_derived_key_is_never_shown_as_if_somebody_had_reported_it() -> None:
    reported = [{"kind": "domain", "value": "konto-slcherheit.example"}, {"kind": "iban", "value": IBAN}]
    said = words.shown(reported, linkage_key=b"k" * 32)
    near = [key for key in keys.plain_keys(reported) if not SCHEMES[key.scheme].exact]
    assert {key.scheme for key in near} >= {"skeleton", "account-head"}
    assert {said[keys.digest(b"k" * 32, key)] for key in near} == {"konto-slcherheit.example", IBAN}
    assert set(said.values()) == {"konto-slcherheit.example", IBAN}


def test_nothing_of_a_selector_is_stored_in_clear(three: Any) -> None:
    with connection.cursor() as cursor:
        for table in ("linkage_selectordigest", "linkage_link", "linkage_linkreason"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            stored = " ".join(row for (row,) in cursor.fetchall())
            assert "konto" not in stored
            assert "FR14" not in stored
            assert b"konto-sicherheit.example".hex() not in stored


def test_a_well_known_site_joins_nothing(home_folder: Any, participants: Any) -> None:
    owner = participants["de-police"]
    first = received(home_folder, owner, "Ich bekam Post von jemand@gmail.com ueber paypal.com.")
    received(home_folder, owner, "Auch ich zahlte mit paypal.com, geschrieben hat anderer@gmail.com.")
    assert not Link.objects.filter(joins=True).exists()
    assert not SelectorDigest.objects.filter(report=first, scheme="domain").exists()


def test_reports_of_another_desk_are_never_linked(home_folder: Any, participants: Any, people: Any) -> None:
    mine = received(home_folder, participants["de-police"], "konto-sicherheit.example")
    received(home_folder, participants["de-contact"], "konto-sicherheit.example")
    assert not Link.objects.exists()
    with pytest.raises(NotAllowed):
        queries.links(mine, by=actor_of(people("intake_officer", participant="de-contact")), at=AT)


def test_kept_apart_and_undone_with_the_history_kept(three: Any, people: Any) -> None:
    by = actor_of(people("intake_officer"))
    first, second, third = three
    actions.judge_pair(first, third, apart=True, reason_code="chance", by=by, at=AT)
    assert set(queries.group(first, by=by, at=AT).members) == {first.pk}
    assert set(queries.group(third, by=by, at=AT).members) == {second.pk, third.pk}
    assert [one.apart for one in queries.links(first, by=by, at=AT)] == [True]
    actions.judge_pair(third, first, apart=False, reason_code="undone", by=by, at=AT)
    assert len(queries.group(first, by=by, at=AT).members) == 3
    assert [one.kind for one in queries.history(first, by=by, at=AT)] == ["apart", "together"]


def test_a_key_declared_worthless_ends_its_links_also_for_reports_to_come(
    three: Any, people: Any, home_folder: Any, participants: Any
) -> None:
    by = actor_of(people("intake_officer"))
    reason = LinkReason.objects.get(scheme="iban", link__in=Link.objects.filter(joins=True))
    actions.judge_key(reason, worthless=True, reason_code="victim_s_own", by=by, at=AT)
    assert three[1].pk not in queries.group(three[2], by=by, at=AT).members
    later = received(
        home_folder, participants["de-police"], f"An {IBAN} ging Geld.", at=AT + timedelta(hours=1)
    )
    assert not any(one.joins for one in queries.links(later, by=by, at=AT))
    actions.judge_key(reason, worthless=False, reason_code="undone", by=by, at=AT)
    assert {three[1].pk, later.pk} <= set(queries.group(three[2], by=by, at=AT).members)
    assert Judgement.objects.count() == 2


def test_a_judgement_needs_a_reason_of_the_list(three: Any, people: Any) -> None:
    by = actor_of(people("intake_officer"))
    with pytest.raises(BadInput):
        actions.judge_pair(three[0], three[2], apart=True, reason_code="because", by=by, at=AT)
    with pytest.raises(BadInput):
        actions.judge_pair(three[0], three[0], apart=True, reason_code="chance", by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.judge_pair(
            three[0], three[2], apart=True, reason_code="chance", by=actor_of(people("statistician")), at=AT
        )


def test_reading_again_changes_nothing(three: Any) -> None:
    before = (SelectorDigest.objects.count(), Link.objects.count(), LinkReason.objects.count())
    Report.objects.update(read_at=None)
    read(AT + timedelta(hours=2))
    assert (SelectorDigest.objects.count(), Link.objects.count(), LinkReason.objects.count()) == before


def test_a_crowd_ends_a_weak_reason(three: Any, participants: Any) -> None:
    link = Link.objects.filter(joins=True).first()
    assert link is not None
    digest = b"d" * 32
    LinkReason.objects.create(
        link=link, owner_id="de-police", scheme="skeleton", digest=digest, weight=0.5, found_at=AT
    )
    actions._end("de-police", [keys.stored("skeleton", 0, digest)], LinkReason.Ended.CROWDED, AT)
    assert LinkReason.objects.get(digest=digest).ended_code == "crowded"


def test_harm_of_a_group_adds_up(three: Any, people: Any) -> None:
    by = actor_of(people("intake_officer"))
    found = queries.harm(queries.group(three[0], by=by, at=AT).members)
    assert found.reports == found.loose == 3
    assert [(currency, int(total)) for currency, total in found.losses] == [("EUR", 12600)]
    assert found.countries == (("DE", 3),)


def test_linking_one_more_report_costs_milliseconds(home_folder: Any, participants: Any) -> None:
    """Ten thousand reports hold the same account; the new one is still linked by a handful of look-ups."""
    owner = participants["de-police"]
    seed = received(home_folder, owner, f"An {IBAN}.")
    digest = SelectorDigest.objects.get(report=seed, scheme="iban").digest
    with connection.cursor() as cursor:
        columns = [field.column for field in Report._meta.concrete_fields]
        fresh = {
            "id": "gen_random_uuid()",
            "token": "sha256(n::text::bytea)",
            "reference": "'R-' || n",
            "code_digest": "NULL",
        }
        picked = ", ".join(fresh.get(name, name) for name in columns)
        cursor.execute(
            f"INSERT INTO reports_report ({', '.join(columns)}) SELECT {picked} FROM reports_report, generate_series(1, 10000) n "
            "WHERE id = %s",
            [seed.pk],
        )
        cursor.execute(
            "INSERT INTO linkage_selectordigest (id, owner_id, report_id, scheme, band, digest, made_at) "
            "SELECT gen_random_uuid(), owner_id, id, 'iban', 0, %s, received_at FROM reports_report WHERE reference LIKE 'R-%%'",
            [bytes(digest)],
        )
        cursor.execute("ANALYZE linkage_selectordigest")
    started = time.perf_counter()
    new = received(home_folder, owner, f"Auch an {IBAN}.", at=AT + timedelta(days=1))
    whole = time.perf_counter() - started
    assert 1 <= Link.objects.filter(first=new).count() + Link.objects.filter(second=new).count() <= 200
    assert whole < 2.0, f"sending, reading and linking took {whole:.2f} s"
