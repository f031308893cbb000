"""From the act that sends to the receipt that proves it arrived: same bytes until a signed answer, then a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from comity.exchange import envelope, refusal
from comity.kernel.clock import FrozenClock
from comity.kernel.digest import digest
from comity.kernel.errors import BadInput, Conflict, NotAllowed, Untrusted
from comity.node.audit.models import Leaf
from comity.node.deadlines.models import Deadline
from comity.node.exchange import actions, faults, people, queries
from comity.node.exchange.models import Outgoing, Receipt, ReceiptDelivery
from comity.suites import httpsig
from comity.suites.keys import KeySet, generate_signing, public
from tests.support.node import AT, as_door
from tests.support.wire import legal

pytestmark = pytest.mark.node
MATTER = uuid4()


@pytest.fixture
def desk_officer(officer):
    return officer("duty_officer", "de-contact")


@pytest.fixture
def post(counterpart_trusted, desk_officer, at):
    def make(**more):
        values = {
            "sender": "de-contact", "to": "jp-contact", "matter": MATTER, "kind": "request", "body": {"n": 1},
            "by": desk_officer, "at": AT,
        }  # fmt: skip
        with transaction.atomic():
            return actions.post(**(values | more))

    return make


@pytest.fixture
def deliver(settings, foreign):
    """Deliver with the worker's keys and database role; ``wire`` is the machine's clock, moved by ``after``."""
    foreign.got.clear()
    clock = FrozenClock(datetime.now(UTC))

    def walk(at=AT, *, after=timedelta(0)):
        clock.at += after + timedelta(seconds=1)
        settings.DOOR = "worker"
        with as_door("worker"):
            return actions.deliver_due(at, wire=clock)

    return walk


def test_posted_with_the_act_or_not_at_all(post):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        1 / 0
    assert not Outgoing.objects.exists()


def test_a_message_is_posted_inside_a_transaction_only(monkeypatch, post):
    from comity.node.exchange import posting

    monkeypatch.setattr(posting, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError):
        actions.post(
            sender="de-contact", to="jp-contact", matter=MATTER, kind="request", body={}, by=legal("1"), at=AT
        )


def test_the_desk_may_post(post, settings):
    settings.DOOR = "desk"
    with as_door("desk"):
        row = post(instrument="x-1")
    assert (row.state, row.kind, row.instrument, row.digest) == (
        "waiting",
        "request",
        "x-1",
        digest(row.envelope),
    )
    assert Leaf.objects.get(verb="exchange.post").facts["digest"] == row.digest


def test_only_the_addressee_can_open_it(post, foreign):
    from comity.node.exchange import directory

    row = post(body={"secret": "canary-4711"})
    assert b"canary-4711" not in bytes(row.envelope)
    keys = [foreign.keys["jp-contact/sealing"]]
    opened = envelope.open_envelope(
        bytes(row.envelope), directory.trusted().trust(AT), keys=keys, addressee="jp-contact", at=AT
    )
    assert opened.message.body == {"secret": "canary-4711"}


@pytest.mark.parametrize(
    ("wrong", "error", "code"),
    [
        ({"to": "xx-nobody"}, BadInput, "exchange.participant.not_listed"),
        ({"to": "jp-police"}, NotAllowed, "exchange.counterpart.not_admitted"),
        ({"sender": "jp-contact"}, BadInput, "exchange.participant.not_hosted"),
        ({"at": AT + timedelta(days=800)}, Untrusted, "exchange.directory.stale"),
        ({"kind": "Not A Word"}, BadInput, "exchange.message.malformed"),
        ({"body": {"x": "x" * 2_000_000}}, Untrusted, "suites.text.too_large"),
    ],
)
def test_what_cannot_be_posted(post, wrong, error, code):
    with pytest.raises(error) as caught:
        post(**wrong)
    assert caught.value.faults[0].code == code
    assert not Outgoing.objects.exists()


def test_stored_by_a_receipt_that_holds(post, deliver, foreign, desk_officer):
    row, foreign.answer = post(), foreign.store
    assert deliver() == 1
    row.refresh_from_db()
    assert (row.state, row.stored_at, row.next_at) == ("stored", AT, None)
    [line] = queries.history(MATTER, by=desk_officer)
    assert (line.direction, line.counterpart, line.state, line.receipts[0].event) == (
        "out",
        "jp-contact",
        "stored",
        "stored",
    )
    assert queries.receipt(row.pk, "stored", "held", by=desk_officer).count(".") == 2
    assert queries.envelope(row.pk, by=desk_officer) == bytes(row.envelope)
    assert deliver(after=timedelta(days=1)) == 0


def test_the_request_is_signed_by_the_node(post, deliver, foreign, home_folder):
    post()
    deliver()
    path, body, headers = foreign.got[0]
    own = json.loads((home_folder.keys / "public" / "exchange.json").read_bytes())
    httpsig.verify("POST", foreign.gateway + path, headers, body, KeySet([own]), at=datetime.now(UTC))


def unsigned_refusal(foreign, body):
    return 403, json.dumps({"type": "urn:comity:problem:exchange.counterpart.suspended"}).encode()


def wrong_digest(foreign, body):
    return 200, json.dumps({"receipt": foreign.receipt(body, digest="sha256:" + "0" * 64)}).encode()


def wrong_message(foreign, body):
    return 200, json.dumps({"receipt": foreign.receipt(body, message=str(uuid4()))}).encode()


def strangers_receipt(foreign, body):
    foreign.keys["stranger"] = generate_signing()
    return 200, json.dumps({"receipt": foreign.receipt(body, key="stranger")}).encode()


def sealed_key_signs(foreign, body):
    """The log key of that node signs, which is not for receipts."""
    return 200, json.dumps({"receipt": foreign.receipt(body, key="log")}).encode()


@pytest.mark.parametrize(
    "answer",
    [
        lambda *_: (500, b""),
        lambda *_: (503, b"busy"),
        lambda *_: (302, b""),
        lambda *_: (200, b"<html>captive portal</html>"),
        lambda *_: (200, b"[]"),
        lambda *_: (200, b"\xff" * 1000),
        lambda *_: (200, b"x" * 1_000_000),
        lambda *_: (404, b'{"refusal": "a.b.c"}'),
        unsigned_refusal,
        wrong_digest,
        wrong_message,
        strangers_receipt,
        sealed_key_signs,
    ],
)
def test_no_answer_but_a_signed_one_decides(post, deliver, foreign, answer):
    row, foreign.answer = post(), lambda _path, body: answer(foreign, body)
    assert deliver() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert row.last_fault
    foreign.answer = foreign.store
    assert deliver(after=timedelta(minutes=10)) == 1
    assert {body for _, body, _ in foreign.got} == {bytes(row.envelope)}


def test_a_signed_refusal_ends_it_and_a_person_is_told(post, deliver, foreign, desk_officer):
    row = post()
    foreign.answer = lambda _path, body: (
        422,
        json.dumps(
            {
                "refusal": refusal.sign(
                    message=str(row.pk), digest=row.digest, sender="jp-contact", to="de-contact",
                    code="exchange.participant.not_hosted", at=AT, key=foreign.keys["exchange"],
                )
            }
        ).encode(),
    )  # fmt: skip
    assert deliver() == 1
    row.refresh_from_db()
    assert (row.state, row.last_fault) == ("refused", "exchange.participant.not_hosted")
    assert [line.message for line in queries.dead_letters(by=desk_officer)] == [row.pk]
    clock = Deadline.objects.get(name=people.CLOCK, stopped_at=None)
    assert (clock.owner_id, clock.subject_id) == ("de-contact", str(row.pk))


def test_a_peer_that_is_down_costs_one_try_for_all(post, deliver, foreign, monkeypatch):
    from comity.node.exchange.peers import NoAnswer, Peers

    tries = []

    def down(self, gateway, path, body, *, media):
        tries.append(body)
        silence = NoAnswer(faults.NO_ANSWER.fault())
        silence.unreachable = True
        raise silence

    monkeypatch.setattr(Peers, "post", down)
    rows = [post() for _ in range(5)]  # of one matter, so in one lane
    assert deliver() == 0
    assert len(tries) == 1
    assert sorted(row.attempts for row in Outgoing.objects.filter(pk__in=[row.pk for row in rows])) == [
        0,
        0,
        0,
        0,
        1,
    ]


def test_given_up_after_its_life_and_only_after_one_more_try(post, deliver, foreign, desk_officer):
    row = post()
    foreign.answer = lambda *_: (500, b"")
    deliver()
    foreign.got.clear()
    deliver(AT + timedelta(days=15), after=timedelta(days=15))
    row.refresh_from_db()
    assert (len(foreign.got), row.state, row.next_at) == (1, "failed", None)
    assert len(queries.dead_letters(by=desk_officer)) == 1


def test_a_late_receipt_still_counts(post, deliver, foreign, desk_officer, settings):
    row = post()
    foreign.answer = lambda *_: (500, b"")
    deliver(AT + timedelta(days=15))
    text = foreign.receipt(bytes(row.envelope))
    foreign.answer = lambda *_: (200, json.dumps({"receipts": [text, "a.b.c"]}).encode())
    assert actions.ask_for_receipts(row.pk, at=AT + timedelta(days=16)) == 1
    row.refresh_from_db()
    assert row.state == "stored"
    with as_door("worker"):
        assert people.settle(AT + timedelta(days=16)) == 1
    assert not Deadline.objects.filter(name=people.CLOCK, stopped_at=None).exists()


def test_tried_again_by_a_person_with_the_same_bytes(post, deliver, foreign, desk_officer):
    row = post()
    with pytest.raises(Conflict):
        actions.try_again(row.pk, by=desk_officer, at=AT)
    foreign.answer = lambda *_: (500, b"")
    deliver(AT + timedelta(days=15))
    actions.try_again(row.pk, by=desk_officer, at=AT + timedelta(days=15))
    foreign.answer = foreign.store
    assert deliver(AT + timedelta(days=15), after=timedelta(minutes=1)) == 1
    assert {body for _, body, _ in foreign.got} == {bytes(row.envelope)}


def test_a_sender_that_died_costs_a_lease(post, deliver, foreign):
    from comity.node.exchange import delivering

    row, foreign.answer = post(), foreign.store
    assert [one.pk for one in delivering.claim(datetime.now(UTC), 10)] == [row.pk]
    assert deliver() == 0
    assert deliver(after=delivering.LEASE + timedelta(seconds=1)) == 1


def test_two_senders_never_have_the_same_message(post):
    from comity.node.exchange import delivering

    rows = {post().pk for _ in range(6)}
    now = datetime.now(UTC)
    one, other = delivering.claim(now, 3), delivering.claim(now, 10)
    assert {row.pk for row in one}.isdisjoint(row.pk for row in other)
    assert {row.pk for row in (*one, *other)} == rows


def test_opened_receipt_from_the_other_node(
    post, deliver, foreign, gateway, home_folder, desk_officer, settings
):
    from tests.support.wire import Wire

    settings.DOOR = "desk"
    row, foreign.answer = post(), foreign.store
    deliver()
    settings.DOOR = "gateway"
    wire = Wire(gateway, home_folder, foreign)
    text = foreign.receipt(
        bytes(row.envelope), "opened", key="jp-contact/signing", at=AT + timedelta(hours=1)
    )
    for _ in range(2):
        response = wire.ask("POST", f"/exchange/receipts/{row.pk}", text.encode())
        assert response.status_code == 200, response.content
    row.refresh_from_db()
    assert (row.state, row.opened_at) == ("opened", AT + timedelta(hours=1))
    assert Receipt.objects.filter(side="held").count() == 2
    assert deliver(after=timedelta(hours=1)) == 0


def test_our_receipts_are_brought_until_they_arrive(post, foreign, settings, counterpart_trusted):
    from comity.node.exchange import receipting

    kept = Receipt.objects.create(
        side="given", counterpart="jp-contact", message=uuid4(), event="opened", text="a.b.c", at=AT
    )
    now = datetime.now(UTC)
    receipting.bring(kept, at=AT, now=now)
    settings.DOOR = "worker"
    foreign.answer = lambda *_: (500, b"")
    clock = FrozenClock(now)
    with as_door("worker"):
        assert actions.deliver_receipts(AT, wire=clock) == 0
        assert actions.deliver_receipts(AT, wire=clock) == 0
        foreign.answer = lambda *_: (200, b"{}")
        clock.at += timedelta(minutes=1)
        assert actions.deliver_receipts(AT + timedelta(minutes=1), wire=clock) == 1
    assert ReceiptDelivery.objects.get().sent_at == AT + timedelta(minutes=1)


def test_another_participants_history_is_closed(post, officer, deliver, foreign):
    row = post()
    other = officer("duty_officer", "de-police")
    assert queries.history(MATTER, by=other) == []
    with pytest.raises(NotAllowed):
        queries.envelope(row.pk, by=other)
    with pytest.raises(NotAllowed):
        queries.history(MATTER, by=officer("administrator", "de-contact"))


def test_a_strangers_key_in_the_database_is_not_used(post, foreign):
    """Whoever can write the database cannot redirect what is sent: keys come from the signed files, verified anew."""
    from comity.node.exchange import directory
    from comity.node.exchange.models import DirectoryState

    row = DirectoryState.objects.get()
    name = next(name for name in row.files if name.endswith(".directory.json"))
    row.files[name] = row.files[name].replace(
        foreign.keys["jp-contact/sealing"]["x"], public(generate_signing())["x"]
    )
    row.synced_at = AT + timedelta(seconds=1)
    row.save()
    with pytest.raises(Untrusted):
        directory.trusted()
    with pytest.raises(Untrusted):
        post()
