"""Take in what the other side of a consultation says. Kept as it was said, with who said it; nothing follows of it by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from comity.kernel.actor import Actor
from comity.kernel.country import country
from comity.kernel.errors import BadInput, Conflict, Untrusted
from comity.kernel.identifier import reference
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.exchange.models import Incoming
from comity.node.outcomes import faults, lists
from comity.node.outcomes.actions import SCHEMA, write
from comity.node.outcomes.models import Consultation, Statement

_MOST = 200_000
_MOST_CLAIMS = 2_000


def receive_consultation(incoming: Incoming, document: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Open the consultation here, or add what the other side said. Once for each message.

    Raises:
        BadInput: the body is not as it has to be. Conflict: the opening has not arrived yet.
        Untrusted: whoever sent it is no side of this consultation.
    """
    body = document.get("body")
    if not isinstance(body, Mapping) or body.get("schema") != SCHEMA:
        raise BadInput(faults.BAD_BODY.fault(what="schema"))
    matter = incoming.matter_id
    if matter is None:
        raise Conflict(faults.NOT_YET.fault())
    row = Consultation.objects.filter(owner=incoming.owner, matter_id=matter).first()
    if body.get("step") == "open":
        if row is None:
            _open(incoming, matter, body, by=by, at=at)
        return
    if row is None:
        raise Conflict(faults.NOT_YET.fault())
    row = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("owner", "data_key")
        .get(pk=row.pk)
    )
    if row.counterpart != by.participant:
        raise Untrusted(faults.NOT_A_SIDE.fault(sender=by.participant))
    if not Statement.objects.filter(consultation=row, message_id=incoming.message).exists():
        _add(row, incoming, body, by=by, at=at)


def _open(incoming: Incoming, matter: UUID, body: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    claims, states = body.get("claims"), body.get("states")
    if (
        not isinstance(claims, dict)
        or not isinstance(states, list)
        or len(states) > 50
        or not _shaped(claims)
    ):
        raise BadInput(faults.BAD_BODY.fault(what="claims, states"))
    row = Consultation.objects.create(
        owner=incoming.owner, data_key=sealing.new_key(incoming.owner).row, matter_id=matter, reference=reference(),
        counterpart=by.participant, states=[country(str(state)) for state in states], claims=claims, opened_by=by.label, opened_at=at,
        opened_here=False,
    )  # fmt: skip
    _leaf("consultation.take_in", row, by, at)


def _shaped(claims: Mapping[str, Any]) -> bool:
    """Say whether claims have the shape that pages and people read (``comity.jurisdiction/1``): what is not so is not kept."""
    listed, factors, duties = claims.get("claims", []), claims.get("factors", {}), claims.get("duties", [])
    return (
        isinstance(listed, list)
        and len(listed) <= _MOST_CLAIMS
        and all(isinstance(one, dict) and _texts(one, "state", "head", "cite", "verdict") for one in listed)
        and isinstance(factors, dict)
        and len(factors) <= _MOST_CLAIMS
        and all(
            isinstance(one, dict)
            and _texts(one, "title", "cite")
            and isinstance(one.get("states"), dict)
            and all(isinstance(shown, list) for shown in one["states"].values())
            for one in factors.values()
        )
        and isinstance(duties, list)
        and all(isinstance(one, dict) for one in duties)
    )


def _texts(one: Mapping[str, Any], *names: str) -> bool:
    return all(isinstance(one.get(name), str) for name in names)


def _add(row: Consultation, incoming: Incoming, body: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    kind, code, state, words = (body.get(name) for name in ("kind", "code", "state", "words"))
    if (
        kind not in Statement.Kind.values
        or not isinstance(code, str)
        or not isinstance(words, str)
        or len(words) > _MOST
    ):
        raise BadInput(faults.BAD_BODY.fault(what="kind, code, words"))
    if kind != Statement.Kind.FACTOR:
        lists.code(code, lists.DECISIONS if kind == Statement.Kind.DECISION else lists.FOLLOW_UPS)
    if state not in ("", *row.states):
        raise BadInput(faults.BAD_BODY.fault(what="state"))
    write(
        row, kind, code[:40], state, words, asserted_by=by.participant, message=incoming.message, by=by, at=at
    )
    _leaf(f"consultation.{kind}", row, by, at, code=code[:40], state=state)


def _leaf(verb: str, row: Consultation, by: Actor, at: datetime, **facts: Any) -> None:
    audit.record(
        "audit", verb, by=by, at=at, subject_kind="consultation", subject_id=str(row.pk), participant=row.owner_id,
        facts={"matter": str(row.matter_id), **facts},
    )  # fmt: skip
    news.tell("consultation.said", consultation=row.pk)
