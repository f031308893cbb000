"""What a state's own law punishes, allows, forbids and protects."""

from __future__ import annotations

from datetime import date
from typing import Literal

from comity.law.records.base import Fact


class OffenceArticle(Fact, frozen=True, kw_only=True):
    """``offences/*.toml``: an article that states implement, and the elements the text itself asks.

    ``one_of``: alternatives of which one is enough; ``of_articles``: it depends on one of these (attempt). ``core_known = false``: the text
    was not read, so no elements are stated and every comparison is unknown. ``core_conduct``: the atlas is offered for it.
    """

    id: str
    title: str
    treaty: str = ""
    core: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    of_articles: tuple[str, ...] = ()
    core_known: bool = True
    core_conduct: bool = False


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
