"""What a decision looks at besides actor and verb: plain values, filled in by the node's ``permissions`` modules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Handling(IntEnum):
    """Handling codes of the Traffic Light Protocol 2.0 (FIRST, 2022), the most restrictive last.

    ``CLEAR`` may be published; ``GREEN`` stays in the community of participants; ``AMBER`` with those who need it;
    ``AMBER_STRICT`` inside the owning participant; ``RED`` with the persons named.
    """

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4


def most_restrictive(codes: Iterable[Handling]) -> Handling:
    """Return the handling code of something derived from several things: the most restrictive wins.

    >>> most_restrictive([Handling.GREEN, Handling.AMBER_STRICT]).name
    'AMBER_STRICT'
    """
    return max(codes, default=Handling.AMBER)


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave given on one case: ``to`` a participant's code or one person's label, for some verbs, until a day.

    >>> from datetime import UTC, datetime
    >>> Grant("officer:7", frozenset({"report.open"}), until=datetime(2026, 12, 1, tzinfo=UTC)).to
    'officer:7'
    """

    to: str
    verbs: frozenset[str]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attributes:
    """The object of a decision, in plain values.

    ``owner``: the participant whose matter it is; ``parties``: others whose matter it is too by the course of the
    work (who must check or send a request). ``grants``: leave given on its case. ``purpose``: why the actor asks.
    ``done_by``: labels of those who took the earlier steps, for verbs that need another person. ``named``: labels of
    those who may see something RED. ``authorised``: a recorded authorisation of the kind the law asks; ``None`` where
    nobody recorded whether one is needed. ``at``: the instant of the act.
    """

    owner: str = ""
    parties: frozenset[str] = frozenset()
    grants: tuple[Grant, ...] = ()
    purpose: str = ""
    handling: Handling = Handling.AMBER
    done_by: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    authorised: bool | None = None
    life_at_risk: bool = False
    at: datetime | None = None
