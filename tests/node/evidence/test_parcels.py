"""Packages that are too large for a message: fetched by the addressee's node, believed only once whole, and by nobody else."""

from __future__ import annotations

import hashlib
import io
import json
import random
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from comity.custody import package as packages
from comity.kernel.clock import written
from comity.kernel.digest import digest
from comity.node.assistance import actions as assistance
from comity.node.base import clock
from comity.node.base.keyring import Keyring
from comity.node.blobs import store
from comity.node.evidence import actions, packaging
from comity.node.evidence.intake import file_context
from comity.node.evidence.models import Item, Package
from comity.node.exchange import directory, fetching
from comity.node.exchange.models import Awaited, Incoming, Outgoing, Parcel
from comity.node.exchange.parcels import PIECE
from comity.node.gateway import dispatch
from comity.suites.fields import new_data_key, unwrap, wrap
from comity.suites.files import Sealer, open_sealed
from comity.suites.keys import generate_signing
from tests.node.assistance.conftest import DUTY as CONTACT
from tests.node.assistance.conftest import person
from tests.node.evidence.conftest import LATER, OFFICER, OTHER, files
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node
LARGE = 20 * 1024 * 1024
UNTIL = AT + timedelta(days=14)
DUTY = person("evidence_officer", "de-police", "31")


def noise(size: int = LARGE) -> bytes:
    return random.Random(7).randbytes(size)


@pytest.fixture
def worker_round(settings: Any) -> Callable[..., None]:
    """Walk the worker's rounds for parcels and for what waits to be opened."""

    def walk(at: datetime = LATER, *, again: bool = False) -> None:
        if again:  # its pause is over
            Awaited.objects.filter(next_at__isnull=False).update(next_at=AT - timedelta(days=1))
        before, settings.DOOR = settings.DOOR, "worker"
        with as_door("worker"):
            fetching.fetch_due(at)
            dispatch.open_incoming(at)
        settings.DOOR = before

    return walk


@pytest.fixture
def announced(world, asked_by_us, foreign_log, participants, foreign, monkeypatch):
    """A message of the foreign node with a package of twenty megabytes beside it, and its gateway that hands the parcel out."""
    to, reference, place = participants["de-contact"], str(uuid4()), file_context(uuid4())
    content = noise()
    data = foreign_log.package(content, to, asked_by_us.matter_id)
    key = new_data_key()
    sealer = Sealer(key, context=place)
    sealed = bytearray(sealer.feed(data) + sealer.finish())
    body = {
        "schema": packaging.SCHEMA, "digest": digest(data), "size": len(data), "titles": {}, "formats": {},
        "parcel": {
            "reference": reference, "digest": digest(bytes(sealed)), "size": len(sealed), "until": written(UNTIL), "context": place,
            "wraps": [wrap(key, public) for public in to.sealing_keys],
        },
    }  # fmt: skip
    asked: list[int] = []

    def answer(path: str, _body: bytes) -> tuple[int, bytes]:
        parts = urlsplit(path)
        assert parts.path == f"/exchange/parcels/{reference}"
        start = int(parse_qs(parts.query)["from"][0])
        asked.append(start)
        return 206, bytes(sealed[start : start + PIECE])

    monkeypatch.setattr(foreign, "answer", answer)
    arrive = lambda **more: world.arrives(  # noqa: E731
        kind="package", body=body | more, matter=asked_by_us.matter_id, at=LATER
    )
    return SimpleNamespace(
        content=content, sealed=sealed, body=body, asked=asked, answer=answer, arrive=arrive
    )


def message() -> Incoming:
    return Incoming.objects.get(kind="package")


def test_twenty_megabytes_arrive_within_bounded_memory(announced, worker_round, asked_by_us, settings):
    announced.arrive()
    assert (message().state, message().next_at) == ("stored", None)
    assert not Item.objects.exists() and not Package.objects.exists()
    tracemalloc.start()
    worker_round()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert message().state == "handled"
    again = b"".join(actions.open_item(Item.objects.get(), by=DUTY, at=LATER, purpose="to read"))
    assert hashlib.sha256(again).digest() == hashlib.sha256(announced.content).digest()
    assert announced.asked == list(range(0, len(announced.sealed), PIECE))
    assert peak < 14 * PIECE // 2, f"{peak} bytes at once"


def test_it_is_opened_only_once_it_is_here(announced, worker_round, asked_by_us):
    announced.arrive()
    request = asked_by_us
    assistance.mark_seen(request, by=CONTACT, at=LATER)
    assert message().opened_at is None
    worker_round()
    assistance.mark_seen(request, by=CONTACT, at=LATER)
    assert message().opened_at is not None


def test_one_byte_changed_on_the_way_is_refused_and_both_ends_are_told(announced, worker_round, world):
    announced.sealed[len(announced.sealed) // 2] ^= 1
    announced.arrive()
    for _ in range(fetching.SPOILED):
        assert message().state == "stored"
        worker_round(again=True)
    row = message()
    assert (row.state, row.last_fault) == ("refused", "exchange.parcel.changed")
    assert not Item.objects.exists() and not store.exists(Awaited.objects.get().blob)
    (told,) = world.posted("not_understood")
    assert world.read_by_jp(told)["body"]["code"] == "exchange.parcel.changed"


def test_a_line_that_breaks_half_way_is_gone_on_with(announced, worker_round, foreign, monkeypatch):
    left = [3]

    def breaks(path: str, body: bytes) -> tuple[int, bytes]:
        left[0] -= 1
        return announced.answer(path, body) if left[0] >= 0 else (503, b"")

    monkeypatch.setattr(foreign, "answer", breaks)
    announced.arrive()
    worker_round()
    assert Awaited.objects.get().state == "waiting" and Awaited.objects.get().attempts == 1
    assert not Item.objects.exists() and not store.exists(Awaited.objects.get().blob)
    monkeypatch.setattr(foreign, "answer", announced.answer)
    worker_round(again=True)
    assert announced.asked == list(range(0, len(announced.sealed), PIECE)), "nothing was fetched twice"
    assert message().state == "handled" and Item.objects.get().size == LARGE


def test_what_did_not_come_in_time_is_refused(announced, worker_round, foreign, monkeypatch, world):
    monkeypatch.setattr(foreign, "answer", lambda *_: (500, b""))
    announced.arrive()
    worker_round(again=True)
    assert message().state == "stored"
    worker_round(UNTIL, again=True)
    assert (message().state, message().last_fault) == ("refused", "exchange.parcel.over")


@pytest.mark.parametrize(
    "change",
    [{"size": 0}, {"size": 1 << 50}, {"size": "20"}, {"digest": "sha256:../../x"}, {"reference": "x"}, {"until": "soon"}, {"wraps": 7}],
)  # fmt: skip
def test_an_announcement_that_cannot_be_is_refused(announced, worker_round, change):
    announced.arrive(parcel=announced.body["parcel"] | change)
    assert message().last_fault in ("evidence.message.bad", "exchange.parcel.too_large")
    assert not Awaited.objects.exists() and announced.asked == []


def test_not_sealed_to_us(announced, worker_round):
    announced.arrive(parcel=announced.body["parcel"] | {"wraps": []})
    worker_round()
    assert (message().state, message().last_fault) == ("refused", "evidence.message.no_key")
    assert not Item.objects.exists() and announced.asked == [], "not even fetched"


def test_what_is_inside_is_not_what_was_signed(announced, worker_round):
    announced.arrive(digest="sha256:" + 64 * "0")
    worker_round()
    assert (message().state, message().last_fault) == ("refused", "evidence.message.bad")
    assert not Item.objects.exists()


@pytest.fixture
def offered(incoming_request, participants, decide, worker, world):
    """A package of twenty megabytes that this node sent, and the body of its message as the foreign node reads it."""
    decide()
    items = actions.take_in(
        files(noise()), owner=participants["de-police"], by=OFFICER, at=AT, request=incoming_request
    )
    actions.release(actions.ask_release(items, incoming_request, by=OFFICER, at=AT), by=OTHER, at=AT)
    assert worker() == 1
    (row,) = world.posted("package")
    return world.read_by_jp(row)["body"]


@pytest.fixture
def ask(offered, request):
    """Ask this node's gateway for a piece, as the foreign node or somebody else."""
    wire = request.getfixturevalue("wire")
    return lambda start=0, reference=None, **more: wire.ask(
        "GET", f"/exchange/parcels/{reference or offered['parcel']['reference']}?from={start}", **more
    )


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content)["type"].removeprefix("urn:comity:problem:")


def test_twenty_megabytes_leave_and_are_proven_there(offered, ask, foreign):
    parcel = offered["parcel"]
    sealed = b""
    while len(sealed) < parcel["size"]:
        answer = ask(len(sealed))
        assert answer.status_code == 206 and len(answer.content) <= PIECE
        sealed += answer.content
    assert digest(sealed) == parcel["digest"]
    private = foreign.keys["jp-contact/sealing"]
    out = io.BytesIO()
    open_sealed(io.BytesIO(sealed), out, unwrap(parcel["wraps"][0], private), context=parcel["context"])
    assert digest(out.getvalue()) == offered["digest"] and len(out.getvalue()) == offered["size"]
    out.seek(0)
    found = packages.check(out, directory.trusted().trust(LATER))
    content = io.BytesIO()
    packages.open_item(out, found.manifest["items"][0], private, content)
    assert content.getvalue() == noise()


def test_a_stranger_and_a_third_node_get_nothing(ask, home_folder):
    assert code(ask(key=generate_signing("somebody")))[0] == 401
    ours = Keyring(home_folder, "worker").node("exchange")  # a node of the directory, but not the addressee's
    assert code(ask(key=ours)) == (404, "exchange.parcel.none")
    assert code(ask(reference=uuid4())) == (404, "exchange.parcel.none")
    assert code(ask(headers={}))[0] == 401


def test_nothing_is_handed_out_after_its_time_or_once_it_was_opened(ask):
    until = Parcel.objects.get().until
    with clock.holding(until):
        assert code(ask()) == (410, "exchange.parcel.over")
    assert ask().status_code == 206
    Outgoing.objects.filter(kind="package").update(state="opened", next_at=None)
    assert code(ask()) == (410, "exchange.parcel.over")


def test_a_place_that_is_not_there(ask, offered):
    for start in (offered["parcel"]["size"], -1, "x", "9" * 30):
        assert code(ask(start)) == (416, "exchange.parcel.range")


def test_nothing_is_handed_out_to_somebody_suspended(ask):
    from comity.node.exchange.models import Counterpart

    Counterpart.objects.filter(pk="jp-contact").update(trust="suspended")
    assert code(ask()) == (403, "exchange.counterpart.suspended")
