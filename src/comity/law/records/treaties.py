"""Treaties, who is bound by them, what they reserved, and whom to write to."""

from __future__ import annotations

from datetime import date
from typing import Literal

from comity.kernel.finding import Confidence
from comity.law.records.base import Asked, Fact, Force, Record


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


class Duty(Record, frozen=True, kw_only=True):
    """What the requested side owes before it uses a ground: ``partial_help``, to consider helping in part or on conditions."""

    duty: Literal["partial_help"]
    cite: str
    applies: Literal["always", "without_assistance_treaty"] = "always"
    confidence: Confidence = "recalled"


class Ground(Record, frozen=True, kw_only=True):
    """A reason on which help may be refused, put off, limited, or may just not be refused.

    ``engaged_by`` names the fact that would engage it (a word of the vocabulary's ``ground_tests``); ``judgement`` means that no fact
    in the system settles it. ``tags`` are the tags of a case that engage it. ``before``: what is owed before it is used.
    ``effect = "must_refuse"``: the text leaves no choice.
    """

    id: str
    cite: str
    effect: Literal[
        "refuse",
        "must_refuse",
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
    before: Duty | None = None
    confidence: Confidence = "recalled"
    note: str = ""


class DualCriminality(Record, frozen=True, kw_only=True):
    """What an instrument or treaty says of dual criminality.

    ``reserved_codes`` and ``reserved_treaty``: the reservation that lets it be asked (``if_reserved``);
    ``out_of_reach``: articles the reservation cannot reach. ``exempt_articles`` with ``exempt_min_months``: a list of offences
    for which it is not asked; ``exempt_measures``: kinds of help for which it never is. ``coercive_only``: only for measures of compulsion.
    """

    asked: Asked
    reserved_treaty: str = ""
    reserved_codes: tuple[str, ...] = ()
    reserved_articles: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = ()
    exempt_articles: tuple[str, ...] = ()
    exempt_min_months: int | None = None
    exempt_measures: tuple[str, ...] = ()
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
