"""A judge where the law says judge: record the decision, and say whether the one that is needed is there (promise 19)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.digest import digest
from comity.node.assistance import content, lanes, lawbook, permissions
from comity.node.assistance.models import Authorisation, Request
from comity.node.assistance.moving import locked, touch
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.permissions import require

_RANK = {"police": 0, "prosecutor": 1, "judge": 2}


@transaction.atomic
def record_authorisation(
    request: Request, *, kind: str, authority: str, dated: date, reference: str, by: Actor, at: datetime,
    statute: str = "", paper: bytes = b"", seen: int | None = None,
) -> Authorisation:  # fmt: skip
    """Record who authorised: kind (judge, prosecutor, police), authority, date, reference; the paper itself by its digest.

    Raises:
        NotAllowed: the actor does not record authorisations on this request.
        ValueError: not one of the kinds.
    """
    row = locked(request, seen=seen)
    require(by, "authorisation.record", permissions.of(row, at=at))
    made = Authorisation(
        owner=row.owner, data_key=row.data_key, request=row, kind=Authorisation.Kind(kind).value, authority=authority[:120], dated=dated,
        statute=(statute or _statute(row))[:200], paper_digest=digest(paper) if paper else "", by=by.label, at=at,
    )  # fmt: skip
    sealing.seal(made, content.open_key(row.data_key), paper_reference=reference)
    made.save()
    touch(row)
    audit.record(
        "audit", "authorisation.record", by=by, at=at, subject_kind="request", subject_id=str(row.pk), participant=row.owner_id,
        facts={"kind": made.kind, "dated": dated.isoformat(), "paper": made.paper_digest},
    )  # fmt: skip
    news.tell("request.authorised", request=row.pk, kind=made.kind)
    request.refresh_from_db()
    return made


def kind_needed(request: Request) -> str:
    """Return whose decision the executing state's own law needs for a request: judge, prosecutor, police, or nothing known.

    An order straight to a holder for more than identification needs a judge (lane ``order``, not at home).
    """
    instrument = lawbook.book().instrument(request.instrument)
    on = request.sent_at or request.received_at or request.drafted_at
    power = lawbook.power_for(request.requested, request.measure, on.date()) if on is not None else None
    if instrument.at_home or not instrument.direct_to_private_party:
        return lawbook.kind_of_authority(power) if power is not None else ""
    categories = [part.data_category for part in request.parts.all()]
    return "judge" if lanes.send_verb(instrument, categories) == "order.content.send" else ""


def is_authorised(request: Request) -> bool | None:
    """Say whether a decision of the kind needed is recorded; ``None`` where it is not known which is needed.

    What the police may decide itself needs no paper. A judge's decision serves where less would do.
    """
    needed = kind_needed(request)
    if needed not in _RANK:
        recorded = request.authorisations.filter(kind="judge").exists()
        return True if recorded else None
    if needed == "police":
        return True
    kinds = request.authorisations.values_list("kind", flat=True)
    return any(_RANK[kind] >= _RANK[needed] for kind in kinds)


def _statute(request: Request) -> str:
    on = request.received_at or request.drafted_at
    power = lawbook.power_for(request.requested, request.measure, on.date()) if on is not None else None
    return power.statute if power is not None else ""
