"""What helps a request along: how long it usually takes, what to check before a person is moved, what may follow a refusal, and
when a second trial for the same acts is barred.
"""

from __future__ import annotations

from typing import Literal

from comity.law.records.base import Fact, Record


class PublishedTime(Fact, frozen=True, kw_only=True):
    """``practice/times.toml``: how long help took according to somebody who published it. Never an average of ours.

    ``instruments``: of which the route must be one; ``requested``: only where one of these states is asked (empty: any). ``days``: the
    figure, of a range the longer end; ``from_days``: the shorter end. ``counts``: what was counted, in words.
    """

    id: str
    instruments: tuple[str, ...]
    requested: tuple[str, ...] = ()
    days: int
    from_days: int | None = None
    counts: str
    cite: str


class Check(Fact, frozen=True, kw_only=True):
    """``checks/*.toml``: something recorded for every request of a kind, also where it turns out not to matter.

    ``measures``: for which it is made. ``test``: how the facts and records answer it. ``treaty``: only where it binds both (empty: always).
    ``months``: for the test ``threshold``.
    """

    id: str
    title: str
    measures: tuple[str, ...]
    test: Literal[
        "threshold", "nationality", "death_penalty", "speciality", "ne_bis_in_idem", "political", "judgement"
    ]
    cite: str
    text: str
    treaty: str = ""
    months: int | None = None


class Remedy(Fact, frozen=True, kw_only=True):
    """``refusals/*.toml``: what may, or must, follow after a request was refused.

    ``kind``: ``duty`` of the refusing side, ``right`` of the asking side, ``way`` another way to the same end, ``cure`` of what was wrong,
    ``stop``: nothing more may be done by this way. ``after``: ids of grounds it follows (empty: any). ``instruments``: it follows a refusal
    under one of these (empty: any). ``treaty``: where it binds both. ``use``: measures by which the asking side carries it out, whose routes are
    then shown; ``asked_back``: measures for which the refusing side asks in its turn (evidence for its own trial).
    ``event``: the step of the life cycle it is. ``sole_ground``: only where the ground was the only one.
    """

    id: str
    kind: Literal["duty", "right", "way", "cure", "stop"]
    cite: str
    text: str
    after: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    treaty: str = ""
    use: tuple[str, ...] = ()
    asked_back: tuple[str, ...] = ()
    event: str = ""
    sole_ground: bool = False


class BarStep(Record, frozen=True, kw_only=True):
    """One question of a test: the fact of the earlier proceedings that answers it, and the answers that meet it."""

    fact: Literal["stage", "merits_examined", "same_acts", "penalty"]
    met_by: tuple[str, ...]
    not_met_by: tuple[str, ...] = ()
    cite: str
    text: str


class Bar(Fact, frozen=True, kw_only=True):
    """``jurisdiction/bars.toml``: when earlier proceedings bar others for the same acts (ne bis in idem).

    ``reach``: ``across`` states bound by ``treaty`` or in ``table``, ``within`` one state only, ``none``: the text has no such bar. ``steps``: all
    must be met. ``reservation_codes`` on ``reservation_treaty``: declarations that take it away in part.
    """

    id: str
    title: str
    cite: str
    reach: Literal["across", "within", "none"]
    treaty: str = ""
    table: str = ""
    steps: tuple[BarStep, ...] = ()
    text: str = ""
