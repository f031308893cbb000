"""Facts of an incident as plain, frozen values. ``None`` is unknown, everywhere, and never means no.

>>> places = Places({"system": ("DE",)})
>>> places.where("system").may_be_in("JP")  # a list is what is known, not all there is
<Verdict.UNKNOWN: 'unknown'>
>>> places.where("system").may_be_in("DE")
<Verdict.YES: 'yes'>
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from comity.kernel.country import Country
from comity.kernel.finding import Verdict

Truth = bool | None
Consent = Literal["lawful_and_voluntary", "none", "unknown"]
FACTORS = ("victim", "suspect", "system", "provider", "storage")
"""Connecting factors with a place: where the victim, the suspect, the attacked system, the provider, the data are."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is known of where something is: the places known, and whether there can be no other."""

    known: tuple[str, ...] = ()
    complete: bool = False

    def may_be_in(self, place: str) -> Verdict:
        """Yes where known to be there; no where the list is closed and lacks it; else unknown."""
        if place in self.known:
            return Verdict.YES
        return Verdict.NO if self.complete else Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Places:
    """Whereabouts for each connecting factor of :data:`FACTORS`."""

    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()

    def where(self, factor: str) -> Whereabouts:
        """Return what is known of one factor; nothing at all where it was not given."""
        return Whereabouts(self.known.get(factor, ()), factor in self.closed)


@dataclass(frozen=True, slots=True)
class Provider:
    """The truth about the provider that holds the data (the seat alone never decides who may order it)."""

    seat: Country | None = None
    offers_services_in_eu: Truth = None
    designated_in: Country | None = None


@dataclass(frozen=True, slots=True)
class Persons:
    """What is known of the persons concerned; an empty or absent list is unknown."""

    suspect_nationality: tuple[str, ...] = ()
    suspect_residence: tuple[str, ...] = ()
    victim_nationality: tuple[str, ...] = ()


Stage = Literal["investigating", "charged", "final", "ended_without_merits", "unknown"]
Penalty = Literal["none", "served", "being_served", "no_longer_enforceable", "not_started", "unknown"]
STAGES: tuple[Stage, ...] = ("investigating", "charged", "final", "ended_without_merits", "unknown")
PENALTIES: tuple[Penalty, ...] = (
    "none", "served", "being_served", "no_longer_enforceable", "not_started", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proceedings:
    """Proceedings against the suspect in one state: how far they are, and whether they are about the same acts."""

    state: str
    stage: Stage = "unknown"
    merits_examined: Truth = None
    same_acts: Truth = None
    penalty: Penalty = "unknown"
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """Money that has left: the amount as reported and the instant it went."""

    amount: Decimal | None = None
    currency: str = ""
    left_at: datetime | None = None

    def __bool__(self) -> bool:
        return self.amount is not None or self.left_at is not None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the engine may reason from. It never sees a name, an address or a word of a narrative."""

    articles: tuple[str, ...] = ()
    elements: Mapping[str, Truth] = field(default_factory=dict)
    offence_known_to: Mapping[str, Truth] = field(default_factory=dict)
    max_penalty_months: Mapping[str, int] = field(default_factory=dict)
    political_character: Truth = None
    tags: frozenset[str] = frozenset()
    consent: Consent = "unknown"
    danger_to_life: Truth = None
    places: Places = field(default_factory=Places)
    provider: Provider = field(default_factory=Provider)
    persons: Persons = field(default_factory=Persons)
    money: Money = field(default_factory=Money)
    proceedings: tuple[Proceedings, ...] = ()
    committed_on: date | None = None
    stated: Mapping[str, Truth] = field(default_factory=dict)
    """Further facts a record's condition asks about by name (``publicly_available``), as stated."""

    def element(self, name: str) -> Truth:
        """Return what is known of one element."""
        return self.elements.get(name)
