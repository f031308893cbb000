"""How a state stands to a treaty, a table of members, or another state, on a day: the answers the look-ups give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from comity.kernel.finding import Confidence
from comity.law.records import Force, Member, Party

StandingReason = Literal[
    "bound",
    "no_record",
    "signed_only",
    "not_in_force",
    "not_yet",
    "not_applicable_yet",
    "ended",
    "not_member",
    "opted_out",
    "unknown",
]
"""Why: bound; no row in the book; signed only; ratified but not in force; in force later than the day asked;
the act applies later; ended before; not a member; opted out; not established."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a state is bound by a treaty (or is a member of a table) on a day, and by which record.

    ``since``: the day from which it is or would be. ``via``: the party through which it is bound (``EU``). ``record`` names the
    record the answer rests on.
    """

    of: str
    state: str
    force: Force
    reason: StandingReason
    record: str
    confidence: Confidence
    since: date | None = None
    via: str = ""
    how: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Assistance:
    """A general assistance treaty between two states on a day.

    ``kind``: treaty, bilateral, or arrangement (uniform or reciprocal law, not binding by itself). ``force = "unknown"``: whether it is in
    force, or whether it is general, is not established.
    """

    id: str
    title: str
    cite: str
    kind: Literal["treaty", "bilateral", "arrangement"]
    force: Force
    record: str
    confidence: Confidence
    since: date | None = None
    treaty: str = ""


class Dated(Protocol):
    """Whatever holds from a day until another."""

    @property
    def since(self) -> date | None:
        """Return the first day."""

    @property
    def until(self) -> date | None:
        """Return the first day on which it no longer holds."""


def holds_on(row: Dated, day: date | None) -> bool:
    """Say whether a dated record holds on the day; a missing start is no bar (ruling 7), no day asks for all."""
    if day is None:
        return True
    return (row.since is None or row.since <= day) and (row.until is None or day < row.until)


def member_on(table: str, complete: bool, members: Iterable[Member], state: str, day: date) -> Standing:
    """Answer from a member table: listed and in its days yes, listed outside them no, not listed no only if complete."""
    last: Member | None = None
    for member in members:
        if member.state != state:
            continue
        if holds_on(member, day):
            return Standing(
                table,
                state,
                "yes",
                "bound",
                f"networks/{table}",
                member.confidence,
                since=member.since,
                how="member",
            )
        last = member
    if last is not None:
        ended = last.until is not None and last.until <= day
        reason: StandingReason = "ended" if ended else "not_yet"
        return Standing(
            table, state, "no", reason, f"networks/{table}", last.confidence, since=last.until or last.since
        )
    if complete:
        return Standing(table, state, "no", "not_member", f"networks/{table}", "verified")
    return Standing(table, state, "unknown", "unknown", f"networks/{table}", "recalled")


def party_on(row: Party, record: str, day: date) -> Standing:
    """Answer from a row of a treaty's parties.

    A row known to be bound without a day (a scheme) is bound; one whose day is not yet reached is not.
    """
    confidence: Confidence = "recalled" if "in_force" in row.recalled else row.confidence
    force: Force = row.force
    reason: StandingReason = "bound"
    since = row.in_force
    if row.until is not None and row.until <= day:
        force, reason, since = "no", "ended", row.until
    elif row.force == "unknown":
        reason = "unknown"
    elif row.force == "no":
        reason = "signed_only" if row.how == "signature-only" else "not_in_force"
        confidence = row.confidence
    elif row.in_force is not None and row.in_force > day:
        force, reason = "no", "not_yet"
    return Standing(
        row.treaty, row.state, force, reason, record, confidence, since=since, how=row.how, source=row.source
    )
