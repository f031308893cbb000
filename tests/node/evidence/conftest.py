"""The world of evidence: a request of the foreign node with a recorded decision, items, the notary, packages of the foreign node."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from comity.custody import entry as entries
from comity.custody import package as packages
from comity.custody.checkpoint import Checkpoint, sign
from comity.custody.log import in_memory, leaf_hash, root
from comity.kernel.digest import digest
from comity.node.assistance import actions as assistance
from comity.node.assistance.models import Request
from comity.node.audit import notary
from comity.node.base.keyring import Keyring
from comity.node.base.models import Participant
from comity.node.evidence import actions, packaging
from comity.node.evidence.intake import Given, file_context
from comity.node.evidence.models import Item
from comity.suites.fields import new_data_key, wrap
from comity.suites.files import Sealer
from tests.node.assistance.conftest import MLA, World, person, refusal, world
from tests.support.node import AT, as_door
from tests.support.wire import Foreign

__all__ = ["refusal", "world"]

OFFICER = person("evidence_officer", "de-police", "21")
OTHER = person("evidence_officer", "de-police", "22")
PROSECUTOR = person("prosecutor", "de-prosecution", "2")
LEGAL = person("legal_officer", "de-contact", "24")
CLERK = person("addressee_clerk", "de-hosting", "5")
LATER = AT + timedelta(hours=1)
LOGS = b"2026-11-22T17:48:11+01:00 203.0.113.77 login sammler\n" * 20


def files(*contents: bytes) -> list[Given]:
    return [
        Given(f"panel-{number}.log", [content[:7], content[7:]])
        for number, content in enumerate(contents, start=1)
    ]


@pytest.fixture
def incoming_request(world: World) -> Request:
    """A request for stored data that the foreign node made; who works on it is brought in."""
    matter = uuid4()
    body = {
        "schema": "comity.request/1", "reference": "0000-000-001Y", "requesting": "JP", "requested": "DE", "instrument": MLA,
        "legal_basis": "treaty", "measure": "stored_data_access", "urgency": "routine", "from_role": "central_authority",
        "to_role": "central_authority", "data_categories": ["traffic"], "offence_articles": ["ETS185:2"], "tags": [],
        "stated": {"max_penalty_months": 36, "political_character": False}, "steps": ["sign_and_send"], "fields": {},
    }  # fmt: skip
    world.arrives(kind="request", body=body, matter=matter)
    assert world.faults_of_inbox() == []
    request = Request.objects.get(matter_id=matter)
    for code in ("de-police", "de-prosecution"):
        assistance.involve(request, code, by=person("duty_officer", "de-contact", "3"), at=AT)
    return request


@pytest.fixture
def items(incoming_request: Request, participants: dict[str, Any]) -> list[Item]:
    return actions.take_in(
        files(LOGS, b"one contract"), owner=participants["de-police"], by=OFFICER, at=AT, request=incoming_request,
        titles=["Log of the panel"],
    )  # fmt: skip


@pytest.fixture
def decide(incoming_request: Request) -> Callable[..., Any]:
    """Record a decision on the request."""

    def record(kind: str = "judge") -> Any:
        return assistance.record_authorisation(
            incoming_request, kind=kind, authority="Amtsgericht Kassel (demonstration)", dated=date(2026, 11, 22), reference="1 Gs 1/26",
            by=PROSECUTOR, at=AT, paper=b"the paper",
        )  # fmt: skip

    return record


@pytest.fixture
def worker(home_folder: Any, settings: Any) -> Callable[..., int]:
    """Let the notary place what waits, then walk the worker's round with its keys and database role."""

    def walk(at: datetime = LATER) -> int:
        order(home_folder, at)
        before, settings.DOOR = settings.DOOR, "worker"
        with as_door("worker"):
            done = packaging.walk(at)
        settings.DOOR = before
        order(home_folder, at)
        return done

    return walk


def order(home_folder: Any, at: datetime = LATER) -> None:
    """Let the notary place everything that waits."""
    notary.order_all(Keyring(home_folder, "notary"), lambda: at)


class ForeignLog:
    """The custody log of the foreign node, in memory, and the packages it makes."""

    def __init__(self, foreign: Foreign, maker: str = "jp-contact") -> None:
        self.foreign, self.maker, self.leaves = foreign, maker, []  # type: ignore[var-annotated]
        self.placed: list[tuple[int, entries.Entry]] = []

    def add(self, made: entries.Entry) -> entries.Entry:
        self.placed.append((len(self.leaves), made))
        self.leaves.append(made.leaf())
        return made

    def package(
        self, content: bytes, to: Participant, matter: UUID, *, sent: datetime = AT, **more: Any
    ) -> bytes:
        """Make a package of one item for a participant of this node, collected, released and transferred there."""
        number, salt, secret = str(uuid4()), bytes(range(32)), new_data_key()
        record = {"kind": "judge", "authority": "Osaka District Court (demonstration)", "dated": "2027-01-14"}
        decision = {**record, "digest": str(entries.document_digest(record))}
        common: dict[str, Any] = {"at": sent, "actor": str(entries.salted_actor(salt, "officer:1"))}
        last = self.add(
            entries.first(
                number,
                "collected",
                participant=self.maker,
                content=entries.salted(salt, digest(content)),
                **common,
            )
        )
        for verb, extra in (
            ("released", {"authorisation": decision["digest"]}),
            ("transferred", {"counterpart": more.get("addressee", to.code)}),
        ):
            last = self.add(entries.following(last, verb, released=verb == "transferred", **common, **extra))  # type: ignore[arg-type]
        sealer = Sealer(secret, context=file_context(number))
        sealed = sealer.feed(content) + sealer.finish()
        hashes = [leaf_hash(one) for one in self.leaves]
        fetch = in_memory(hashes)
        head = Checkpoint("portal.jp.localhost/custody", len(hashes), root(fetch, len(hashes)))
        mine = [(index, one) for index, one in self.placed if one.item == number]
        chain = packages.chain(sign(head, self.foreign.keys["log"]), head, mine, fetch)
        item = packages.Item(
            item=number, digest=digest(sealed), size=len(sealed), content=digest(content), salt=salt, open=lambda: [sealed],
            media_kind="text", sealed=True, wraps=tuple(wrap(secret, key) for key in to.sealing_keys), context=file_context(number),
            mark=more.get("mark", "none"),
        )  # fmt: skip
        sink = io.BytesIO()
        packages.write(
            sink, id=str(uuid4()), made=sent, by=self.maker, to=to.code, items=[item], chains=[chain],
            key=self.foreign.keys[f"{self.maker}/signing"], matter=str(matter), use_limits=["Art 13: for this inquiry only"],
            authorisations=[decision],
        )  # fmt: skip
        return sink.getvalue()


def message(data: bytes, **titles: str) -> dict[str, Any]:
    """Write the body of the message a package travels in."""
    return {
        "schema": packaging.SCHEMA,
        "digest": digest(data),
        "package": base64.b64encode(data).decode(),
        "titles": titles,
        "formats": {},
    }


@pytest.fixture
def foreign_log(foreign: Foreign) -> ForeignLog:
    return ForeignLog(foreign)


@pytest.fixture
def asked_by_us(world: World) -> Request:
    """A request of ours to the foreign node, on the wire."""
    return world.sent()
