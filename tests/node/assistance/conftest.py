"""The world of a request: people at this node, a case with a named reporter, a foreign node played by the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from comity.exchange import verify
from comity.facts.model import Facts, Places
from comity.kernel.actor import Actor
from comity.kernel.digest import digest
from comity.kernel.identifier import reference
from comity.node.assistance import actions
from comity.node.assistance.models import Request
from comity.node.base import sealing
from comity.node.base.models import Participant
from comity.node.cases import leave
from comity.node.cases.models import Case, CaseReport
from comity.node.exchange import actions as exchange
from comity.node.exchange import directory
from comity.node.exchange.models import Incoming, Outgoing
from comity.node.gateway import dispatch
from comity.node.reports.models import Report
from tests.support.node import AT, as_door
from tests.support.wire import Foreign, legal

VICTIM = "Änne Wiesengrund"
BC29, MLA, BC26, BC30 = (
    "bc-29-preservation",
    "mlat-bilateral",
    "bc-26-spontaneous",
    "bc-30-traffic-disclosure",
)


def person(role: str, participant: str, number: str, *, stepped_up: bool = True) -> Actor:
    return Actor("officer", number, participant, frozenset({role}), stepped_up)


INVESTIGATOR = person("investigator", "de-police", "1")
PROSECUTOR = person("prosecutor", "de-prosecution", "2")
DUTY = person("duty_officer", "de-contact", "3")
LEGAL = person("legal_officer", "de-justice", "4")
CLERK = person("addressee_clerk", "de-hosting", "5")
INTAKE = person("intake_officer", "de-police", "6")

FACTS = Facts(articles=("ETS185:2",), places=Places({"victim": ("DE",), "provider": ("JP",)}))

SELECTOR = {
    "kind": "ip", "value": "203.0.113.77", "port": "443", "from": "2026-11-22T17:48:00+01:00", "to": "2026-11-22T18:10:00+01:00",
}  # fmt: skip
FORM = {
    "facts_summary": "On 22 November 2026 at 17:48 a person in Kassel typed her mail password into a false page at the address named.",
    "data_to_preserve": SELECTOR,
    "relation_to_offence": "The page was served from this address; its logs show who ran it.",
    "necessity": "Logs are kept for a few days only.",
    "custodian_or_system_location": "Hoshi Hosting K.K. (demonstration), Osaka",
}


@dataclass
class World:
    """What tests of requests share."""

    case: Case
    foreign: Foreign

    def routes(
        self, instrument: str = BC29, categories: tuple[str, ...] = ("traffic", "content"), **more: Any
    ) -> list[Any]:
        return actions.ways(
            instrument, "DE", "JP", categories, on=more.pop("on", AT), facts=more.pop("facts", FACTS), **more
        )

    def drafted(
        self, *, by: Actor = INVESTIGATOR, values: dict[str, Any] | None = None, **more: Any
    ) -> Request:
        categories = more.pop("categories", ("traffic", "content"))
        return actions.draft(
            self.case, self.routes(categories=categories), by=by, at=AT, to="jp-contact", values=FORM if values is None else values,
            urgency=more.pop("urgency", "urgent"), articles=("ETS185:2",), **more,
        )  # fmt: skip

    def committed(self, **more: Any) -> Request:
        request = self.drafted(**more)
        actions.commit(
            request, instrument=MLA, by_day=datetime(2026, 12, 18, tzinfo=UTC).date(), by=PROSECUTOR, at=AT
        )
        return request

    def sent(self, **more: Any) -> Request:
        request = self.committed(**more)
        actions.send(request, by=DUTY, at=AT)
        return request

    def posted(self, kind: str = "") -> list[Outgoing]:
        found = Outgoing.objects.order_by("posted_at", "id")
        return list(found.filter(kind=kind) if kind else found)

    def read_by_jp(self, row: Outgoing) -> dict[str, Any]:
        """Open what was sent to the foreign node with its own key, as it would."""
        keys = [self.foreign.keys[f"{row.to_code}/sealing"]]
        opened = verify.opened(
            directory.trusted(), bytes(row.envelope), keys=keys, addressee=row.to_code, at=row.posted_at
        )
        return dict(opened.message.document())

    def told_jp(self, event: str) -> dict[str, Any]:
        """Return the body of the one step of a kind that was told to the foreign node."""
        bodies = [self.read_by_jp(row)["body"] for row in self.posted("step") if row.to_code.startswith("jp")]
        (found,) = [body for body in bodies if body["event"] == event]
        return dict(found)

    def arrives(
        self,
        *,
        kind: str,
        body: dict[str, Any],
        matter: UUID,
        to: str = "de-contact",
        sender: str = "jp-contact",
        at: datetime = AT,
    ) -> None:
        """Put a message of the foreign node into the inbox and have the worker open it and hand it on."""
        written = self.foreign.write(to=to, sender=sender, kind=kind, matter=str(matter), body=body, at=at)
        data = self.foreign.seal(written, Participant.objects.get(pk=to).sealing_keys)
        self._take_in(UUID(written.id), to, sender, data, at)

    def carry(self, *, at: datetime = AT) -> int:
        """Bring every message between participants of this node to its addressee, through the worker's own path."""
        known = set(Incoming.objects.values_list("message", flat=True))
        rows = [
            row
            for row in self.posted()
            if row.pk not in known and Participant.objects.filter(pk=row.to_code, hosted=True).exists()
        ]
        for row in rows:
            self._take_in(row.pk, row.to_code, row.owner_id, bytes(row.envelope), at)
        return len(rows)

    def _take_in(self, message: UUID, to: str, sender: str, data: bytes, at: datetime) -> None:
        Incoming.objects.create(
            message=message, owner_id=to, from_code=sender, digest=digest(data), envelope=data, stored_at=at,
            next_at=datetime.now(UTC),
        )  # fmt: skip
        with as_door("worker"):
            dispatch.open_incoming(at)

    def faults_of_inbox(self) -> list[str]:
        return [row.last_fault for row in Incoming.objects.exclude(state="handled")]


def make_report(case: Case, name: str = VICTIM) -> Report:
    owner = case.owner
    key = sealing.new_key(owner)
    report = Report(
        owner=owner, data_key=key.row, reference=reference(), token=digest_bytes(name), received_at=AT, source="portal", language="de",
        country="DE", content_digest=bytes(32), content_salt=bytes(32),
    )  # fmt: skip
    sealing.seal(report, key, name=name)
    report.save()
    CaseReport.objects.create(case=case, report=report, by="officer:1", at=AT)
    return report


def digest_bytes(text: str) -> bytes:
    import hashlib

    return hashlib.sha256(text.encode()).digest()


def make_case(participants: dict[str, Any]) -> Case:
    owner = participants["de-police"]
    key = sealing.new_key(owner)
    case = Case(
        owner=owner,
        data_key=key.row,
        reference=reference(),
        working_name="Lantern",
        opened_at=AT,
        opened_by="officer:1",
    )
    case.save()
    case.grants.create(
        to="de-prosecution",
        verbs=list(leave.ROLES["work"]),
        by="officer:1",
        at=AT,
        until=datetime(2028, 1, 1, tzinfo=UTC),
    )
    return case


def admit(code: str) -> None:
    exchange.ask_trust(code, "admitted", "same_country", by=legal("1"), at=AT)
    exchange.confirm_trust(code, by=legal("2"), at=AT)


@pytest.fixture
def world(
    counterpart_trusted: None, participants: dict[str, Any], foreign: Foreign, at: datetime, settings: Any
) -> Iterator[World]:
    """Return the world, at the instant the tests act."""
    for code in ("de-hosting", "de-police", "de-contact"):
        admit(code)
    case = make_case(participants)
    make_report(case)
    yield World(case, foreign)


@pytest.fixture
def refusal() -> Callable[..., Any]:
    """Return a way to see which codes a refusal carries."""

    def codes(kind: type[Exception], act: Callable[[], Any]) -> list[str]:
        with pytest.raises(kind) as error:
            act()
        return [fault.code for fault in error.value.faults]  # type: ignore[attr-defined]

    return codes


__all__ = ["SimpleNamespace", "World"]
