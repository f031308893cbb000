"""What comes next at home for a request that was accepted here: an order on a holder, the recorded decision, the release of what was found."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comity.kernel.actor import Actor
from comity.node.assistance import actions, lanes, lawbook, permissions
from comity.node.assistance.lawbook import HELD, SERVED_OUT
from comity.node.assistance.models import Request
from comity.node.base.permissions import allowed
from comity.node.desk import page
from comity.node.evidence import recipients
from comity.policy import may_ever

_ANSWERED = HELD | SERVED_OUT


def steps(row: Request, *, by: Actor, at: datetime) -> list[dict[str, str]]:
    """Return what this person could do next at home, as text and address; nothing while it is undecided, stopped or answered."""
    instrument = lawbook.book().instrument(row.instrument)
    if row.direction != Request.Direction.IN or row.rights_stop or instrument.direct_to_private_party:
        return []
    before_the_answer = {
        one.from_
        for one in instrument.transitions
        if one.side == "requested" and one.to in _ANSWERED and one.from_ not in _ANSWERED
    }
    if before_the_answer.isdisjoint(part.state for part in row.parts.all()):
        return []
    attributes = permissions.of(row, at=at)
    found: list[dict[str, str]] = []

    def add(name: str, text: str, **query: str) -> None:
        address = page.link(name, query=query) if query else page.link(name, request_id=row.pk)
        found.append({"text": text, "href": address, "name": name})

    decided = lanes.lane(instrument) != "assistance" or actions.is_authorised(row) is True
    if not decided and allowed(by, "authorisation.record", attributes):
        add("request-authorisation", _("Record a judge's or prosecutor's decision"))
    if decided and can_be_released(row, by=by, at=at):
        add("evidence-release", _("Ask for a release"), request=str(row.pk))
    if decided and needs_order(row) and allowed(by, "hold.serve", attributes):
        add("request-order", _("Serve an order on a holder here"))
    return found


def needs_order(row: Request) -> bool:
    """Say whether a holder here could be ordered to do what was asked, and none was yet."""
    book = lawbook.book()
    if not book.home_orders(row.measure):
        return False
    return not any(book.instrument(one.instrument).at_home for one in row.follow_ups.all())


def can_be_released(row: Request, *, by: Actor, at: datetime) -> bool:
    """Say whether something lies here whose release to the other side this person can ask for."""
    if not row.counterpart or not recipients.gives_out(row) or not may_ever(by, "evidence.ask_release"):
        return False
    return bool(recipients.lying_here(row, by=by, at=at).exists())
