"""Faces: what the rules look at of one state, or of two together, with the names left out.

Two states with the same face are the same to a rule. A face holds whatever decides the verdict, how sure it is, and
whether a record was looked at long ago, and nothing more: the fewer faces, the quicker the atlas.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from comity.law.contents import record_id
from comity.law.standing import Standing

if TYPE_CHECKING:
    from comity.law.asking import Setting
    from comity.law.records import Power, Reservation


def of_standing(setting: Setting, found: Standing) -> Hashable:
    """See how a state stands to a treaty or table."""
    return found.force, found.reason, found.confidence, bool(found.via), found.record in setting.old


def of_treaties(setting: Setting, treaties: Iterable[str], state: str) -> Hashable:
    """See how a state stands to several treaties."""
    return tuple(of_standing(setting, setting.standing(treaty, state)) for treaty in treaties)


def of_penalties(setting: Setting, state: str) -> Hashable:
    """See how gravely a state punishes what is made out or open."""
    return setting.facts.max_penalty_months.get(state), tuple(
        (
            one.verdict.value,
            one.max_penalty_months,
            one.confidence,
            bool(one.record),
            one.record in setting.old,
        )
        for one in setting.offences_of(state)
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
