"""Under whose decision items may go: the recorded authorisation of the kind the power record asks (promise 19)."""

from __future__ import annotations

from typing import Any

from comity.custody.entry import document_digest
from comity.kernel.digest import Digest
from comity.kernel.errors import Conflict
from comity.node.assistance import queries
from comity.node.assistance.actions import kind_needed
from comity.node.assistance.faults import RIGHTS_REFUSED, RIGHTS_STOP
from comity.node.assistance.models import Authorisation, Request

_RANK = {"police": 0, "prosecutor": 1, "judge": 2}


def authorisation_for(request: Request) -> Authorisation | None:
    """Return the newest recorded decision that is enough; where it is not known which kind the law asks, only a judge's is.

    What the police may decide itself still has to be recorded: data never leave without a name behind it.
    """
    least = _RANK.get(kind_needed(request), _RANK["judge"])
    rows = request.authorisations.order_by("-at", "-id")
    return next((row for row in rows if _RANK[row.kind] >= least), None)


def require_no_right_at_stake(request: Request) -> None:
    """Refuse to let anything go while the rights gate stops the request, or after a lawyer refused it (promise 16).

    Raises:
        Conflict: it is stopped, or was refused.
    """
    if request.rights_stop:
        marks = request.answer.get("rights", {}).get("marks", [])
        raise Conflict(RIGHTS_STOP.fault(marks=", ".join(marks) or "-"))
    if queries.was_refused_for_rights(request):
        raise Conflict(RIGHTS_REFUSED.fault())


def kind_asked(request: Request) -> str:
    """Return which decision the law asks for: judge where nothing is known."""
    return kind_needed(request) or "judge"


def document(row: Authorisation) -> dict[str, Any]:
    """Return the record a package lists and a custody entry names by its digest. The paper's own reference stays sealed here."""
    record = {
        "kind": row.kind,
        "authority": row.authority,
        "dated": row.dated.isoformat(),
        "statute": row.statute,
        "paper": row.paper_digest,
        "id": str(row.pk),
    }
    return {**record, "digest": str(document_digest(record))}


def digest(row: Authorisation) -> Digest:
    """Return the digest by which custody entries name a decision."""
    return Digest(str(document(row)["digest"]))


def order_document(order: Request) -> dict[str, Any]:
    """Return the record under which a holder hands over: the order that was served on it."""
    at = order.received_at
    record = {
        "kind": "order",
        "instrument": order.instrument,
        "legal_basis": order.legal_basis,
        "from": order.counterpart,
        "reference": order.counterpart_reference,
        "received": at.date().isoformat() if at else "",
        "id": str(order.matter_id),
    }
    return {**record, "digest": str(document_digest(record))}
