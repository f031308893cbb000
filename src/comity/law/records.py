"""The records of the law book: what is written in ``law/``, typed, frozen and strict.

One class per kind of record. An unknown key, a wrong type, a missing source are errors of the file, found by
``comity.law.load``. ``law/FORMAT.md`` explains each key for people who write records. Conditions of instruments
are in :mod:`comity.law.condition_records`.

Every legal fact is a :class:`Fact`: it carries its source, how sure it is (``verified``: the decisive text or the
depositary was read; ``recalled``: from knowledge of the field), the cells of it that are only recalled, and the
day on which it was last looked at.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import msgspec

from comity.kernel.finding import Confidence
from comity.law.condition_records import Condition, Gate

__all__ = ["Condition", "Confidence", "Gate"]

Force: TypeAlias = Literal["yes", "no", "unknown"]
Asked: TypeAlias = Literal["never", "if_reserved", "may_be_required", "required"]
"""What an instrument says of dual criminality; the answer resolves ``if_reserved`` to never or may be."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Anything written in the book: immutable, keys checked."""


class Fact(Record, frozen=True, kw_only=True):
    """A legal fact: where it comes from, how sure it is, when somebody last looked."""

    source: str
    confidence: Confidence
    checked_on: date
    recalled: tuple[str, ...] = ()
    note: str = ""


# --- states and tables of members -----------------------------------------------------------------------------


class Country(Fact, frozen=True, kw_only=True):
    """The header of a state: ``countries/<cc>/country.toml``. A missing value is unknown."""

    code: str
    legal_system: str
    nationality_jurisdiction: bool | None = None
    extradites_nationals: bool | None = None
    minimum_age_of_criminal_responsibility: int | None = None


class Member(Record, frozen=True, kw_only=True):
    """One member of a table: from a day, until a day (not included)."""

    state: str
    since: date | None = None
    until: date | None = None
    confidence: Confidence = "recalled"


class OptOut(Record, frozen=True, kw_only=True):
    """A member not bound by one act of its table, or of which that is not known (per act)."""

    state: str
    treaty: str
    since: date | None = None
    until: date | None = None
    force: Literal["no", "unknown"] = "no"
    cite: str = ""
    confidence: Confidence = "recalled"


class MemberTable(Fact, frozen=True, kw_only=True):
    """``networks/<id>.toml``: who belongs to a union, an organisation or a network.

    ``complete``: a state not listed is not a member; else it is unknown. ``adequacy`` lists states to which personal data
    held by the table's police and justice may go under an adequacy decision.
    """

    id: str
    title: str
    complete: bool = False
    members: tuple[Member, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    adequacy: tuple[Member, ...] = ()


# --- treaties -------------------------------------------------------------------------------------------------


class ArticleMeasures(Record, frozen=True, kw_only=True):
    """An article of a treaty and the measures it gives between parties, or obliges a party to have at home."""

    article: str
    measures: tuple[str, ...]


class Extension(Record, frozen=True, kw_only=True):
    """A party whose treaty binds the members of a table as well (what the Union concluded)."""

    party: str
    table: str
    excluded: tuple[str, ...] = ()
    since: date | None = None
    cite: str = ""


class Ground(Record, frozen=True, kw_only=True):
    """A reason on which help may be refused, put off, limited, or may just not be refused.

    ``engaged_by`` names the fact that would engage it (a word of the vocabulary's ``ground_tests``); ``judgement`` means that no fact
    in the system settles it. ``tags`` are the tags of a case that engage it.
    """

    id: str
    cite: str
    effect: Literal[
        "refuse",
        "postpone",
        "clarify",
        "inform",
        "review",
        "consult_host",
        "other_action",
        "forbidden_ground",
    ] = "refuse"
    by: str = ""
    engaged_by: str = "judgement"
    tags: tuple[str, ...] = ()
    applies: Literal["always", "without_assistance_treaty"] = "always"
    confidence: Confidence = "recalled"
    note: str = ""


class DualCriminality(Record, frozen=True, kw_only=True):
    """What an instrument or treaty says of dual criminality.

    ``reserved_codes`` and ``reserved_treaty``: the reservation that lets it be asked (``if_reserved``);
    ``out_of_reach``: articles the reservation cannot reach. ``exempt_articles`` with ``exempt_min_months``: a list of offences
    for which it is not asked. ``coercive_only``: only for measures of compulsion.
    """

    asked: Asked
    reserved_treaty: str = ""
    reserved_codes: tuple[str, ...] = ()
    reserved_articles: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = ()
    exempt_articles: tuple[str, ...] = ()
    exempt_min_months: int | None = None
    coercive_only: bool = False
    cite: str = ""
    confidence: Confidence = "recalled"
    note: str = ""


class Treaty(Fact, frozen=True, kw_only=True):
    """``treaties/<id>.toml``: a convention, agreement, act or scheme that binds (or unites) states.

    ``membership``: who is bound stands in ``parties/<id>.toml`` (``parties``) or follows a member table with its opt-outs
    (``members``). ``general_assistance``: an assistance treaty in the sense of BC 27(1) (``arrangement``: one resting on uniform or
    reciprocal law, not binding by itself; ``no`` also for conventions limited to their own offences).
    ``parties_complete``: a state without a row in the parties file was not a party when last looked at. ``route_basis``: how a
    request under it names its legal basis, where that is more than the short name.
    """

    id: str
    title: str
    short_name: str
    cite: str
    reference: str = ""
    aliases: tuple[str, ...] = ()
    depositary: str
    adopted: date | None = None
    opened: date | None = None
    closed_for_signature: date | None = None
    entry_into_force: date | None = None
    applies_from: date | None = None
    membership: Literal["parties", "members"] = "parties"
    member_table: str = ""
    extends_to: tuple[Extension, ...] = ()
    binding: bool
    general_assistance: Literal["yes", "no", "arrangement"] = "no"
    parties_complete: bool = False
    access: str = ""
    access_rule: str = ""
    in_force_rule: str = ""
    parent: str = ""
    supersedes: str = ""
    extends_offences_only: bool = False
    ratifications_needed: int | None = None
    ratifications_seen: int | None = None
    evidence_scope: str = ""
    preservation_min_days: int | None = None
    deadlines_note: str = ""
    dual_criminality: DualCriminality | None = None
    grounds: tuple[Ground, ...] = ()
    languages_note: str = ""
    use_limitation: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()
    route_basis: str = ""
    articles: tuple[ArticleMeasures, ...] = ()
    domestic: tuple[ArticleMeasures, ...] = ()


class Party(Fact, frozen=True, kw_only=True):
    """A row of ``parties/<treaty>.toml``: how one state (or the Union) stands to one treaty.

    ``force``: bound today? ``unknown`` where a deposit is known or said but its effect is not. ``since`` of an answer is ``in_force``.
    """

    state: str
    treaty: str
    how: Literal[
        "ratification", "accession", "approval", "succession", "signature-only", "eu-member", "scheme-member"
    ]
    force: Force
    signed: date | None = None
    bound: date | None = None
    in_force: date | None = None
    until: date | None = None


class Bilateral(Fact, frozen=True, kw_only=True):
    """A treaty between two states: ``parties/bilateral.toml``. Key is states and kind."""

    id: str
    states: tuple[str, str]
    title: str
    kind: Literal["mlat", "cloud-act"]
    force: Force
    signed: date | None = None
    in_force: date | None = None
    until: date | None = None
    general: Force = "yes"
    treaty: str = ""
    extends_to: tuple[Extension, ...] = ()


class Reservation(Fact, frozen=True, kw_only=True):
    """A reservation or declaration: ``countries/<cc>/reservations.toml``.

    ``effect_codes`` are words of the vocabulary; ``reaches`` are the articles whose use it changes; ``force = "no"``: withdrawn.
    """

    state: str
    treaty: str
    article: str
    kind: Literal["reservation", "declaration"]
    effect: str
    effect_codes: tuple[str, ...]
    reaches: tuple[str, ...] = ()
    force: Force = "yes"
    declared_on: date | None = None
    withdrawn_on: date | None = None


class Authority(Fact, frozen=True, kw_only=True):
    """Whom to write to: ``countries/<cc>/authorities.toml``.

    ``function`` tells apart what one role does (``mla``, ``extradition``, ``contact_24_7``, ``provisional_arrest``); ``direction``: it
    sends, answers, or both; ``None`` is not known.
    """

    state: str
    role: str
    function: str
    name: str
    treaty: str = ""
    direction: Literal["sends", "answers", "both"] | None = None
    declared_on: date | None = None


# --- offences and powers --------------------------------------------------------------------------------------


class OffenceArticle(Fact, frozen=True, kw_only=True):
    """``offences/*.toml``: an article that states implement, and the elements the text itself asks.

    ``one_of``: alternatives of which one is enough; ``of_articles``: it depends on one of these (attempt). ``core_known = false``: the text
    was not read, so no elements are stated and every comparison is unknown.
    """

    id: str
    title: str
    treaty: str = ""
    core: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    of_articles: tuple[str, ...] = ()
    core_known: bool = True


class Offence(Fact, frozen=True, kw_only=True):
    """``countries/<cc>/offences.toml``: one offence of one state. Several of the same article are alternatives.

    ``requires``: elements beyond the article's core. ``prosecution_requires``: conditions of prosecution, never part of dual
    criminality. ``max_penalty_months``: 999 life, 0 fine only, absent unknown. ``territory``: part of the state where it holds.
    ``coverage = "unread"``: only a heading was seen. ``since`` absent: see ruling 7 (start_unknown).
    """

    state: str
    article: str
    statute: str = ""
    coverage: Literal["full", "partial", "none", "unread"]
    requires: tuple[str, ...] = ()
    prosecution_requires: tuple[str, ...] = ()
    max_penalty_months: int | None = None
    since: date | None = None
    until: date | None = None
    territory: str = ""


class Power(Fact, frozen=True, kw_only=True):
    """``countries/<cc>/powers.toml``: what a state's own law lets its authorities do.

    ``data_categories``: what it reaches; absent is unknown (a partial power then gives unknown). ``binding``: an order, or a request
    nobody is punished for ignoring. ``first_days``, ``max_days``: length of a hold. ``authority``: who orders at home;
    ``authorisation``: whose decision is needed when a foreign request is executed.
    """

    state: str
    measure: str
    statute: str
    available: Literal["full", "partial", "none"]
    data_categories: tuple[str, ...] | None = None
    binding: Literal["order", "request_without_sanction"] | None = None
    first_days: int | None = None
    max_days: int | None = None
    authority: str | None = None
    authorisation: str | None = None
    since: date | None = None
    until: date | None = None


class DirectContactRule(Fact, frozen=True, kw_only=True):
    """``countries/<cc>/contact.toml``: may a foreign authority turn to this state's providers directly, for one data category?"""

    state: str
    data_category: str
    rule: Literal["allowed", "notify", "forbidden", "unknown"]
    mode: Literal["voluntary", "order", "both"] = "both"
    cite: str = ""
    since: date | None = None
    until: date | None = None


class Safeguard(Fact, frozen=True, kw_only=True):
    """``countries/<cc>/safeguards.toml``: a protection in this state's law that bears on cooperation."""

    state: str
    kind: Literal[
        "death_penalty", "judicial_authorisation", "notice_to_person", "expression_offence", "oversight_body"
    ]
    value: Literal["yes", "no", "partial", "unknown"]
    articles: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    cite: str = ""
    since: date | None = None
    until: date | None = None


# --- instruments ----------------------------------------------------------------------------------------------


class Field(Record, frozen=True, kw_only=True):
    """One field of an instrument's form. ``mandatory`` fields are what form completeness asks."""

    name: str
    type: str
    mandatory: bool
    cite: str
    values: tuple[str, ...] = ()


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
    and ``urgency`` narrow where it runs.
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
    confidence: Confidence
    note: str = ""


class Instrument(Fact, frozen=True, kw_only=True):
    """``instruments/<id>.toml``: the legal basis of a request with its form, life cycle, clocks, grounds and conditions.

    ``measures``: the canonical measures it serves; ``serves_any_measure``: it answers every measure for which the requested state has a
    power (ruling 4). ``data_categories`` empty: any. ``sendable = false``: shown, never sent until a node switches it on.
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


# --- words ----------------------------------------------------------------------------------------------------


Phase: TypeAlias = Literal["money", "hold", "path", "ask", "tell", "live", "move", "notify"]
"""Steps of the parallel plan, in the order in which time destroys what they are about."""


class Measure(Record, frozen=True, kw_only=True):
    """``measures/measures.toml``: a kind of help, its Budapest title, and the home power that serves it.

    ``phase``: the step of the plan it belongs to. ``companions``: measures always shown beside it (who asks for data should
    see how to hold them first).
    """

    id: str
    title: str
    phase: Phase
    companions: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    power: str = ""
    aliases: tuple[str, ...] = ()


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


class Word(Record, frozen=True, kw_only=True):
    """A word of a closed list in ``vocabulary.toml`` with its meaning in plain English."""

    id: str
    meaning: str


class Vocabulary(Record, frozen=True, kw_only=True):
    """The closed lists: no record may use a word that is not here."""

    elements: tuple[Word, ...]
    prosecution_conditions: tuple[Word, ...]
    effect_codes: tuple[Word, ...]
    tags: tuple[Word, ...]
    roles: tuple[Word, ...]
    functions: tuple[Word, ...]
    data_categories: tuple[Word, ...]
    clock_kinds: tuple[Word, ...]
    field_types: tuple[Word, ...]
    ground_tests: tuple[Word, ...]
    urgency: tuple[Word, ...]


class States(Record, frozen=True, kw_only=True):
    """``states.toml``: the codes the book may use. A code names whom a record is about and takes no side on status."""

    disclaimer: str
    source: str
    checked_on: date
    codes: tuple[str, ...]
    others: tuple[Word, ...] = ()


class Edition(Record, frozen=True, kw_only=True):
    """``book.toml``: the book's version, its as-of day and its licence."""

    version: str
    as_of: date
    format: int
    licence: str
    disclaimer: str
