"""The decision. Deny by default; any one rule that allows is enough; the reasons of a no are those of the nearest rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Protocol

from comity.kernel.actor import Actor
from comity.kernel.errors import declare
from comity.kernel.finding import Finding, Reason, Verdict, all_of
from comity.policy.attributes import Attributes, Handling
from comity.policy.rule import Rule
from comity.policy.rules import TABLE

NO_RULE = declare(
    "policy.verb.unknown", "No rule allows {verb!r} to anybody.", "This is a fault in the program; report it."
)
WRONG_KIND = declare("policy.actor.wrong_kind", "This is not for you to do here.")
ROLE = declare("policy.actor.role", "This needs the role {roles}.", "Ask a colleague who has it.")
NOT_YOURS = declare(
    "policy.matter.not_yours",
    "This matter belongs to another participant or case.",
    "Ask its owner for leave on the case.",
)
GRANT_OVER = declare(
    "policy.grant.over", "The leave given to you on this case has ended.", "Ask for a new one."
)
GRANT_WHEN = declare(
    "policy.grant.when", "It is not known at what time this is done, and the leave on this case has an end."
)
PURPOSE = declare(
    "policy.purpose.missing", "Say for what purpose you need this.", "It is kept with your reading."
)
SAME_PERSON = declare(
    "policy.persons.same", "You took an earlier step of this yourself; another person has to do this one."
)
AUTHORISATION = declare(
    "policy.authorisation.missing",
    "No authorisation of the kind the law asks is recorded.",
    "Record it with its authority, date and reference.",
)
AUTHORISATION_UNKNOWN = declare(
    "policy.authorisation.unknown",
    "It is not recorded whether an authorisation is needed or was given.",
    "Record it first.",
)
STEP_UP = declare("policy.actor.step_up", "Confirm that it is you: sign in again.", "You come back here.")
RED = declare(
    "policy.handling.red", "This is only for the persons named (TLP:RED).", "Ask its owner to name you."
)
STRICT = declare("policy.handling.strict", "This stays inside its owner's organisation (TLP:AMBER+STRICT).")

_CODE = "policy.decision"


def _index() -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in TABLE:
        found[rule.verb].append(rule)
    return {verb: tuple(rules) for verb, rules in found.items()}


_RULES = _index()


def verbs() -> frozenset[str]:
    """Return every verb that some rule knows."""
    return frozenset(_RULES)


def rules_for(verb: str) -> tuple[Rule, ...]:
    """Return the rules of a verb; none for an unknown one."""
    return _RULES.get(verb, ())


def may_ever(actor: Actor, verb: str) -> bool:
    """Say whether the actor could do this on some matter: what a door asks before it shows a way in."""
    return any(_fits(actor, rule) for rule in rules_for(verb))


def decide(actor: Actor, verb: str, attributes: Attributes) -> Finding:
    """Decide whether an actor may do a verb on the object described by ``attributes``.

    Yes only where one rule holds in every part. The answer carries the rule's sentence as its reason, or, for a no,
    every part that failed in the rule that came nearest.
    """
    rules = rules_for(verb)
    if not rules:
        return Finding(_CODE, Verdict.NO, (Reason(NO_RULE.code, {"verb": verb}),))
    answers = [_apply(rule, actor, attributes) for rule in rules if rule.kind == actor.kind]
    if not answers:
        # Nothing about the matter is said to somebody who is not even of the right kind.
        return Finding(_CODE, Verdict.NO, (Reason(WRONG_KIND.code),))
    for answer in answers:
        if answer.verdict is Verdict.YES:
            return answer
    return min(answers, key=lambda answer: (answer.verdict is Verdict.NO, len(answer.reasons)))


def _fits(actor: Actor, rule: Rule) -> bool:
    return actor.kind == rule.kind and (not rule.roles or actor.has(*rule.roles))


def _apply(rule: Rule, actor: Actor, given: Attributes) -> Finding:
    failed: list[tuple[Verdict, Reason]] = []

    def fail(code: str, verdict: Verdict = Verdict.NO, **params: str) -> None:
        failed.append((verdict, Reason(code, params)))

    if rule.roles and not actor.has(*rule.roles):
        fail(ROLE.code, roles=" / ".join(sorted(rule.roles)))
    _scope(rule, actor, given, fail)
    _handling(rule, actor, given, fail)
    if rule.purpose and not given.purpose.strip():
        fail(PURPOSE.code)
    if rule.another_person and actor.label in given.done_by and not (rule.for_life and given.life_at_risk):
        fail(SAME_PERSON.code)
    if rule.authorised and given.authorised is not True:
        unknown = given.authorised is None
        fail(
            AUTHORISATION_UNKNOWN.code if unknown else AUTHORISATION.code,
            Verdict.UNKNOWN if unknown else Verdict.NO,
        )
    if rule.step_up and not actor.stepped_up:
        fail(STEP_UP.code)
    if failed:
        return Finding(_CODE, all_of(verdict for verdict, _ in failed), tuple(reason for _, reason in failed))
    return Finding(_CODE, Verdict.YES, (Reason("policy.rule", {"verb": rule.verb, "why": rule.why}),))


class _Fail(Protocol):
    def __call__(self, code: str, verdict: Verdict = Verdict.NO, **params: str) -> None: ...


def _scope(rule: Rule, actor: Actor, given: Attributes, fail: _Fail) -> None:
    if rule.scope in {"any", "code"}:
        return
    own = bool(actor.participant) and actor.participant in {given.owner, *given.parties}
    if rule.scope in {"own", "own_or_grant"} and own:
        return
    if rule.scope == "own":
        fail(NOT_YOURS.code)
        return
    mine = [
        grant
        for grant in given.grants
        if grant.to in {actor.label, actor.participant} and rule.verb in grant.verbs
    ]
    if not mine:
        fail(NOT_YOURS.code)
    elif any(grant.until is None for grant in mine):
        return
    elif given.at is None:
        fail(GRANT_WHEN.code, Verdict.UNKNOWN)
    elif all(grant.until is not None and grant.until <= given.at for grant in mine):
        fail(GRANT_OVER.code)


def _handling(rule: Rule, actor: Actor, given: Attributes, fail: _Fail) -> None:
    if rule.scope in {"any", "code"}:
        return
    if given.handling is Handling.RED and actor.label not in given.named:
        fail(RED.code)
    if given.handling is Handling.AMBER_STRICT and actor.participant != given.owner:
        fail(STRICT.code)
