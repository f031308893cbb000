"""Amounts of money: what was asked to be held, what is held, and that a lower amount is a part.

An amount, never the account: the rest stays usable, and nothing is held beyond what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from comity.kernel.errors import BadInput
from comity.law.records import Instrument
from comity.law.records.instruments import Transition
from comity.node.assistance import content, faults, lawbook
from comity.node.assistance.models import Request
from comity.node.base.sealing import OpenKey

_WHOLE, _PART = "held", "partly_held"


def amount_of(extra: Mapping[str, Any]) -> tuple[Decimal, str, date] | None:
    """Read an amount of money that is held, with the day it ends; nothing where no money is told of.

    Raises:
        BadInput: not an amount, or no day on which the hold ends.
    """
    given = extra.get("hold")
    if not isinstance(given, Mapping):
        return None
    try:
        amount = Decimal(str(given.get("amount", "")))
        currency = str(given.get("currency", ""))
        if not amount.is_finite() or amount <= 0 or not currency or len(currency) > 12:
            raise InvalidOperation
    except InvalidOperation:
        raise BadInput(faults.NOT_WHOLE_ACCOUNT.fault()) from None
    try:
        ends_on = date.fromisoformat(str(given.get("ends_on", "")))
    except ValueError:
        raise BadInput(faults.NO_END.fault()) from None
    return amount, currency, ends_on


def asked(request: Request, key: OpenKey | None = None) -> tuple[Decimal, str] | None:
    """Return how much a request asks to be held, and in which currency; nothing where it asks for no money.

    Where the other side wrote no amount it is nothing, so that nothing can be held under it.
    """
    instrument = lawbook.book().instrument(request.instrument)
    names = [field.name for field in instrument.fields if field.type == "money"]
    given = content.read(request, key).get(names[0]) if names else None
    if not isinstance(given, Mapping):
        return None
    try:
        amount = Decimal(str(given.get("amount", "0")))
    except InvalidOperation:
        amount = Decimal(0)
    return (amount if amount.is_finite() else Decimal(0)), str(given.get("currency"))[:12]


def within_what_was_asked(request: Request, told: Mapping[str, Any], *, holds: bool) -> None:
    """Check the amount that is told to be held.

    Raises:
        BadInput: none is told, in another currency, or more than was asked.
    """
    instrument = lawbook.book().instrument(request.instrument)
    about_money = any(field.type == "money" for field in instrument.fields)
    if request.direction != Request.Direction.IN or not about_money or not holds:
        return
    held = amount_of(told)
    if held is None:
        raise BadInput(faults.NOT_WHOLE_ACCOUNT.fault())
    wanted = asked(request)
    if wanted is None:
        return
    if wanted[1] != held[1]:
        raise BadInput(faults.OTHER_CURRENCY.fault(currency=held[1], asked=wanted[1]))
    if held[0] > wanted[0]:
        raise BadInput(
            faults.MORE_THAN_ASKED.fault(amount=held[0], currency=held[1], asked=format(wanted[0], "f"))
        )


def as_much_as_is_held(
    request: Request, instrument: Instrument, taken: Transition, told: Mapping[str, Any]
) -> Transition:
    """Return the step that this amount is: a hold of less than was asked is a hold in part, whatever was pressed.

    Where the record knows no hold in part the step stays as it is.
    """
    held = amount_of(told) if taken.to == _WHOLE and request.direction == Request.Direction.IN else None
    wanted = asked(request) if held is not None else None
    if held is None or wanted is None or held[0] >= wanted[0]:
        return taken
    same = (taken.from_, taken.by, taken.side, _PART)
    return next(
        (one for one in instrument.transitions if (one.from_, one.by, one.side, one.to) == same), taken
    )
