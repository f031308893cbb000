"""One sender, one receiver and a network that drops, doubles, delays, swaps and corrupts; both may crash at any point.

The two sides are as thin as a node's tables: what they decide is the library's (`delivery`, `replay`, `envelope`,
`receipt`), with real signatures and seals. What happens is written down as a history, which :mod:`tests.exchange.checker` judges
without knowing how the sides work. ``BUGS`` are the same sides with one mistake each.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from comity.exchange import delivery, envelope, receipt, replay
from comity.exchange.delivery import Outgoing
from comity.kernel.digest import Digest, digest
from comity.kernel.errors import ComityError
from tests.exchange.checker import Event
from tests.exchange.world import AT, World

WORLD = World()
TRUST = WORLD.directory.trust(AT)
OPENING = [WORLD.key("jp-contact", "sealing")]
SIGNING = WORLD.key("jp", "receipt")


class Crashed(Exception):
    """A side lost its memory; what it had committed is still there."""


@dataclass
class Receiver:
    """The inbox: one transaction stores the message, lets it take effect and keeps the receipt."""

    history: list[Event]
    stored: dict[str, replay.Stored] = field(default_factory=dict)

    def receive(self, data: bytes, at: datetime, crash: str = "") -> str:
        outer = envelope.check_outer(data, TRUST, addressees=["jp-contact"])
        decision = replay.decide(self.stored.get(outer.id), outer.digest, outer.id)
        if isinstance(decision, replay.Again):
            return decision.receipt
        opened = envelope.open_envelope(data, TRUST, keys=OPENING, addressee="jp-contact", at=at)
        if crash == "before":
            raise Crashed
        text = self.signed(outer.id, outer.digest, at)
        self.commit(outer.id, replay.Stored(outer.digest, text), opened.message.body["text"])
        if crash == "after":
            raise Crashed
        return text

    def signed(self, id: str, of: Digest, at: datetime) -> str:
        return receipt.sign(
            "stored", message=id, digest=of, sender="jp-contact", to="de-contact", at=at, key=SIGNING
        )

    def commit(self, id: str, stored: replay.Stored, text: str) -> None:
        self.stored[id] = stored
        self.history.append(Event("effect", text))


@dataclass
class Sender:
    """The outbox: rows that survive a crash; the same bytes are sent until a receipt verifies."""

    history: list[Event]
    rows: dict[str, tuple[Outgoing, bytes, str]] = field(default_factory=dict)

    def post(self, at: datetime, lifetime: timedelta) -> str:
        name = f"request {len(self.rows)} {uuid.uuid4()}"
        message = WORLD.message(body={"text": name}, at=at, lifetime=lifetime)
        self.rows[message.id] = (Outgoing(message.id, at, message.expires), WORLD.sealed(message), name)
        self.history.append(Event("posted", name))
        return message.id

    def due(self, at: datetime) -> list[tuple[str, bytes]]:
        return [(id, data) for id, (row, data, _) in self.rows.items() if row.due(at)]

    def answered(self, id: str, text: str, at: datetime) -> None:
        row, data, _ = self.rows[id]
        try:
            found = receipt.check(
                text, TRUST, message=id, digest=digest(data), sender="jp-contact", to="de-contact"
            )
        except ComityError:
            self.keep(delivery.unanswered(row, at))
            return
        self.keep(delivery.receipted(row, found.event))

    def unanswered(self, id: str, at: datetime) -> None:
        self.keep(delivery.unanswered(self.rows[id][0], at))

    def keep(self, row: Outgoing) -> None:
        before, data, name = self.rows[row.id]
        self.rows[row.id] = (row, data, name)
        if row.state != before.state:
            self.history.append(Event("told", name, "failed" if row.needs_a_person else "arrived"))

    def crash(self) -> None:
        """Everything is in the rows."""


@dataclass
class Run:
    """A run from a seed: posts, deliveries with faults, crashes; then the network heals and the clock runs out."""

    seed: int
    sender_kind: Callable[[list[Event]], Sender] = Sender
    receiver_kind: Callable[[list[Event]], Receiver] = Receiver

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.history: list[Event] = []
        self.sender, self.receiver = self.sender_kind(self.history), self.receiver_kind(self.history)
        self.at = AT
        self.held: list[tuple[str, bytes]] = []
        self.late: list[tuple[str, str]] = []
        self.answers: list[str] = []
        self.old: list[tuple[str, bytes]] = []
        self.steps = 0

    def go(self, steps: int = 60) -> list[Event]:
        for _ in range(steps):
            self.step()
        self.heal()
        return self.history

    def step(self) -> None:
        self.steps += 1
        self.at += timedelta(seconds=self.chance.choice((1, 10, 60, 600)))
        act = self.chance.random()
        if act < 0.15:
            self.sender.post(self.at, self.chance.choice((timedelta(hours=2), timedelta(days=14))))
        elif act < 0.2:
            self.sender.crash()
        elif act < 0.3 and self.held:
            self.exchange(*self.held.pop(self.chance.randrange(len(self.held))), fault="none")
        elif act < 0.4 and self.late:
            id, text = self.late.pop(self.chance.randrange(len(self.late)))
            self.sender.answered(id, text, self.at)
        elif act < 0.5 and self.old:
            self.exchange(*self.chance.choice(self.old), fault="none")
        else:
            for id, data in self.sender.due(self.at):
                self.exchange(id, data, fault=self.chance.choice(FAULTS))

    def exchange(self, id: str, data: bytes, fault: str) -> None:
        self.old.append((id, data))
        if fault == "hold":
            self.held.append((id, data))
        if fault in ("hold", "drop"):
            self.sender.unanswered(id, self.at)
            return
        if fault == "stranger answers" or (fault == "swap" and self.answers):
            self.sender.answered(id, "OK" if fault != "swap" else self.chance.choice(self.answers), self.at)
            return
        if fault == "corrupt":
            at = self.chance.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << self.chance.randrange(8)]) + data[at + 1 :]
        if fault == "double":
            self.attempt(data, "")
        text = self.attempt(data, {"crash before": "before", "crash after": "after"}.get(fault, ""))
        if text is not None:
            self.answers.append(text)
        if text is None or fault == "lose answer":
            self.sender.unanswered(id, self.at)
        elif fault == "delay answer":
            self.late.append((id, text))
            self.sender.unanswered(id, self.at)
        elif fault == "corrupt answer":
            self.sender.answered(id, text[:-5] + "AAAAA", self.at)
        else:
            self.sender.answered(id, text, self.at)

    def attempt(self, data: bytes, crash: str) -> str | None:
        try:
            return self.receiver.receive(data, self.at, crash)
        except (ComityError, Crashed):
            return None

    def heal(self) -> None:
        """The network is whole again: every message that is still wanted gets through; then time passes beyond all deadlines."""
        for _ in range(12):
            self.at += timedelta(hours=1, minutes=20)
            for id, data in self.sender.due(self.at):
                self.exchange(id, data, fault="none")
        self.history.append(Event("healed"))
        self.at += timedelta(days=20)
        for id, data in self.sender.due(self.at):
            self.exchange(id, data, fault="drop")
        self.history.append(Event("over"))


FAULTS = (
    "none", "none", "drop", "double", "hold", "corrupt", "swap", "stranger answers",
    "crash before", "crash after", "lose answer", "delay answer", "corrupt answer",
)  # fmt: skip


# ---------------------------------------------------------------- the same sides with one mistake each


class AnswersBeforeCommit(Receiver):
    def receive(self, data: bytes, at: datetime, crash: str = "") -> str:
        outer = envelope.check_outer(data, TRUST, addressees=["jp-contact"])
        if crash and outer.id not in self.stored:
            return self.signed(outer.id, outer.digest, at)  # the answer is out, the crash takes the rest
        return super().receive(data, at)


class SkipsTheDuplicateCheck(Receiver):
    def receive(self, data: bytes, at: datetime, crash: str = "") -> str:
        self.stored.clear()
        return super().receive(data, at, crash)


class EffectOutsideTheTransaction(Receiver):
    def receive(self, data: bytes, at: datetime, crash: str = "") -> str:
        outer = envelope.check_outer(data, TRUST, addressees=["jp-contact"])
        if crash and outer.id not in self.stored:
            opened = envelope.open_envelope(data, TRUST, keys=OPENING, addressee="jp-contact", at=at)
            self.history.append(Event("effect", opened.message.body["text"]))
            raise Crashed
        return super().receive(data, at)


class LosesWhatItAcknowledged(Receiver):
    def receive(self, data: bytes, at: datetime, crash: str = "") -> str:
        outer = envelope.check_outer(data, TRUST, addressees=["jp-contact"])
        if outer.id in self.stored:
            return super().receive(data, at, crash)
        text = self.signed(outer.id, outer.digest, at)
        self.stored[outer.id] = replay.Stored(outer.digest, text)
        if random.Random(outer.id).random() < 0.8:  # the rest comes later, from memory, if nothing crashes
            self.history.append(Event("effect", self.name_of(data, at)))
        return text

    def name_of(self, data: bytes, at: datetime) -> str:
        return str(
            envelope.open_envelope(data, TRUST, keys=OPENING, addressee="jp-contact", at=at).message.body[
                "text"
            ]
        )


class BelievesAnyAnswer(Sender):
    def answered(self, id: str, text: str, at: datetime) -> None:
        self.keep(delivery.receipted(self.rows[id][0], "stored"))


class BelievesAnyReceipt(Sender):
    """Verifies the signature but not which message it is about."""

    def answered(self, id: str, text: str, at: datetime) -> None:
        try:
            receipt.check(text, TRUST)
        except ComityError:
            self.unanswered(id, at)
            return
        self.keep(delivery.receipted(self.rows[id][0], "stored"))


class WritesAnewForEachTry(Sender):
    def due(self, at: datetime) -> list[tuple[str, bytes]]:
        found = super().due(at)
        for id, _ in found:
            row, _, name = self.rows[id]
            message = WORLD.message(
                body={"text": name}, at=at, lifetime=max(row.deadline - at, timedelta(seconds=1))
            )
            self.rows[id] = (row, WORLD.sealed(message), name)
        return [(id, self.rows[id][1]) for id, _ in found]

    def answered(self, id: str, text: str, at: datetime) -> None:
        try:
            found = receipt.check(text, TRUST)
        except ComityError:
            self.unanswered(id, at)
            return
        self.keep(delivery.receipted(self.rows[id][0], found.event))


class GivesUpInSilence(Sender):
    def unanswered(self, id: str, at: datetime) -> None:
        row = self.rows[id][0]
        if row.attempts >= 2:
            self.rows[id] = (replace(row, next_at=at + timedelta(days=999)), *self.rows[id][1:])
            return
        super().unanswered(id, at)


class KeepsTheOutboxInMemory(Sender):
    def crash(self) -> None:
        for id, (row, data, name) in list(self.rows.items()):
            if row.state == "waiting":
                self.rows[id] = (replace(row, next_at=row.deadline + timedelta(days=999)), data, name)


class SaysFailedTooSoon(Sender):
    def unanswered(self, id: str, at: datetime) -> None:
        row = self.rows[id][0]
        self.keep(replace(row, state="failed") if row.state == "waiting" else row)

    def answered(self, id: str, text: str, at: datetime) -> None:
        if self.rows[id][0].state == "waiting":
            super().answered(id, text, at)


BUGS: dict[str, dict[str, Any]] = {
    **{
        kind.__name__: {"receiver_kind": kind}
        for kind in (
            AnswersBeforeCommit,
            SkipsTheDuplicateCheck,
            EffectOutsideTheTransaction,
            LosesWhatItAcknowledged,
        )
    },
    **{
        kind.__name__: {"sender_kind": kind}
        for kind in (
            BelievesAnyAnswer,
            BelievesAnyReceipt,
            WritesAnewForEachTry,
            GivesUpInSilence,
            KeepsTheOutboxInMemory,
            SaysFailedTooSoon,
        )
    },
}
