"""Who may do what: one pure decision over actor, verb and attributes. What no rule allows is refused.

The rules are data in ``comity.policy.rules``, one file for each part of the work, readable by a lawyer.

    >>> from comity.kernel.actor import Actor
    >>> officer = Actor("officer", "7", "de-police", frozenset({"intake_officer"}))
    >>> decide(officer, "report.open", Attributes(owner="de-police", purpose="triage")).verdict
    <Verdict.YES: 'yes'>
    >>> [reason.code for reason in decide(officer, "report.open", Attributes(owner="fr-police", purpose="triage")).reasons]
    ['policy.matter.not_yours']
"""

from comity.policy.attributes import Attributes, Grant, Handling, most_restrictive
from comity.policy.decide import decide, may_ever, rules_for, verbs
from comity.policy.rule import Rule, Scope

__all__ = [
    "Attributes",
    "Grant",
    "Handling",
    "Rule",
    "Scope",
    "decide",
    "may_ever",
    "most_restrictive",
    "rules_for",
    "verbs",
]
