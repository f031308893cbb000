"""An order as a clerk sees it: who asks and whether that is real, by which law, what exactly, until when, and what is not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from comity.kernel.actor import Actor
from comity.node.assistance import lawbook, queries, showing, words, zones
from comity.node.assistance.lawbook import HELD
from comity.node.assistance.models import Hold, Request
from comity.node.base import home
from comity.node.base.models import Participant
from comity.node.deadlines.models import Kind
from comity.node.exchange import queries as exchange
from comity.node.exchange.models import Counterpart
from comity.node.ui.labels import label

_TOLD = (Kind.DEADLINE, Kind.CEILING)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whether the authority is who it says: listed, admitted here, the message signed by its key, the directory fresh."""

    name: str
    country: str
    verified: bool
    checks: tuple[tuple[bool, str], ...]


def sender(row: Request, *, by: Actor, at: datetime) -> Sender:
    """Check who asks, from what this node itself verified."""
    participant = Participant.objects.filter(pk=row.counterpart).first()
    counterpart = Counterpart.objects.filter(pk=row.counterpart).first()
    first = next((line for line in queries.wire(row, by=by, at=at) if line.direction == "in"), None)
    status = exchange.directory_status(at)
    checks = (
        (
            first is not None,
            _("The message was signed with a key of this authority, and was not changed on its way."),
        ),
        (counterpart is not None and counterpart.listed, _("The authority stands in the signed directory.")),
        (
            counterpart is not None and counterpart.trust == Counterpart.Trust.ADMITTED,
            _("It is admitted here by two named persons."),
        ),
        (not status.stale, _("The directory is fresh.")),
    )
    return Sender(
        participant.name if participant else row.counterpart, participant.country if participant else "", all(ok for ok, _text in checks), checks,
    )  # fmt: skip


def walls(row: Request) -> tuple[str, ...]:
    """Return the one clock that matters to a clerk: that of her own house; and the authority's where it is another state's."""
    node = home.current()
    here = node.zone if node is not None else "UTC"
    return tuple(dict.fromkeys([here, zones.zone_of(row.requesting)]))


def not_asked(row: Request) -> list[str]:
    """Return what the order does not ask, so that nobody gives more."""
    instrument = lawbook.book().instrument(row.instrument)
    asked = {part.data_category for part in row.parts.all()}
    words_of = {
        "content": _("What was said, written or stored"),
        "traffic": _("Who communicated with whom, and when"),
        "subscriber": _("Who the user is"),
    }
    money = any(field.type == "money" for field in instrument.fields)
    if money:
        return [
            _("The rest of the account: it stays usable"),
            _("Other accounts of the same person"),
            _("Statements or movements"),
        ]
    covered = asked | ({"traffic", "subscriber"} if "identification" in asked else set())
    found = [said for kind, said in words_of.items() if kind not in covered]
    handed = any(row_.target in lawbook.SERVED_OUT for row_ in _outcomes(row))
    if not handed:
        found.insert(0, _("To hand anything over: keeping is enough"))
    return found


def _outcomes(row: Request) -> list[Any]:
    return list(lawbook.table(row.instrument).transitions)


def until(row: Request, *, by: Actor) -> str:
    """Return in words until when, as far as it is known now: the end of a hold, else by which day an answer is due."""
    from comity.node.ui.times import day

    if row.ends_on is not None:
        return str(day(row.ends_on))
    if row.period_days is not None:
        confirmed = [
            step for step in queries.timeline(row) if step.target in HELD and step.source not in HELD
        ]
        if confirmed:
            first = confirmed[0]
            end = zones.day_of(first.since or first.at, zones.zone_of(row.requested)) + timedelta(
                days=row.period_days
            )
            return str(day(end))
        return _("%(days)s days from the day you confirm") % {"days": row.period_days}
    return _due(row, by)


def _due(row: Request, by: Actor) -> str:
    """Return the day of the order's own running clock: an answer that is due, before a ceiling at which keeping ends."""
    from comity.node.ui.times import day

    told = [one for one in queries.clocks(row, by=by) if one.kind in _TOLD]
    first = min(told, key=lambda one: (_TOLD.index(one.kind), one.due), default=None)
    if first is None:
        return ""
    last = str(day(first.day or zones.day_of(first.due, first.zone)))
    return _("answer by %(day)s") % {"day": last} if first.kind == Kind.DEADLINE else last


def lines(rows: list[Request], *, by: Actor) -> list[dict[str, Any]]:
    """Return the rows of the list of orders."""
    names = dict(
        Participant.objects.filter(pk__in={row.counterpart for row in rows}).values_list("pk", "name")
    )
    return [
        {
            "pk": row.pk,
            "reference": row.reference,
            "who": names.get(row.counterpart, row.counterpart),
            "what": label(row.measure, "measure"),
            "parts": showing.parts(row),
            "until": until(row, by=by),
            "came": row.received_at,
        }
        for row in rows
    ]


def values(row: Request, given: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the order's own words."""
    return showing.values(row, given)


def holds(row: Request) -> list[Hold]:
    """Return the money held under the order."""
    return list(queries.holds(row))


def event_words(event: str) -> str:
    """Return what a step is called."""
    return words.say(event, words.EVENT)
