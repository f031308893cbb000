"""Which verb of the policy an act on a request is, read from the instrument's record; and whom a person may act as.

A *lane* is a way requests are worked: ``hold`` (drafted, committed, sent by three people), ``assistance`` (central
authorities), ``order`` (straight to a holder), ``notice`` (told without being asked), ``query`` (police and money).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from comity.kernel.actor import Actor
from comity.law.records import Instrument, Transition

Lane = Literal["hold", "assistance", "order", "notice", "query"]
_LANES: dict[str, Lane] = {"preserve": "hold", "mla": "assistance", "spontaneous": "notice", "giving_effect": "assistance",
                           "extradition": "assistance", "team": "assistance"}  # fmt: skip

_BOOK_ROLES: dict[str, tuple[str, ...]] = {
    "duty_officer": ("contact_point",),
    "investigator": ("police",),
    "intake_officer": ("police",),
    "prosecutor": ("prosecutor", "court"),
    "legal_officer": ("central_authority",),
    "addressee_clerk": ("service_provider", "registrar", "bank"),
}
"""Role of a person at a node -> roles of the book she may act in. A prosecutor carries what a court decided."""

_PARTICIPANT_ROLES = {
    "police": "police", "contact_point": "contact_point", "prosecutor": "prosecution", "court": "prosecution",
    "central_authority": "central_authority", "service_provider": "provider", "bank": "bank", "registrar": "registrar",
    "csirt": "csirt",
}  # fmt: skip
_IDENTIFYING = frozenset({"subscriber", "identification", "registration", ""})


def lane(instrument: Instrument) -> Lane:
    """Return the lane of an instrument."""
    if instrument.direct_to_private_party:
        return "order"
    return _LANES.get(instrument.lifecycle, "query")


def roles_of(actor: Actor) -> tuple[str, ...]:
    """Return the roles of the book a person may act in."""
    return tuple(role for name in sorted(actor.roles) for role in _BOOK_ROLES.get(name, ()))


def participant_role(book_role: str) -> str:
    """Return what a participant of the directory is called that fills a role of the book; empty where none can."""
    return _PARTICIPANT_ROLES.get(book_role, "")


def draft_verb(instrument: Instrument) -> str:
    """Return the verb of drafting."""
    return {"notice": "notice.offer"}.get(lane(instrument), f"{lane(instrument)}.draft")


def commit_verb(instrument: Instrument) -> str:
    """Return the verb of committing to what must follow."""
    return "hold.commit"


def send_verb(instrument: Instrument, categories: Iterable[str], *, needs_judge: bool = False) -> str:
    """Return the verb of sending; an order for more than identification is a judge's."""
    found = lane(instrument)
    if instrument.at_home:
        return "assistance.execute" if needs_judge else "hold.serve"
    if found == "order":
        judged = instrument.lifecycle != "preserve" and not set(categories) <= _IDENTIFYING
        return "order.content.send" if judged else "order.identification.send"
    return {"hold": "hold.send", "assistance": "assistance.send", "notice": "notice.offer"}.get(
        found, "query.send"
    )


def step_verb(instrument: Instrument, row: Transition) -> str:
    """Return the verb of taking a step of the life cycle."""
    if row.side in {"requesting", "either"}:
        return "request.follow"
    found = lane(instrument)
    if found == "order":
        return "order.answer" if row.side == "requested" else "assistance.decide"
    if found == "hold":
        return "hold.serve" if row.by == "police" else "hold.decide"
    return {"assistance": "assistance.decide", "notice": "notice.accept"}.get(found, "query.answer")
