"""The chain of custody of an item: the next entry, and the whole chain over all nodes. Entries are leaves of the log ``custody``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from comity.custody import entry as entries
from comity.custody.entry import Entry, Verb
from comity.kernel.actor import Actor
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import Digest
from comity.node.audit import actions as audit
from comity.node.audit import notary
from comity.node.base.sealing import OpenKey, read_bytes
from comity.node.evidence.models import CustodyEntry, Item

LOG = "custody"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page shows it. ``log``: in whose log it stands; ``here``: in ours."""

    number: int
    at: datetime
    verb: str
    participant: str
    log: str
    counterpart: str
    digest: str
    authorisation: str
    here: bool


def begin(
    item: Item,
    key: OpenKey,
    verb: Verb,
    *,
    by: Actor,
    at: datetime,
    counterpart: str = "",
    continues: str = "",
) -> CustodyEntry:
    """Write the first entry of an item in our log: collected here, or received from ``counterpart``.

    Raises:
        Conflict: an item does not begin that way.
    """
    first = entries.first(
        str(item.item_id), verb, at=at, participant=item.owner_id, content=Digest(item.salted), actor=_actor(item, key, by),
        counterpart=counterpart, continues=continues,
    )  # fmt: skip
    return _write(item, first, by=by, at=at)


def append(
    item: Item,
    key: OpenKey,
    verb: Verb,
    *,
    by: Actor,
    at: datetime,
    counterpart: str = "",
    authorisation: str = "",
) -> CustodyEntry:
    """Write the next entry of an item. Two acts at once wait for each other.

    Raises:
        Conflict: that cannot happen to the item now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [str(item.pk)])
    known = own_entries(item)
    following = entries.following(
        known[-1], verb, at=at, released=entries.is_released(known), actor=_actor(item, key, by), counterpart=counterpart,
        authorisation=authorisation,
    )  # fmt: skip
    return _write(item, following, by=by, at=at)


def own_entries(item: Item) -> list[Entry]:
    """Return the entries of an item in our log, in order, read from the leaves themselves."""
    rows = CustodyEntry.objects.filter(item=item).select_related("leaf").order_by("number")
    return [entries.read(bytes(row.leaf.data)) for row in rows]


def state(item: Item) -> str:
    """Return what happened to an item last: its state."""
    return (
        CustodyEntry.objects.filter(item=item).order_by("-number").values_list("verb", flat=True).first()
        or ""
    )


def chain(item: Item) -> list[Line]:
    """Return the chain over all nodes, the first entry first; entries of other nodes as they were proven on arrival."""
    earlier = [
        _line(entries.read(canonical_json(row.document)), row.log, here=False)
        for row in item.earlier.order_by("place")
    ]
    ours = notary.origin(LOG)
    return [*earlier, *(_line(one, ours, here=True) for one in own_entries(item))]


def last_of(chain_entries: Sequence[Entry], item_id: str) -> Entry | None:
    """Return the last entry of one item."""
    return next((one for one in reversed(chain_entries) if one.item == item_id), None)


def _line(one: Entry, log: str, *, here: bool) -> Line:
    return Line(
        one.number,
        one.at,
        one.verb,
        one.participant,
        log,
        one.counterpart,
        str(one.hash),
        one.authorisation,
        here,
    )


def _write(item: Item, made: Entry, *, by: Actor, at: datetime) -> CustodyEntry:
    leaf = audit.record(
        LOG, f"custody.{made.verb}", by=by, at=at, subject_kind="item", subject_id=str(item.item_id), participant=item.owner_id,
        facts={"number": made.number, "counterpart": made.counterpart, "authorisation": made.authorisation}, data=made.leaf(),
    )  # fmt: skip
    return CustodyEntry.objects.create(
        item=item, number=made.number, verb=made.verb, counterpart=made.counterpart, authorisation=made.authorisation,
        by=by.label, at=made.at, leaf=leaf,
    )  # fmt: skip


def _actor(item: Item, key: OpenKey, by: Actor) -> str:
    return entries.salted_actor(read_bytes(item, key, "salt"), by.label)
