from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from comity.exchange import directory, publishing, verify
from comity.kernel.canonical import canonical_json
from comity.kernel.errors import Untrusted
from comity.suites import httpsig
from comity.suites.keys import generate_sealing, generate_signing
from tests.exchange.world import AT, START, World, later

WORLD = World()
BOOK = WORLD.directory


def code(call: Any, *arguments: Any) -> str:
    with pytest.raises(Untrusted) as error:
        call(*arguments)
    return error.value.faults[0].code


def test_it_reads_back() -> None:
    suspended = publishing.suspend(BOOK, "xr-desk", at=AT, reason="review", until=later(days=3))
    revoked = publishing.revoke_key(suspended, "fr-police", "fr-police-signing", at=AT)
    assert directory.read(revoked.payload()) == revoked
    assert directory.read(revoked.payload()).payload() == revoked.payload()


def test_members_of_a_later_version_are_kept() -> None:
    document = BOOK.document()
    document["participants"][0]["telephone"] = "+49 561 0000000"
    again = directory.read(canonical_json(document))
    assert again.document() == document


def test_who() -> None:
    assert BOOK.participant("jp-contact").country == "JP"
    assert [p.code for p in BOOK.in_country("DE", "contact_point")] == ["de-contact"]
    assert BOOK.node_of("jp-hoshi").gateway.startswith("http://127.0.0.1")
    assert code(BOOK.participant, "nobody") == "exchange.directory.unknown_participant"


def test_keys_as_of_an_instant() -> None:
    new = directory.new_key(generate_signing("de-contact-2"), "signing", later(days=1))
    rotated = publishing.rotate_key(BOOK, "de-contact", new, overlap=timedelta(days=7))
    ids = {
        days: [key["kid"] for key in rotated.keys_of("de-contact", "signing", later(days=days))]
        for days in (0, 2, 9)
    }
    assert ids == {0: ["de-contact-signing"], 2: ["de-contact-2", "de-contact-signing"], 9: ["de-contact-2"]}
    assert rotated.require_key("de-contact-signing", later(days=2), "signing") == "de-contact"
    assert (
        code(rotated.require_key, "de-contact-signing", later(days=9)) == "exchange.directory.key_not_valid"
    )
    assert code(rotated.require_key, "de-contact-2", AT) == "exchange.directory.key_not_valid"
    assert code(BOOK.require_key, "stranger", AT) == "exchange.directory.unknown_key"
    assert code(BOOK.require_key, "de-log", AT, "signing") == "exchange.directory.key_purpose"
    assert "de-contact-signing" not in rotated.trust(later(days=9)).keys


def test_suspension_takes_effect_at_its_instant_and_can_be_lifted() -> None:
    book = publishing.suspend(BOOK, "xr-desk", at=AT, reason="rights_review")
    assert not book.is_suspended("xr-desk", later(seconds=-1))
    assert code(book.sealing_keys, "xr-desk", AT) == "exchange.directory.suspended"
    assert code(book.require_key, "xr-desk-signing", AT) == "exchange.directory.suspended"
    assert code(book.require_key, "xr-exchange", AT) == "exchange.directory.suspended"  # its only participant
    assert "xr-desk-signing" not in book.trust(AT).keys
    assert "xr-desk-signing" in book.trust(AT, suspended=True).keys
    assert book.trust(AT).about["xr-receipt"]["hosts"] == []
    lifted = publishing.lift(book, "xr-desk", at=later(days=1))
    assert lifted.sealing_keys("xr-desk", later(days=1))
    assert lifted.is_suspended("xr-desk", later(hours=1))


def test_one_suspended_participant_does_not_silence_its_node() -> None:
    book = publishing.suspend(BOOK, "jp-hoshi", at=AT, reason="review")
    assert book.require_key("jp-exchange", AT, "exchange") == "jp"


def test_freshness() -> None:
    assert BOOK.is_stale(AT)
    fresh = replace(BOOK, fresh_until=later(hours=1))
    fresh.require_fresh(AT)
    assert code(fresh.require_fresh, later(hours=1)) == "exchange.directory.stale"
    assert code(BOOK.require_fresh, AT) == "exchange.directory.stale"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda d: d["participants"][0]["keys"][0]["jwk"].update(d="A" * 43), "private"),
        (lambda d: d["participants"][0]["keys"][0].update(purpose="log"), "cannot be for log"),
        (lambda d: d["participants"][0]["keys"][0].update(purpose="sealing"), "cannot be for sealing"),
        (lambda d: d["participants"][0]["keys"].append(d["participants"][1]["keys"][0]), "twice"),
        (lambda d: d["participants"].append(d["participants"][0]), "twice"),
        (lambda d: d["participants"][0].update(node="atlantis"), "no node"),
        (lambda d: d["participants"][0].update(roles=["king"]), "unknown role"),
        (lambda d: d["nodes"][0].update(gateway="file:///etc/passwd"), "no address"),
        (lambda d: d["nodes"][0].update(origin=d["nodes"][1]["origin"]), "two nodes"),
        (lambda d: d["nodes"][0].pop("keys"), "lacks a member"),
        (lambda d: d["participants"][0]["keys"][0].update({"from": "2026-01-01T00:00:00"}), "time zone"),
        (
            lambda d: d["participants"][0]["keys"][0].update({"until": "2025-01-01T00:00:00Z"}),
            "ends before it starts",
        ),
        (lambda d: d["participants"][0]["keys"][0]["jwk"].update(alg="none"), "no kind"),
        (lambda d: d.update(schema="comity.directory/2"), "schema"),
    ],
)
def test_a_directory_that_is_not_whole_is_refused_as_a_whole(change: Any, why: str) -> None:
    import json

    document = json.loads(BOOK.payload())
    change(document)
    with pytest.raises(Untrusted) as error:
        directory.read(canonical_json(document))
    assert why in str(error.value)


def test_no_key_to_seal_to() -> None:
    book = publishing.revoke_key(BOOK, "jp-contact", "jp-contact-sealing", at=AT)
    assert code(book.sealing_keys, "jp-contact", AT) == "exchange.directory.no_sealing_key"


def test_requests_between_machines_are_signed_by_listed_nodes() -> None:
    url, body = "http://127.0.0.1:8001/exchange/inbox", b"{}"
    headers = httpsig.sign("POST", url, body, WORLD.key("de", "exchange"), at=AT)
    assert verify.request(BOOK, "POST", url, headers, body, at=AT).kid == "de-exchange"
    with pytest.raises(Untrusted):
        verify.signer_of(BOOK, "x", at=AT)
    for key, expected in (
        (WORLD.key("de-contact", "signing"), "exchange.directory.key_purpose"),
        (generate_signing("stranger"), "exchange.directory.unknown_key"),
    ):
        signed = httpsig.sign("POST", url, body, key, at=AT)
        assert code(lambda signed=signed: verify.request(BOOK, "POST", url, signed, body, at=AT)) == expected
    suspended = publishing.suspend(
        publishing.suspend(BOOK, "de-contact", at=AT, reason="x"), "de-police", at=AT, reason="x"
    )
    assert (
        code(lambda: verify.request(suspended, "POST", url, headers, body, at=AT))
        == "exchange.directory.suspended"
    )


def test_a_sealing_key_is_only_for_sealing() -> None:
    wrong = directory.Key(generate_sealing("s") | {}, "signing", START)
    found = directory.check(publishing.add(BOOK, replace(BOOK.participant("fr-police"), keys=(wrong,))))
    assert len(found) == 2
