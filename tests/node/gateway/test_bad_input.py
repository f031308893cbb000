"""What a stranger, a broken line or a hostile peer can put on the wire: each refused with its own code, nothing half done."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from comity.exchange import envelope, refusal
from comity.node.exchange import directory
from comity.node.exchange.models import Incoming, Receipt
from comity.suites import httpsig
from comity.suites.keys import generate_signing
from tests.support.node import AT

pytestmark = pytest.mark.node


def refused(response: Any, status: int, code: str) -> dict[str, Any]:
    """Check a problem document, and that nothing was kept."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"urn:comity:problem:{code}", body
    assert body["detail"]
    assert not Incoming.objects.exists()
    assert not Receipt.objects.exists()
    return body


def test_oversized_is_refused_before_a_byte_is_read(wire):
    class NotToBeRead:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    headers = {"CONTENT_LENGTH": str(envelope.MAX_BYTES + 1), "wsgi.input": NotToBeRead()}
    refused(wire.post(b"x", **headers), 413, "exchange.envelope.oversized")


def test_two_gigabytes_announced(wire):
    refused(wire.post(b"x", CONTENT_LENGTH=str(2 << 30)), 413, "exchange.envelope.oversized")


def test_no_announced_length(wire):
    for announced in ("", "\u00b2", "9" * 5000):
        refused(wire.post(b"x", CONTENT_LENGTH=announced), 411, "exchange.request.length_needed")


def test_connection_ends_early(wire):
    _, data = wire.envelope()
    refused(
        wire.post(data, **{"CONTENT_LENGTH": str(len(data) + 9), "wsgi.input": io.BytesIO(data)}),
        422,
        "exchange.request.cut_short",
    )


def test_other_content_type(wire):
    _, data = wire.envelope()
    refused(wire.post(data, media="text/html"), 415, "exchange.envelope.wrong_media")


def test_unsigned(wire):
    _, data = wire.envelope()
    refused(wire.post(data, headers={}), 401, "suites.http.unsigned")


def test_a_stranger_is_refused_before_anything_is_opened(wire, monkeypatch):
    monkeypatch.setattr(envelope, "check_outer", lambda *_, **__: pytest.fail("read as a message"))
    refused(wire.post(b"{}", key=generate_signing()), 401, "suites.key.unknown")


def test_outer_signature_of_a_participant_key_is_not_a_nodes(wire):
    _, data = wire.envelope()
    key = wire.foreign.keys["jp-contact/signing"]
    refused(wire.post(data, key=key), 400, "exchange.directory.key_purpose")


def test_body_changed_on_the_way(wire):
    _, data = wire.envelope()
    url = wire.node.address("gateway") + "/exchange/envelopes"
    headers = httpsig.sign("POST", url, data, wire.foreign.keys["exchange"], at=datetime.now(UTC))
    refused(wire.post(data[:-2] + b"\n}", headers=headers), 401, "suites.http.bad_digest")


def test_signature_forged(wire):
    _, data = wire.envelope()
    url = wire.node.address("gateway") + "/exchange/envelopes"
    headers = httpsig.sign(
        "POST", url, data, generate_signing(wire.foreign.keys["exchange"]["kid"]), at=datetime.now(UTC)
    )
    refused(wire.post(data, headers=headers), 401, "suites.http.bad_signature")


def test_signed_for_another_address(wire):
    _, data = wire.envelope()
    headers = httpsig.sign(
        "POST",
        "http://elsewhere.example/exchange/envelopes",
        data,
        wire.foreign.keys["exchange"],
        at=datetime.now(UTC),
    )
    refused(wire.post(data, headers=headers), 401, "suites.http.bad_signature")


@pytest.mark.parametrize("minutes", [-6, 6])
def test_clock_of_one_side_is_wrong(wire, minutes):
    _, data = wire.envelope()
    refused(wire.post(data, at=datetime.now(UTC) + timedelta(minutes=minutes)), 401, "suites.http.stale")


def test_request_replayed(wire):
    _, data = wire.envelope(to="de-nobody")
    url = wire.node.address("gateway") + "/exchange/envelopes"
    headers = httpsig.sign("POST", url, data, wire.foreign.keys["exchange"], at=datetime.now(UTC))
    wire.post(data, headers=headers)
    refused(wire.post(data, headers=headers), 401, "suites.http.replayed")


def test_envelope_cut(wire):
    _, data = wire.envelope()
    refused(wire.post(data[: len(data) // 2]), 400, "suites.text.not_json")


def test_envelope_sealed_part_exchanged(wire):
    _, data = wire.envelope()
    _, other = wire.envelope()
    mixed = json.loads(data) | {"sealed": json.loads(other)["sealed"]}
    refused(
        wire.post(json.dumps(mixed, sort_keys=True, separators=(",", ":")).encode()),
        400,
        "exchange.envelope.changed",
    )


def test_envelope_forged_in_anothers_name(wire):
    written = wire.foreign.write()
    data = envelope.seal(
        written, key=wire.foreign.keys["jp-police/signing"], recipients=[wire.sealing_key("de-contact")]
    )
    refused(wire.post(data), 400, "suites.trust.not_their_key")


def test_envelope_signed_by_a_key_nobody_knows(wire):
    data = envelope.seal(
        wire.foreign.write(), key=generate_signing(), recipients=[wire.sealing_key("de-contact")]
    )
    refused(wire.post(data), 400, "exchange.directory.unknown_key")


def test_brought_by_another_node(wire, home_folder):
    """The German node itself brings what a Japanese participant signed."""
    _, data = wire.envelope()
    own = json.loads((home_folder.keys / "node" / "exchange.json").read_bytes())
    refused(wire.post(data, key=own), 400, "exchange.envelope.not_from_this_node")


def test_wrongly_addressed_is_refused_for_good(wire):
    written, data = wire.envelope(to="de-nobody")
    body = refused(wire.post(data), 422, "exchange.participant.not_hosted")
    trust = directory.trusted().trust(AT)
    found = refusal.check(
        body["refusal"], trust, message=written.id, digest=envelope.digest(data), refuser="de-contact"
    )
    assert found.code == "exchange.participant.not_hosted"


def test_a_new_counterpart_is_refused(wire):
    _, data = wire.envelope(sender="jp-police")
    body = refused(wire.post(data), 403, "exchange.counterpart.not_admitted")
    assert body["refusal"]


def test_a_suspended_counterpart_is_refused(wire):
    from comity.node.exchange import actions
    from tests.support.wire import legal

    actions.ask_trust("jp-contact", "suspended", "misuse_of_requests", by=legal("1"), at=AT)
    actions.confirm_trust("jp-contact", by=legal("2"), at=AT)
    _, data = wire.envelope()
    refused(wire.post(data), 403, "exchange.counterpart.suspended")


def test_get_is_not_a_way_in(wire):
    assert wire.ask("GET", "/exchange/envelopes").status_code == 405


def test_receipts_need_a_signature(wire):
    path = "/exchange/receipts/3f0c5e2a-64a5-4a54-9c11-0d9a5cf7e0aa"
    refused(wire.ask("GET", path, headers={}), 401, "suites.http.unsigned")
    refused(wire.ask("GET", path), 404, "exchange.receipt.none")


@pytest.mark.parametrize("text", [b"\xff\xfe", b"a.b.c", b"x" * 100])
def test_receipt_that_is_none(wire, text):
    path = "/exchange/receipts/3f0c5e2a-64a5-4a54-9c11-0d9a5cf7e0aa"
    response = wire.ask("POST", path, text)
    assert response.status_code == 400
    assert not Receipt.objects.exists()
