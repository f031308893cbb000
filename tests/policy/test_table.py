"""The table of lantern section 2, "who may do what", as cases a lawyer can read: role, verb, whose matter, answer."""

from datetime import UTC, datetime

import pytest

from comity.kernel.actor import Actor, system
from comity.kernel.finding import Verdict
from comity.policy import Attributes, Grant, Handling, decide, may_ever, most_restrictive, verbs
from comity.policy.rules import TABLE

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 24, tzinfo=UTC)
ROLES = [
    "intake_officer", "duty_officer", "investigator", "prosecutor", "legal_officer", "evidence_officer", "filter_officer",
    "addressee_clerk", "statistician", "oversight", "administrator",
]  # fmt: skip


def officer(*roles: str, participant: str = "de-police", number: str = "7", stepped_up: bool = True) -> Actor:
    return Actor("officer", number, participant, frozenset(roles), stepped_up)


def verdict(actor: Actor, verb: str, **attributes) -> Verdict:
    return decide(actor, verb, Attributes(**attributes)).verdict


def reasons(actor: Actor, verb: str, **attributes) -> set[str]:
    return {reason.code for reason in decide(actor, verb, Attributes(**attributes)).reasons}


OWN = {"owner": "de-police"}
WHY = {"purpose": "triage"}
# act, who may, and who of all roles may not (lantern section 2; the column "never" is among them)
ACTS = [
    ("report.open", {"intake_officer"}, OWN | WHY),
    ("hold.draft", {"investigator", "prosecutor"}, OWN),
    ("hold.commit", {"prosecutor"}, OWN),
    ("hold.send", {"duty_officer"}, OWN),
    ("hold.decide", {"duty_officer"}, OWN),
    ("hold.serve", {"investigator", "duty_officer"}, OWN),
    ("hold.confirm", {"addressee_clerk"}, OWN),
    ("assistance.draft", {"prosecutor"}, OWN),
    ("assistance.check", {"legal_officer"}, OWN),
    ("assistance.send", {"legal_officer"}, OWN),
    ("assistance.decide", {"legal_officer"}, OWN),
    ("assistance.execute", {"prosecutor", "investigator"}, OWN | {"authorised": True}),
    ("order.identification.send", {"prosecutor"}, OWN),
    ("order.content.send", {"prosecutor"}, OWN | {"authorised": True}),
    ("order.read", {"addressee_clerk"}, OWN),
    ("emergency.send", {"duty_officer"}, OWN),
    ("payment_hold.ask", {"intake_officer", "duty_officer"}, OWN),
    ("evidence.release", {"evidence_officer", "prosecutor", "legal_officer"}, OWN | {"authorised": True}),
    ("evidence.filter", {"filter_officer"}, OWN),
    ("counterpart.admit", {"legal_officer"}, {}),
    ("counterpart.suspend", {"legal_officer"}, {}),
    ("use.read", {"oversight"}, {}),
    ("figures.release", {"statistician"}, {}),
    ("account.create", {"administrator"}, OWN),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "allowed", "attributes"), ACTS, ids=[act[0] for act in ACTS])
def test_who_may_do_what(verb, allowed, attributes, role):
    expected = Verdict.YES if role in allowed else Verdict.NO
    assert verdict(officer(role), verb, **attributes) is expected


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_nothing_of_another_participant_without_leave(verb):
    """Whatever the role, a matter of somebody else is closed, unless the verb touches no person's matter."""
    if all(rule.scope in {"any", "code"} for rule in TABLE if rule.verb == verb):
        return
    for role in ROLES:
        foreign = {"owner": "fr-police", "purpose": "x", "authorised": True, "at": NOON}
        actor = officer(role)
        if any(
            rule.verb == verb and rule.scope == "any" and rule.kind == "officer" and role in rule.roles
            for rule in TABLE
        ):
            continue
        assert verdict(actor, verb, **foreign) is not Verdict.YES


def test_the_administrator_can_read_no_matter():
    reading = {
        "report.open",
        "report.view",
        "report.list",
        "case.view",
        "case.list",
        "request.view",
        "evidence.view",
        "message.read",
        "search.run",
    }
    assert reading <= verbs()
    for verb in reading:
        assert not may_ever(officer("administrator"), verb)
        assert not may_ever(officer("oversight"), verb)


def test_an_unknown_verb_is_refused():
    assert reasons(officer(*ROLES), "report.burn") == {"policy.verb.unknown"}


def test_no_reading_without_a_purpose():
    assert reasons(officer("intake_officer"), "report.open", owner="de-police", purpose="  ") == {
        "policy.purpose.missing"
    }


def test_leave_on_a_case_ends():
    grant = Grant("officer:7", frozenset({"report.open"}), until=NOON)
    given = {"owner": "fr-police", "purpose": "x", "grants": (grant,)}
    investigator = officer("investigator")
    assert verdict(investigator, "report.open", **given, at=NOON.replace(hour=11)) is Verdict.YES
    assert reasons(investigator, "report.open", **given, at=NOON) == {"policy.grant.over"}
    assert verdict(investigator, "report.open", **given) is Verdict.UNKNOWN  # unknown is never yes
    assert (
        verdict(officer("investigator", number="8"), "report.open", **given, at=NOON.replace(hour=11))
        is Verdict.NO
    )


def test_leave_for_one_verb_is_not_leave_for_another():
    grant = Grant("de-police", frozenset({"report.view"}))
    assert (
        verdict(officer("investigator"), "report.open", owner="fr-police", purpose="x", grants=(grant,))
        is Verdict.NO
    )


def test_two_persons():
    release = OWN | {"authorised": True}
    one = officer("evidence_officer", "prosecutor")
    assert reasons(one, "evidence.release", **release, done_by=frozenset({"officer:7"})) == {
        "policy.persons.same"
    }
    assert reasons(officer("evidence_officer", stepped_up=False), "evidence.release", **release) == {
        "policy.actor.step_up"
    }


def test_a_judge_where_the_law_says_judge():
    prosecutor = officer("prosecutor")
    assert verdict(prosecutor, "order.content.send", **OWN, authorised=False) is Verdict.NO
    assert verdict(prosecutor, "order.content.send", **OWN) is Verdict.UNKNOWN  # nobody recorded anything


def test_one_officer_alone_only_for_a_life():
    alone = OWN | {"done_by": frozenset({"officer:7"})}
    assert verdict(officer("duty_officer"), "emergency.send", **alone) is Verdict.NO
    assert verdict(officer("duty_officer"), "emergency.send", **alone, life_at_risk=True) is Verdict.YES
    assert (
        verdict(officer("evidence_officer"), "evidence.release", **alone, authorised=True, life_at_risk=True)
        is Verdict.NO
    )


def test_handling_codes():
    intake = officer("intake_officer")
    assert reasons(intake, "report.open", **OWN, **WHY, handling=Handling.RED) == {"policy.handling.red"}
    named = frozenset({"officer:7"})
    assert verdict(intake, "report.open", **OWN, **WHY, handling=Handling.RED, named=named) is Verdict.YES
    party = {"owner": "fr-police", "parties": frozenset({"de-police"}), "handling": Handling.AMBER_STRICT}
    assert reasons(officer("duty_officer"), "hold.decide", **party) == {"policy.handling.strict"}
    assert most_restrictive([Handling.CLEAR, Handling.RED, Handling.GREEN]) is Handling.RED


def test_one_role_in_two_kinds_of_actor():
    peer = Actor("participant", "fr-police", "fr-police", frozenset({"intake_officer"}))
    assert reasons(peer, "report.open", owner="fr-police", purpose="x") == {"policy.actor.wrong_kind"}
    assert verdict(system("rounds"), "report.triage") is Verdict.YES
    assert verdict(system("rounds"), "report.open", purpose="x") is Verdict.NO


def test_every_rule_gives_its_reason_and_known_roles():
    for rule in TABLE:
        assert len(rule.why) > 15
        assert rule.roles <= set(ROLES)
        assert rule.roles or rule.kind != "officer"
        assert rule.kind == "officer" or not rule.roles


def test_irreversible_verbs_need_another_person_and_a_step_up():
    for verb in (
        "evidence.release",
        "report.delete",
        "counterpart.admit",
        "counterpart.suspend",
        "account.change",
    ):
        for rule in TABLE:
            if rule.verb == verb and rule.kind == "officer":
                assert rule.another_person
                assert rule.step_up
