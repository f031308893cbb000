"""The kinds of legal condition the engine knows, as records: what an instrument asks before it is a route.

A condition stands in an instrument's file as ``[[condition]]`` with a ``gate`` (where in the order of tests it
belongs), a ``kind`` (one of the classes below, each with its own keys, so that a misspelt key is an
error) and a ``cite``. All ids of treaties, articles, tables and states are values in the records; no
Python names one. ``comity.law.conditions`` evaluates them; this module only says how they are written.

    >>> import msgspec
    >>> given = {"kind": "bound", "gate": "in_force", "cite": "BC 29(1)", "treaties": ["ets185"]}
    >>> msgspec.convert(given, Condition).treaties
    ('ets185',)
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import msgspec

from comity.kernel.finding import Confidence

Gate: TypeAlias = Literal[
    "in_force",
    "territory",
    "reservation",
    "offence_scope",
    "threshold",
    "sender",
    "recipient",
    "form",
    "grounds",
    "conditions",
]
"""The gates in their order; the first that fails decides, all that fail are reported."""

Side: TypeAlias = Literal["requesting", "requested", "both", "either"]
Otherwise: TypeAlias = Literal["fail", "conditional", "displaced", "protected", "warn"]
"""What it means when the answer is no: the gate fails; the route becomes conditional; displaced by another
treaty; protected (a named lawyer decides); or only a warning is shown. An unknown answer is unknown, except that
under ``warn`` neither no nor unknown changes the status."""


class ConditionRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=str
):
    """What every condition carries.

    ``data_categories``, ``measures`` and ``urgency`` narrow where it is asked (empty: always). ``code``
    overrides the reason code, where one kind serves two sentences.
    """

    gate: Gate
    cite: str
    otherwise: Otherwise = "fail"
    data_categories: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    confidence: Confidence = "recalled"
    source: str = ""
    note: str = ""
    code: str = ""


class Bound(ConditionRecord, frozen=True, kw_only=True, tag="bound"):
    """``who`` is bound by one of the ``treaties`` on the day (parties, member table, Union treaties alike).

    ``want = "absent"``: must *not* be bound by any of them, because that one has taken the place of this one.
    """

    treaties: tuple[str, ...]
    who: Side = "both"
    want: Literal["present", "absent"] = "present"


class NoTreatyNeeded(ConditionRecord, frozen=True, kw_only=True, tag="no_treaty_needed"):
    """Practice, a scheme, home law: nothing has to be in force between the two."""


class MemberOf(ConditionRecord, frozen=True, kw_only=True, tag="member_of"):
    """``who`` is in a member table (``networks/``) on the day; a state the table does not list is unknown unless the table is complete."""

    table: str
    who: Side = "both"


class AppliesFrom(ConditionRecord, frozen=True, kw_only=True, tag="applies_from"):
    """The instrument itself exists only from a day (where no treaty record says so)."""

    day: date


class AssistanceTreaty(ConditionRecord, frozen=True, kw_only=True, tag="assistance_treaty"):
    """Whether a general assistance treaty is in force between the two (bilateral or a treaty marked so).

    ``want = "present"``: there must be one, and the route names it. ``want = "absent"``: there must be none (BC 27(1));
    ``looks_at``: general assistance treaties only, or every treaty that gives general assistance.
    No record of one is "absent" with a warning, confidence recalled.
    """

    want: Literal["present", "absent"]
    looks_at: Literal["general", "any"] = "general"
    except_treaties: tuple[str, ...] = ()


class StateIs(ConditionRecord, frozen=True, kw_only=True, tag="state_is"):
    """A side, or the state of the provider's seat, is one of the ``states``."""

    states: tuple[str, ...]
    who: Literal["requesting", "requested", "both", "either", "provider_seat"] = "requested"


class NotReserved(ConditionRecord, frozen=True, kw_only=True, tag="not_reserved"):
    """No reservation or declaration of ``who`` with one of the ``codes`` (on one of the ``articles``) applies on the day."""

    treaty: str
    codes: tuple[str, ...]
    articles: tuple[str, ...] = ()
    who: Side = "requested"


class OffenceWithin(ConditionRecord, frozen=True, kw_only=True, tag="offence_within"):
    """An offence of the case is one of the ``articles`` (``ETS185:2``), or its maximum in the requesting state reaches ``or_max_penalty_months``."""

    articles: tuple[str, ...] = ()
    or_max_penalty_months: int | None = None


class MaxPenaltyAtLeast(ConditionRecord, frozen=True, kw_only=True, tag="max_penalty_at_least"):
    """The maximum penalty of an offence of the case reaches ``months`` in the state(s) named."""

    months: int
    who: Side = "requesting"
    exempt_articles: tuple[str, ...] = ()


class AmountAtLeast(ConditionRecord, frozen=True, kw_only=True, tag="amount_at_least"):
    """The money at stake reaches an amount."""

    amount: int
    currency: str


class WithinHours(ConditionRecord, frozen=True, kw_only=True, tag="within_hours"):
    """Not more than ``hours`` have passed since a fact's instant (``money.left_at``)."""

    hours: int
    since: str


class ValidatedBy(ConditionRecord, frozen=True, kw_only=True, tag="validated_by"):
    """Issued or validated by one of the ``functions``; in an emergency validation may follow within ``after_hours``."""

    functions: tuple[str, ...]
    after_hours: int | None = None


class AddresseeIs(ConditionRecord, frozen=True, kw_only=True, tag="addressee_is"):
    """The ask names an addressee of one of the ``roles``; no addressee named is unknown."""

    roles: tuple[str, ...]


class ProviderServes(ConditionRecord, frozen=True, kw_only=True, tag="provider_serves"):
    """The provider offers services in the territory of a member table: ``facts.provider``; the seat alone never decides."""

    table: str


class DesignatedIn(ConditionRecord, frozen=True, kw_only=True, tag="designated_in"):
    """The provider's addressee (designated establishment or representative) is in a state bound by ``treaty`` on the day.

    Where the requested state is itself bound, the addressee must be there; where it is not (a provider of a third
    state serving the territory), the state of the addressee is the host.
    """

    treaty: str


class ProviderSeat(ConditionRecord, frozen=True, kw_only=True, tag="provider_seat"):
    """The provider (or registrar, bank) is in the requested state."""


class DirectContact(ConditionRecord, frozen=True, kw_only=True, tag="direct_contact"):
    """The record on direct contact with a state's providers, per data category: allowed, notify, forbidden, unknown.

    ``of``: the requested state's record, or that of the state where the provider has its seat (a conflict of laws).
    """

    mode: Literal["voluntary", "order"] = "voluntary"
    of: Literal["requested", "provider_seat"] = "requested"


class ConsentIs(ConditionRecord, frozen=True, kw_only=True, tag="consent_is"):
    """``facts.consent`` is the value (BC 32(b): lawful and voluntary)."""

    value: str = "lawful_and_voluntary"


class PlaceIn(ConditionRecord, frozen=True, kw_only=True, tag="place_in"):
    """A place of the facts (``storage``, ``system``) is known and lies in ``where``: the requested state, or any party of the treaty, or a member of the table."""

    place: Literal["storage", "system", "provider", "suspect", "victim"]
    where: Literal["requested", "requesting", "party", "member"]
    treaty: str = ""
    table: str = ""


class DangerToLife(ConditionRecord, frozen=True, kw_only=True, tag="danger_to_life"):
    """A significant and imminent risk to life or safety; property alone is none. ``or_facts`` names facts that count as well."""

    or_facts: tuple[str, ...] = ()


class FactIs(ConditionRecord, frozen=True, kw_only=True, tag="fact_is"):
    """A fact of the scenario (``facts.<fact>`` or a tag-like flag) has the value; not stated is unknown."""

    fact: str
    value: bool = True


class EventHappened(ConditionRecord, frozen=True, kw_only=True, tag="event_happened"):
    """An event of the case has happened under an instrument for one of the ``of_measures`` (a hold confirmed before its path data)."""

    event: str
    of_measures: tuple[str, ...] = ()


class HomePower(ConditionRecord, frozen=True, kw_only=True, tag="home_power"):
    """``who`` has the power at home for the measure and the data category asked; partial reaches only its categories."""

    power: str = ""
    who: Literal["requesting", "requested"] = "requested"


class NoTag(ConditionRecord, frozen=True, kw_only=True, tag="no_tag"):
    """None of the ``tags`` is on the case: the rights gate."""

    tags: tuple[str, ...]


class TransferBasis(ConditionRecord, frozen=True, kw_only=True, tag="transfer_basis"):
    """Personal data leave the territory of a member table only on an adequacy decision for the receiving state, or on a named safeguard."""

    table: str


class AnyOf(ConditionRecord, frozen=True, kw_only=True, tag="any_of"):
    """One of several conditions is enough; their own gates are ignored."""

    of: tuple[Condition, ...]


Condition: TypeAlias = (
    Bound
    | NoTreatyNeeded
    | MemberOf
    | AppliesFrom
    | AssistanceTreaty
    | StateIs
    | NotReserved
    | OffenceWithin
    | MaxPenaltyAtLeast
    | AmountAtLeast
    | WithinHours
    | ValidatedBy
    | AddresseeIs
    | ProviderServes
    | DesignatedIn
    | ProviderSeat
    | DirectContact
    | ConsentIs
    | PlaceIn
    | DangerToLife
    | FactIs
    | EventHappened
    | HomePower
    | NoTag
    | TransferBasis
    | AnyOf
)
"""Any condition; told apart by ``kind``."""
