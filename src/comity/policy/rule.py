"""One line of the table: which roles may do a verb, on whose matters, and what else it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from comity.kernel.actor import ActorKind

Scope = Literal["own", "grant", "own_or_grant", "any", "code"]
"""Whose matters: ``own`` the actor's participant owns it or is party to it; ``grant`` leave was given on the case;
``any`` the verb touches no person's matter; ``code`` the holder of the report's code (checked by its digest)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a verb is allowed. ``why`` is the sentence of the law or of the desk it comes from.

    ``purpose``: a written purpose is needed. ``another_person``: none of those who took the earlier steps.
    ``authorised``: a recorded authorisation of the kind the law asks. ``step_up``: signed in again a moment ago.
    ``for_life``: may be done without the second person where a life is at risk, and never otherwise.
    """

    verb: str
    roles: frozenset[str]
    scope: Scope
    why: str
    kind: ActorKind = "officer"
    purpose: bool = False
    another_person: bool = False
    authorised: bool = False
    step_up: bool = False
    for_life: bool = False


def allow(
    verb: str,
    *roles: str,
    on: Scope,
    why: str,
    kind: ActorKind = "officer",
    purpose: bool = False,
    another_person: bool = False,
    authorised: bool = False,
    step_up: bool = False,
    for_life: bool = False,
) -> Rule:
    """Write a rule as a line of the table. Roles may be left out for reporters, participants and processes."""
    return Rule(
        verb, frozenset(roles), on, why, kind, purpose, another_person, authorised, step_up, for_life,
    )  # fmt: skip
