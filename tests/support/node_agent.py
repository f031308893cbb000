"""One process of a node under test, which does what it is told over a pipe: a line of JSON in, a line of JSON out.

python -m tests.support.node_agent setup            (door admin)  migrate, read the directory, admit everybody
python -m tests.support.node_agent serve            (any door)    answer commands until the pipe closes
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import django


def take_effect(incoming: Any, document: Any, *, by: Any, at: datetime) -> None:
    """Take in a message of the kind ``test``: a leaf is its effect."""
    from comity.node.audit import actions as audit

    audit.record(
        "audit",
        "effect",
        by=by,
        at=at,
        subject_kind="test",
        subject_id=document["id"],
        facts=dict(document["body"]),
    )


def setup() -> None:
    """Make the database of this node ready and admit every counterpart by two invented persons."""
    from comity.node.base.prepare import prepare

    prepare(statics=False)
    from comity.kernel.actor import Actor
    from comity.node.exchange import actions
    from comity.node.exchange.models import Counterpart

    at = datetime.now(UTC)
    actions.sync(at)
    one, other = (
        Actor("officer", number, "", frozenset({"legal_officer"}), stepped_up=True) for number in ("1", "2")
    )
    for code in Counterpart.objects.filter(participant__hosted=False, trust="new").values_list(
        "pk", flat=True
    ):
        actions.ask_trust(code, "admitted", "agreement_in_force", by=one, at=at)
        actions.confirm_trust(code, by=other, at=at)


def post(sender: str, to: str, count: int = 1, kind: str = "test", matter: str = "") -> list[str]:
    """Post messages, each in a transaction of its own; return their ids."""
    from django.db import transaction

    from comity.kernel.actor import system
    from comity.node.exchange import actions

    made = []
    for number in range(count):
        with transaction.atomic():
            row = actions.post(
                sender=sender, to=to, matter=UUID(matter) if matter else uuid4(), kind=kind, body={"n": number},
                by=system("tests"), at=datetime.now(UTC),
            )  # fmt: skip
        made.append(str(row.pk))
    return made


def walk() -> dict[str, float]:
    """Walk the rounds of the exchange once; return what each did, and how long delivering took."""
    from comity.node.exchange import actions
    from comity.node.gateway import dispatch

    at, began = datetime.now(UTC), time.perf_counter()
    done = {"delivered": float(actions.deliver_due(at))}
    done["seconds"] = time.perf_counter() - began
    done["opened"] = float(dispatch.open_incoming(at))
    done["receipts"] = float(actions.deliver_receipts(at))
    return done


def hurry() -> int:
    """Make all that waits due now, as if its pause were over."""
    from comity.node.exchange.models import Incoming, Outgoing, ReceiptDelivery

    now = datetime.now(UTC)
    ReceiptDelivery.objects.filter(next_at__isnull=False).update(next_at=now)
    Incoming.objects.filter(next_at__isnull=False).update(next_at=now)
    return Outgoing.objects.filter(state="waiting").update(next_at=now, claim=None)


def states() -> dict[str, str]:
    """Say what senders were told: message -> state."""
    from comity.node.exchange.models import Outgoing

    return {str(pk): state for pk, state in Outgoing.objects.values_list("pk", "state")}


def effects() -> dict[str, int]:
    """Count what took effect: message -> how often."""
    from django.db.models import Count

    from comity.node.audit.models import Leaf

    found = Leaf.objects.filter(verb="effect").order_by().values_list("subject_id").annotate(Count("pk"))
    return dict(found)


def inbox() -> dict[str, str]:
    """Return the messages that came: message -> state."""
    from comity.node.exchange.models import Incoming

    return {str(message): state for message, state in Incoming.objects.values_list("message", "state")}


def receipts(message: str) -> list[list[Any]]:
    """Return the receipts held or given for a message."""
    from comity.node.exchange.models import Receipt

    found = Receipt.objects.filter(message=message).order_by("side", "event", "logged")
    return [list(row) for row in found.values_list("side", "event", "logged")]


def open_as_officer(message: str, participant: str) -> bool:
    """Have an officer open a message (door desk)."""
    from comity.kernel.actor import Actor
    from comity.node.exchange import actions

    by = Actor("officer", "9", participant, frozenset({"duty_officer"}))
    return actions.mark_opened(UUID(message), by=by, at=datetime.now(UTC))


def order() -> int:
    """Let the notary order what waits (door notary)."""
    from comity.node.audit import notary
    from comity.node.base import clock
    from comity.node.exchange.keys import keyring

    return notary.order_all(keyring(), clock.now)


COMMANDS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (post, walk, hurry, states, effects, inbox, receipts, open_as_officer, order)
}  # fmt: skip


def serve() -> None:
    """Answer commands until the pipe closes."""
    django.setup()
    from comity.node.gateway import table

    table.HANDLERS["test"] = "tests.support.node_agent:take_effect"
    for line in sys.stdin:
        command, arguments = json.loads(line)
        try:
            answer = {"answer": COMMANDS[command](**arguments)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    {"setup": setup, "serve": serve}[sys.argv[1]]()
