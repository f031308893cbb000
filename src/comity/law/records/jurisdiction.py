"""Who may prosecute, and what speaks to who should."""

from __future__ import annotations

from typing import Literal

from comity.law.records.base import Fact


class JurisdictionHead(Fact, frozen=True, kw_only=True):
    """``jurisdiction/*.toml``: a head on which a state may (or must be able to) prosecute, and the facts that show it.

    ``test``: how the facts show it: a place of one of the ``factors`` in the state; the flag or register of a craft; a nationality
    or residence of the suspect; the victim's place. ``duty``: the state must be able to, not only may. ``treaty``: empty where wider
    domestic heads stay allowed. ``reservation_codes``: reservations that take the head away.
    """

    id: str
    head: str
    cite: str
    test: Literal["place", "craft", "suspect_nationality", "suspect_residence", "suspect_present_national"]
    treaty: str = ""
    factors: tuple[str, ...] = ()
    duty: bool = True
    needs_offence_there: bool = False
    reservation_codes: tuple[str, ...] = ()


class JurisdictionFactor(Fact, frozen=True, kw_only=True):
    """A factor in the question which state should prosecute. No factor decides and nothing is added up.

    ``shown_by``: the connecting factors of the scenario that speak to it; empty where only people can say.
    """

    id: str
    title: str
    weight: Literal["starting_point", "strong", "medium", "weak", "gate", "never_alone", "last"]
    cite: str
    shown_by: tuple[str, ...] = ()


class JurisdictionDuty(Fact, frozen=True, kw_only=True):
    """A duty where several states claim: consult, inform, submit the case. ``table``: only between members of it."""

    id: str
    cite: str
    text: str
    treaty: str = ""
    table: str = ""
