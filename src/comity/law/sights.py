"""Faces: what the rules look at of one state, or of two together, with the names left out.

Two states with the same face are the same to a rule. A face holds whatever decides the verdict, how sure it is, and
whether a record was looked at long ago, and nothing more: the fewer faces, the quicker the atlas.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from comity.law.contents import record_id
from comity.law.standing import Assistance, Standing

if TYPE_CHECKING:
    from comity.law.asking import Outcome, Setting
    from comity.law.dual_criminality import Comparison
    from comity.law.records import Power, Reservation


def of_standing(setting: Setting, found: Standing) -> Hashable:
    """See how a state stands to a treaty or table."""
    return found.force, found.reason, found.confidence, bool(found.via), found.record in setting.old


def of_treaties(setting: Setting, treaties: Iterable[str], state: str) -> Hashable:
    """See how a state stands to several treaties."""
    return tuple(of_standing(setting, setting.standing(treaty, state)) for treaty in treaties)


def of_outcome(setting: Setting, outcome: Outcome) -> Hashable:
    """See an answer about one state alone, where a rule joins the answers about two."""
    return (
        outcome.verdict.value,
        outcome.soft,
        tuple((bool(one.record), one.confidence, one.record in setting.old) for one in outcome.reasons),
    )


def of_offences(setting: Setting, state: str) -> Hashable:
    """See which offences of a state the facts make out, as far as a comparison with another law goes."""
    return state in setting.facts.offence_known_to, tuple(
        (
            one.article,
            one.verdict.value,
            one.territory,
            len(one.unmet),
            len(one.unknown),
            one.confidence,
            one.record in setting.old,
            tuple((bool(reason.record), reason.confidence) for reason in one.reasons),
        )
        for one in setting.offences_of(state)
    )


def of_reservations(setting: Setting, found: Iterable[Reservation]) -> Hashable:
    """See the reservations that bear on a rule."""
    return tuple((row.force, row.confidence, record_id(row) in setting.old) for row in found)


def of_power(setting: Setting, power: Power | None) -> Hashable:
    """See a power of a state."""
    if power is None:
        return None
    return power.available, power.data_categories, power.confidence, record_id(power) in setting.old


def of_assistance(setting: Setting, state: str) -> Hashable:
    """See which assistance treaties a state may have with others, those between two states alone left out."""
    return setting.book.assistance_sides(state, setting.on), of_treaties(
        setting, setting.book.general_treaties, state
    )


def of_assistance_between(setting: Setting, found: Iterable[Assistance]) -> Hashable:
    """See which assistance treaties stand, or may stand, between two states."""
    return tuple(
        (one.kind, one.force, one.treaty, one.confidence, one.record in setting.old) for one in found
    )


def of_basis(found: Iterable[Assistance]) -> Hashable:
    """See of the assistance treaties only whose rules an instrument may take over, and whether one is in force."""
    sure = [one for one in found if one.force == "yes"]
    return bool(sure), next((one.treaty for one in sure if one.treaty), "")


def of_comparison(setting: Setting, compared: Comparison) -> Hashable:
    """See how two laws compare: the answer, and how sure what it rests on is."""
    return (
        compared.verdict.value,
        tuple((bool(one.record), one.confidence, one.record in setting.old) for one in compared.decides),
        any(reason.record and reason.confidence != "verified" for reason in compared.notes),
    )
