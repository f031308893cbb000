"""What arrives is a row, a leaf and a signed receipt; again the same receipt; other bytes are refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from comity.custody import verify
from comity.exchange import receipt
from comity.kernel.digest import digest
from comity.node.audit import notary
from comity.node.audit.models import Leaf
from comity.node.base import rounds, sealing
from comity.node.base.keyring import Keyring
from comity.node.exchange import actions, directory, queries
from comity.node.exchange.models import HttpNonce, Incoming, Outgoing, Receipt, ReceiptDelivery
from comity.node.gateway import dispatch, table
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node


def trust():
    return directory.trusted().trust(AT)


def effect(incoming, document, *, by, at):
    from comity.node.audit import actions as audit

    audit.record(
        "audit",
        "effect",
        by=by,
        at=at,
        subject_kind="test",
        subject_id=str(incoming.message),
        facts={"words": len(document["body"])},
    )


def failing(incoming, document, *, by, at):
    effect(incoming, document, by=by, at=at)
    raise RuntimeError("the handler is broken")


def effects() -> int:
    return Leaf.objects.filter(verb="effect").count()


@pytest.fixture
def handlers(monkeypatch):
    known = dict(table.HANDLERS)
    monkeypatch.setattr(table, "HANDLERS", known)
    known["request"] = f"{__name__}:effect"
    return known


@pytest.fixture
def worker(settings):
    """The worker's keys and database role."""

    def walk() -> int:
        settings.DOOR = "worker"
        with as_door("worker"):
            return dispatch.open_incoming(AT)

    return walk


def test_stored_with_a_receipt_that_holds(wire):
    written, data = wire.envelope()
    response = wire.post(data)
    assert response.status_code == 200, response.content
    found = receipt.check(
        response.json()["receipt"],
        trust(),
        message=written.id,
        digest=digest(data),
        sender="de-contact",
        to="jp-contact",
    )
    assert (found.event, found.at, found.logged) == ("stored", AT, False)
    row = Incoming.objects.get()
    assert (row.from_code, row.owner_id, bytes(row.envelope), row.state) == (
        "jp-contact",
        "de-contact",
        data,
        "stored",
    )
    assert Leaf.objects.filter(verb="exchange.receive", subject_id=written.id).count() == 1


def test_sent_again_is_answered_with_the_first_receipt(wire):
    _, data = wire.envelope()
    first, again = wire.post(data).json(), wire.post(data).json()
    assert first == again
    assert Incoming.objects.count() == Receipt.objects.count() == 1
    assert HttpNonce.objects.count() == 2


def test_a_suspension_does_not_turn_an_arrival_into_a_refusal(wire):
    from tests.support.wire import legal

    _, data = wire.envelope()
    first = wire.post(data).json()
    actions.ask_trust("jp-contact", "suspended", "keys_compromised", by=legal("1"), at=AT)
    actions.confirm_trust("jp-contact", by=legal("2"), at=AT)
    assert wire.post(data).json() == first


def test_same_id_other_bytes(wire):
    written, data = wire.envelope()
    wire.post(data)
    other = wire.foreign.seal(
        wire.foreign.write(id=written.id, body={"words": "another"}), [wire.sealing_key("de-contact")]
    )
    response = wire.post(other)
    assert response.status_code == 409
    assert response.json()["type"].endswith("exchange.replay.other_bytes")
    assert response.json()["refusal"]
    assert bytes(Incoming.objects.get().envelope) == data


def test_an_anothers_id_is_not_taken_by_it(wire, published):
    """Ids are counted for each sender: nobody can take one that another participant is going to use."""
    from tests.support.wire import legal

    actions.ask_trust("jp-police", "admitted", "agreement_in_force", by=legal("1"), at=AT)
    actions.confirm_trust("jp-police", by=legal("2"), at=AT)
    written, data = wire.envelope(sender="jp-police")
    assert wire.post(data).status_code == 200
    _, own = wire.envelope(id=written.id)
    assert wire.post(own).status_code == 200


def test_opened_by_the_worker_and_handed_on(wire, worker, handlers, home_folder):
    written, data = wire.envelope()
    wire.post(data)
    assert worker() == 1
    row = Incoming.objects.get()
    assert (row.state, row.kind, str(row.matter_id), row.next_at) == (
        "handled",
        "request",
        written.matter,
        None,
    )
    assert effects() == 1
    key = sealing.open_as(row.data_key, "de-contact", Keyring(home_folder, "worker"))
    assert json.loads(sealing.read(row, key, "body"))["body"] == {"words": "please keep"}
    assert worker() == 0


def test_the_gateway_holds_no_key_that_opens(home_folder):
    from comity.kernel.errors import NotAllowed

    for use in ("opening", "signing"):
        with pytest.raises(NotAllowed):
            getattr(Keyring(home_folder, "gateway"), use)("de-contact")


def test_a_failing_handler_loses_nothing_and_blocks_nobody(wire, worker, handlers):
    handlers["broken"] = f"{__name__}:failing"
    _, broken = wire.envelope(kind="broken")
    _, good = wire.envelope()
    wire.post(broken), wire.post(good)
    assert worker() == 1
    assert effects() == 1
    row = Incoming.objects.get(digest=digest(broken))
    assert (row.state, row.attempts, row.last_fault) == ("stored", 1, "exchange.message.stuck")
    assert row.next_at is not None

    handlers["broken"] = f"{__name__}:effect"
    Incoming.objects.filter(pk=row.pk).update(next_at=row.stored_at)
    assert worker() == 1
    assert effects() == 2


def test_after_the_last_try_a_person_is_told(wire, worker, handlers, officer):
    handlers["broken"] = f"{__name__}:failing"
    written, data = wire.envelope(kind="broken")
    wire.post(data)
    for _ in range(8):
        Incoming.objects.filter(next_at__isnull=False).update(next_at=AT - timedelta(days=9))
        worker()
    row = Incoming.objects.get()
    assert (row.state, row.attempts, row.next_at) == ("stuck", 8, None)
    by = officer("duty_officer", "de-contact")
    assert [str(line.message) for line in queries.dead_letters(by=by)] == [written.id]

    handlers["broken"] = f"{__name__}:effect"
    actions.take_in_again(row.message, by=by, at=AT)
    assert worker() == 1
    assert queries.dead_letters(by=by) == []


def test_unknown_kind_is_kept_and_answered(wire, worker, handlers, officer):
    written, data = wire.envelope(kind="seance")
    wire.post(data)
    assert worker() == 1
    row = Incoming.objects.get()
    assert (row.state, row.last_fault) == ("not_understood", "exchange.message.not_understood")
    answer = Outgoing.objects.get()
    assert (answer.kind, answer.to_code, str(answer.matter_id)) == (
        "not_understood",
        "jp-contact",
        written.matter,
    )
    assert len(queries.dead_letters(by=officer("duty_officer", "de-contact"))) == 1


def test_not_understood_is_never_answered(wire, worker, handlers):
    _, data = wire.envelope(kind="not_understood", body={"message": "none", "code": "x"})
    wire.post(data)
    assert worker() == 1
    assert Incoming.objects.get().state == "handled"
    assert not Outgoing.objects.exists()


def test_readdressed_inside_takes_no_effect_and_its_sender_is_told(wire, worker, handlers):
    """The inner message was written for somebody else; the outside says de-contact."""
    from comity.exchange import envelope
    from comity.kernel.canonical import canonical_json
    from comity.suites import jwe, jws

    inner = wire.foreign.write(to="de-police")
    key = wire.foreign.keys["jp-contact/signing"]
    sealed = jwe.seal(
        jws.sign(inner.payload(), key, typ="comity.message/1").encode(),
        [wire.sealing_key("de-contact")],
        typ=envelope.SEALED,
    )
    outer = {
        "schema": envelope.SCHEMA,
        "id": inner.id,
        "from": "jp-contact",
        "to": "de-contact",
        "sealed": digest(sealed.encode()),
    }
    data = canonical_json(
        {
            "schema": envelope.SCHEMA,
            "sealed": sealed,
            "signed": jws.sign(canonical_json(outer), key, typ=envelope.SCHEMA),
        }
    )
    assert wire.post(data).status_code == 200
    assert worker() == 1
    assert Incoming.objects.get().state == "refused"
    assert effects() == 0
    assert Outgoing.objects.get().kind == "not_understood"


def test_expired_before_it_was_stored_takes_no_effect(wire, worker, handlers):
    _, data = wire.envelope(at=AT - timedelta(days=15))
    wire.post(data)
    assert worker() == 1
    assert Incoming.objects.get().last_fault == "exchange.envelope.expired"
    assert effects() == 0


def test_the_notary_adds_the_place_in_the_log(wire, home_folder):
    written, data = wire.envelope()
    wire.post(data)
    with as_door("notary"):
        notary.order_all(Keyring(home_folder, "notary"), lambda: AT)
    keys = verify.read_trust(json.dumps(queries.trust_document(AT)).encode())
    text = Receipt.objects.get(logged=True).text
    found = verify.receipt(text.encode(), keys)
    assert (found["message"], found["digest"], found["log"]["index"] >= 0) == (written.id, digest(data), True)
    assert ReceiptDelivery.objects.filter(receipt__logged=True, next_at__isnull=False).count() == 1
    answer = wire.ask("GET", f"/exchange/receipts/{written.id}")
    assert len(answer.json()["receipts"]) == 2


def test_opened_once_with_a_receipt_of_the_participant(wire, worker, handlers, officer, settings):
    written, data = wire.envelope()
    wire.post(data)
    worker()
    settings.DOOR = "desk"
    by = officer("duty_officer", "de-contact")
    with as_door("desk"):
        assert (
            actions.mark_matter_opened(Incoming.objects.get().matter_id, by=by, at=AT + timedelta(hours=1))
            == 1
        )
        assert (
            actions.mark_matter_opened(Incoming.objects.get().matter_id, by=by, at=AT + timedelta(hours=2))
            == 0
        )
    text = Receipt.objects.get(event="opened").text
    found = receipt.check(
        text, trust(), message=written.id, digest=digest(data), sender="de-contact", to="jp-contact"
    )
    assert (found.event, found.at) == ("opened", AT + timedelta(hours=1))


def test_directory_and_checkpoint_are_open_to_all(wire, home_folder):
    name = "1.root.json"
    assert (
        wire.ask("GET", f"/exchange/directory/{name}", headers={}).content
        == home_folder.directory_root.read_bytes()
    )
    assert wire.ask("GET", "/exchange/directory/none.json", headers={}).status_code != 200
    _, data = wire.envelope()
    wire.post(data)
    with as_door("notary"):
        notary.order_all(Keyring(home_folder, "notary"), lambda: AT)
    assert wire.ask("GET", "/exchange/checkpoint/audit", headers={}).content.startswith(
        b"portal.de.localhost/audit\n"
    )


def test_nonces_are_forgotten_after_their_window(wire):
    _, data = wire.envelope()
    wire.post(data)
    HttpNonce.objects.update(seen_at=AT - timedelta(days=1))
    with as_door("worker"):
        assert actions.forget_nonces(AT) == 1


def test_the_rounds_are_registered():
    names = {
        "exchange.deliver",
        "exchange.receipts",
        "exchange.open_incoming",
        "exchange.directory",
        "exchange.forget_nonces",
    }
    assert names <= set(rounds.registered())


def test_a_person_reads_what_no_handler_took_and_leaves_a_leaf(wire, worker, handlers, officer, settings):
    from comity.kernel.errors import BadInput

    _, data = wire.envelope(kind="seance")
    wire.post(data)
    worker()
    settings.DOOR = "desk"
    row, by = Incoming.objects.get(), officer("duty_officer", "de-contact")
    with as_door("desk"):
        with pytest.raises(BadInput):
            actions.read_message(row.message, by=by, at=AT, purpose=" ")
        assert actions.read_message(row.message, by=by, at=AT, purpose="what is this?")["body"] == {
            "words": "please keep"
        }
    assert Leaf.objects.get(verb="exchange.read").purpose == "what is this?"
    with pytest.raises(BadInput):
        actions.read_message(row.message, by=officer("duty_officer", "de-police"), at=AT, purpose="curious")


def test_a_broken_directory_refuses_no_message(wire, worker, handlers):
    """That this node cannot verify its directory is no fault of what arrived: it waits."""
    from comity.kernel.errors import Untrusted
    from comity.node.exchange.models import DirectoryState

    _, data = wire.envelope()
    wire.post(data)
    state = DirectoryState.objects.get()
    good = dict(state.files)
    DirectoryState.objects.update(
        files={name: text.replace("1", "2") for name, text in good.items()},
        synced_at=AT + timedelta(seconds=1),
    )
    with pytest.raises(Untrusted):
        worker()
    assert Incoming.objects.get().state == "stored"
    DirectoryState.objects.update(files=good, synced_at=state.synced_at)
    assert worker() == 1
    assert effects() == 1


def test_the_receipt_with_its_place_in_the_log_is_the_one_to_download(
    wire, worker, handlers, officer, home_folder
):
    _, data = wire.envelope()
    wire.post(data)
    worker()
    by = officer("duty_officer", "de-contact")
    row = Incoming.objects.get()
    first = queries.receipt(row.message, "stored", "given", by=by)
    with as_door("notary"):
        notary.order_all(Keyring(home_folder, "notary"), lambda: AT)
    assert queries.receipt(row.message, "stored", "given", by=by) != first
    [line] = queries.history(row.matter_id, by=by)
    assert [(one.event, one.logged) for one in line.receipts] == [("stored", False), ("stored", True)]


def test_from_a_clock_ahead_of_ours_it_waits_until_they_agree(wire, worker, handlers, settings):
    """A demonstration's clocks jump one after another, and in life one of two clocks is wrong: nothing is lost by it."""
    _, data = wire.envelope(at=AT + timedelta(days=3))
    wire.post(data)
    assert worker() == 0
    row = Incoming.objects.get()
    assert (row.state, row.last_fault) == ("stored", "exchange.envelope.from_the_future")
    Incoming.objects.update(next_at=AT - timedelta(days=9))
    with as_door("worker"):
        assert dispatch.open_incoming(AT + timedelta(days=3)) == 1
    assert effects() == 1
