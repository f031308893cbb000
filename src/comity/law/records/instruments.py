"""Instruments: form, life cycle, clocks, grounds, conditions; and the rules and safeguards over them."""

from __future__ import annotations

from typing import Literal

import msgspec

from comity.kernel.finding import Confidence
from comity.law.condition_records import Condition
from comity.law.records.base import Fact, Record
from comity.law.records.treaties import DualCriminality, Ground


class Field(Record, frozen=True, kw_only=True):
    """One field of an instrument's form. ``mandatory`` fields are what form completeness asks.

    ``filled_by = "requested"``: the executing side fills it in with its answer. ``withheld_from``: roles to which the
    field is not sent, though it is part of the file.
    """

    name: str
    type: str
    mandatory: bool
    cite: str
    values: tuple[str, ...] = ()
    filled_by: Literal["requesting", "requested"] = "requesting"
    withheld_from: tuple[str, ...] = ()


class Transition(Record, frozen=True, kw_only=True):
    """One step of an instrument's life cycle: who may move it from where to where.

    ``fired_by``: for a step of the clock, the clocks whose end takes it, or ``home_period``: the period the executing side
    recorded under its own law. Never a ``minimum``. ``limit = "home_ceiling"``: only as far as the home power's ``max_days`` reach.
    """

    from_: str = msgspec.field(name="from")
    event: str
    to: str
    by: str
    side: Literal["requesting", "requested", "host", "third", "either", "clock"]
    fired_by: tuple[str, ...] = ()
    limit: Literal["", "home_ceiling"] = ""


class ClockRule(Record, frozen=True, kw_only=True):
    """A period the law sets. No ``duration``: a duty of speed without a number.

    ``counting``: the rule by which days are counted. ``minimum`` is a floor and never ends anything; ``validity`` is a ceiling. ``data_categories``
    and ``urgency`` narrow where it runs. ``expected``: at its end the help asked for is due; several of them follow one another and add up.
    """

    name: str
    kind: str
    starts_at: str
    starts_at_kind: Literal["transition", "state", "external"]
    duration: str = ""
    counting: Literal["calendar", "working_days", "banking_business_days", "hours", "eu_1182_71", "none"]
    binds: str
    cite: str
    extendable: bool = False
    extension: str = ""
    data_categories: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    expected: bool = False
    confidence: Confidence
    note: str = ""


class Instrument(Fact, frozen=True, kw_only=True):
    """``instruments/<id>.toml``: the legal basis of a request with its form, life cycle, clocks, grounds and conditions.

    ``measures``: the canonical measures it serves; ``serves_any_measure``: it answers every measure for which the requested state has a
    power (ruling 4). ``data_categories`` empty: any. ``sendable = false``: shown, never sent until a node switches it on.
    ``at_home``: an order of an authority to a holder in its own state; its basis is the state's power, it is never a route to another state.
    ``treaty``: the treaty record it rests on; empty for practice, schemes and home law. ``grounds_from_treaty``: grounds come from the assistance treaty
    in force between the two, where there is one. ``expected``: published duration, if any.
    """

    id: str
    title: str
    legal_basis: str
    treaty: str = ""
    basis: Literal["treaty", "eu_act", "home_law", "practice", "scheme", "organisation", "comity"]
    from_role: tuple[str, ...]
    to_role: tuple[str, ...]
    host_role: str = ""
    measures: tuple[str, ...]
    serves_any_measure: bool = False
    data_categories: tuple[str, ...] = ()
    direct_to_private_party: bool
    at_home: bool = False
    sendable: bool = True
    evidence: bool = True
    dual_criminality: DualCriminality
    grounds_from_treaty: bool = False
    urgency_levels: tuple[str, ...]
    confidentiality: tuple[str, ...] = ()
    use_limitation: tuple[str, ...] = ()
    verified_parts: str = ""
    in_force_note: str = ""
    conditions: tuple[Condition, ...] = msgspec.field(name="condition", default=())
    lifecycle: str
    states: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    transitions: tuple[Transition, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    grounds: tuple[Ground, ...] = ()


class Rule(Fact, frozen=True, kw_only=True):
    """``rules/*.toml``: a rule that governs several instruments, in words with its citation."""

    id: str
    title: str
    cite: str
    text: str


class Safety(Fact, frozen=True, kw_only=True):
    """``safeguards/common.toml``: conditions asked of every request, whatever the instrument."""

    id: str
    title: str
    conditions: tuple[Condition, ...] = msgspec.field(name="condition", default=())
