"""What the engine says of a report: plain values in and out. The law's answer is kept whole, as the codes it is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.facts.model import FACTORS, Facts
from comity.kernel.finding import Reason
from comity.law.book import Book
from comity.law.offences import made_out
from comity.selectors import Selector
from comity.selectors.kinds import KINDS
from comity.triage.referral import referral


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment before it is stored."""

    countries: tuple[str, ...]
    offences: dict[str, Any]
    referrals: list[dict[str, Any]]
    selectors: dict[str, int]


def assess(
    book: Book,
    facts: Facts,
    selectors: Iterable[Mapping[str, str]],
    *,
    here: str,
    on: date,
    marks: Collection[str] = (),
) -> Assessed:
    """Assess a report: in which states which offences are made out, and who should have it.

    ``selectors``: ``{"kind", "value"}``; an account number names the state whose bank holds it, nothing else is read of them.
    """
    given = [
        Selector(0, 0, one["kind"], one["value"], one["value"]) for one in selectors if one["kind"] in KINDS
    ]
    states = touched(facts, (one.value[:2] for one in given if one.kind == "iban"), here=here)
    known = [state for state in states if book.knows(state)]
    return Assessed(
        countries=tuple(states),
        offences=made_out(book, facts, known, on).document(),
        referrals=[one.document() for one in referral(facts, here=here, marks=marks, selectors=given)],
        selectors=dict(sorted(Counter(one.kind for one in given).items())),
    )


def touched(facts: Facts, accounts: Iterable[str] = (), *, here: str) -> list[str]:
    """Return the states a report touches, the desk's own first.

    >>> from comity.facts.model import Places
    >>> touched(Facts(places=Places({"provider": ("JP",)})), ["FR"], here="DE")
    ['DE', 'JP', 'FR']
    """
    places = [place for factor in FACTORS for place in facts.places.where(factor).known]
    return list(dict.fromkeys([here, *places, *accounts]))


def reasons_document(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    """Return the reasons of an urgency as they are stored: codes and values, no sentences."""
    return [{"code": one.code, "params": dict(one.params)} for one in reasons]
