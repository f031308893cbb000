"""Conditions on who may ask and who may be asked: each outcome in full."""

from datetime import date

import pytest

from comity.law import condition_records as c
from comity.law.asking import Outcome
from comity.law.conditions.contact import designated_state, role_of, serves
from comity.law.conditions.registry import face, looks_at

from ..toy import DAY, FACT, TREATY, instrument, party, question, r, toy_book
from .asked import GIVEN, NO, ON, UNKNOWN, YES, asked, asking, missing, sure, unsure

ROLES = {"from_role": "police"}
VALID = c.ValidatedBy(functions=("judge", "prosecutor"), **GIVEN)


def scenario(urgency: str = "routine", ask=None, **facts):
    from comity.facts.scenario import read

    return read(
        {
            "scenario": {"on": ON.isoformat(), "urgency": urgency},
            "ask": {"requesting": "XA", "requested": "XB", "measure": "preservation", **(ask or {})},
            "facts": {"articles": [], **facts},
        }
    )


def said(role: str):
    return {"functions": ["judge", "prosecutor"], "role": role, "category": "traffic"}


def test_a_judge_acts_as_the_court_and_nobody_else_does():
    assert (role_of("judge"), role_of("court"), role_of("police")) == ("court", "court", "police")


@pytest.mark.parametrize(
    ("ask", "outcome"),
    [
        (ROLES, missing(sure("sender.validation_open", **said("police")), "ask.validated_by")),
        (
            {**ROLES, "validated_by": "none"},
            Outcome(NO, (sure("sender.not_validated", **said("police")),)),
        ),
        ({**ROLES, "validated_by": "judge"}, Outcome(YES, (sure("sender.validated", **said("police")),))),
        (
            {**ROLES, "validated_by": "prosecutor"},
            Outcome(YES, (sure("sender.validated", **said("police")),)),
        ),
        ({"from_role": "court"}, Outcome(YES, (sure("sender.validated", **said("court")),))),
        (
            {"from_role": "court", "validated_by": "police"},
            Outcome(YES, (sure("sender.validated", **said("court")),)),
        ),
    ],
    ids=["open", "none", "by a judge", "by a prosecutor", "a court issues", "a court, whoever validates"],
)
def test_validated_by(ask, outcome):
    found = asked(VALID, scenario=scenario(ask=ask))
    assert found == outcome


def test_in_an_emergency_validation_may_follow_where_the_law_says_within_which_hours():
    later = c.ValidatedBy(functions=("judge", "prosecutor"), after_hours=48, **GIVEN)
    reason = sure("sender.validate_later", **said("police"), hours=48)
    assert asked(later, scenario=scenario("emergency", ROLES)) == Outcome(YES, (reason,), warnings=(reason,))
    assert asked(later, scenario=scenario("urgent", ROLES)).verdict is UNKNOWN
    assert asked(VALID, scenario=scenario("emergency", ROLES)).verdict is UNKNOWN
    # Nothing is left to follow where a judge has validated.
    done = asked(later, scenario=scenario("emergency", {**ROLES, "validated_by": "judge"}))
    assert done == Outcome(YES, (sure("sender.validated", **said("police")),))


@pytest.mark.parametrize(
    ("ask", "provider", "kind", "verdict"),
    [
        ({}, {}, "", UNKNOWN),
        ({"addressee": {"kind": "bank"}}, {}, "bank", NO),
        ({"addressee": {"kind": "service_provider"}}, {}, "service_provider", YES),
        ({}, {"seat": "XB"}, "service_provider", YES),
        ({}, {"designated_in": "XB"}, "service_provider", YES),
        ({"addressee": {"kind": "bank"}}, {"seat": "XB"}, "bank", NO),
    ],
)
def test_addressee_is(ask, provider, kind, verdict):
    condition = c.AddresseeIs(roles=("service_provider", "registrar"), **GIVEN)
    known = {"roles": ["service_provider", "registrar"], "kind": kind}
    wanted = {
        YES: Outcome(YES, (sure("recipient.right_kind", **known),)),
        NO: Outcome(NO, (sure("recipient.wrong_kind", **known),)),
        UNKNOWN: missing(unsure("recipient.not_named", **known), "ask.addressee"),
    }
    assert asked(condition, scenario=scenario(ask=ask, provider=provider)) == wanted[verdict]


UNION = r.MemberTable(
    id="union",
    title="The Union",
    complete=True,
    members=(r.Member(state="XB", since=DAY, confidence="verified"),),
    **FACT,
)


@pytest.mark.parametrize(
    ("ask", "provider", "verdict"),
    [
        ({}, {}, UNKNOWN),
        ({}, {"seat": "XB"}, UNKNOWN),
        ({}, {"offers_services_in_eu": True}, YES),
        ({}, {"offers_services_in_eu": False, "designated_in": "XB"}, NO),
        ({}, {"designated_in": "XB"}, YES),
        ({}, {"designated_in": "XA"}, UNKNOWN),
        ({"addressee": {"designated_establishment": "XB"}}, {}, YES),
        ({"addressee": {"designated_establishment": "XA"}}, {}, UNKNOWN),
    ],
)
def test_a_provider_serves_where_it_offers_services_or_is_designated(ask, provider, verdict):
    book = toy_book(tables=(UNION,))
    condition = c.ProviderServes(table="union", **GIVEN)
    here = asking(book, scenario(ask=ask, provider=provider))
    assert serves("union", here) is verdict
    known = {"table": "The Union", "seat": provider.get("seat", "")}
    wanted = {
        YES: Outcome(YES, (sure("provider.serves", **known),)),
        NO: Outcome(NO, (sure("provider.serves_not", **known),)),
        UNKNOWN: missing(sure("provider.serves_unknown", **known), "facts.provider.offers_services_in_eu"),
    }
    assert asked(condition, book, scenario=here.matter.scenario) == wanted[verdict]


def test_where_the_addressee_is_designated_the_facts_say_before_the_ask():
    assert designated_state(asking()) == ""
    ask = {"addressee": {"designated_establishment": "XA"}}
    assert designated_state(asking(scenario=scenario(ask=ask))) == "XA"
    assert designated_state(asking(scenario=scenario(provider={"designated_in": "XB"}))) == "XB"


# --- designated in a state bound by the treaty ------------------------------------------------------------------

DESIGNATED = c.DesignatedIn(treaty="toy", **GIVEN)
THREE = ("XA", "XB", "XC", "XD")


def bound(*, c_force: str = "no", b_force: str = "yes", d_force: str = "unknown"):
    rows = {"XA": "yes", "XB": b_force, "XC": c_force, "XD": d_force}
    return toy_book(
        codes=THREE,
        parties=[party(state, DAY if force == "yes" else None, force=force) for state, force in rows.items()],
    )


def designated(state: str, *requested: str):
    return scenario(ask={"requested": list(requested or ["XB"])}, provider={"designated_in": state})


def test_nobody_designated_asks_the_provider_that_serves_there_only():
    where = unsure("recipient.addressee_unknown", requested="XB")
    assert asked(DESIGNATED, bound()) == Outcome(UNKNOWN, (where,), soft=True)
    needed = scenario(provider={"offers_services_in_eu": True})
    assert asked(DESIGNATED, bound(), scenario=needed) == missing(where, "facts.provider.designated_in")
    without = scenario(provider={"offers_services_in_eu": False})
    assert asked(DESIGNATED, bound(), scenario=without) == Outcome(
        YES, (unsure("recipient.no_addressee_needed"),)
    )


def test_designated_in_the_state_asked():
    reason = sure("recipient.addressee_in", record="parties/toy/XB", state="XB", treaty="Toy convention")
    assert asked(DESIGNATED, bound(), scenario=designated("XB")) == Outcome(YES, (reason,))


def test_designated_elsewhere_it_is_asked_there():
    elsewhere = unsure("recipient.addressee_elsewhere", state="XC", requested="XB")
    # The state asked is bound itself: the addressee must be there.
    assert asked(DESIGNATED, bound(), scenario=designated("XC")) == Outcome(NO, (elsewhere,))
    # It is not bound, and the other one is asked too.
    both = asked(DESIGNATED, bound(b_force="no"), scenario=designated("XC", "XB", "XC"))
    assert both == Outcome(NO, (elsewhere,))


@pytest.mark.parametrize(
    ("force", "verdict", "code"),
    [
        ("yes", YES, "recipient.addressee_in"),
        ("no", NO, "recipient.addressee_outside"),
        ("unknown", UNKNOWN, "in_force.unknown"),
    ],
)
def test_where_the_state_asked_is_not_bound_the_state_of_the_addressee_is_the_host(force, verdict, code):
    book = bound(b_force="no", c_force=force)
    reason = sure(code, record="parties/toy/XC", state="XC", treaty="Toy convention")
    assert asked(DESIGNATED, book, scenario=designated("XC")) == Outcome(verdict, (reason,))


def test_what_applies_later_is_told_at_the_gate_of_what_is_in_force():
    import msgspec

    later = msgspec.structs.replace(TREATY, applies_from=date(2030, 1, 1))
    book = toy_book(treaties=(later,), parties=[party("XA"), party("XB")])
    found = asked(DESIGNATED, book, scenario=designated("XB"))
    assert found.verdict is YES
    assert [reason.code for reason in found.reasons] == ["recipient.addressee_outside"]


def test_the_face_of_a_designation():
    here = asking(bound(), designated("XC"))
    assert face(DESIGNATED, here, "XC") == (True, "no")
    assert face(DESIGNATED, here, "XB") == (False, "yes")
    assert looks_at(DESIGNATED) == {"requested", "facts"}


# --- the seat ---------------------------------------------------------------------------------------------------

SEAT = c.ProviderSeat(**GIVEN)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, missing(unsure("provider.seat_unknown", states=["XB"]), "facts.provider.seat")),
        (
            {"provider": {"seat": "XB"}},
            Outcome(YES, (unsure("provider.in_requested", requested="XB", known=["XB"]),)),
        ),
        (
            {"places": {"provider": ["XC", "XB"]}},
            Outcome(YES, (unsure("provider.in_requested", requested="XB", known=["XB", "XC"]),)),
        ),
        (
            {"provider": {"seat": "XC"}, "places": {"provider": ["XA"]}},
            Outcome(NO, (unsure("provider.elsewhere", requested="XB", known=["XA", "XC"]),)),
        ),
        ({"places": {"storage": ["XB"]}}, missing(unsure("provider.seat_unknown", states=["XB"]), "facts.provider.seat")),
    ],
    ids=["unknown", "seat", "place", "elsewhere", "another place"],
)  # fmt: skip
def test_provider_seat(facts, outcome):
    assert asked(SEAT, **facts) == outcome


def test_the_face_of_a_seat():
    here = asking(provider={"seat": "XC"}, places={"provider": ["XB"]})
    assert [face(SEAT, here, state) for state in THREE] == [False, True, True, False]


# --- direct contact ---------------------------------------------------------------------------------------------


def contact(rule: str, state: str = "XB", mode: str = "both", category: str = "traffic", **more):
    return r.DirectContactRule(
        state=state,
        data_category=category,
        rule=rule,
        mode=mode,
        **{"cite": "XB Act 5", "note": "as said", **FACT, **more},
    )


def told(*rules, condition=None, given=None, **more):
    condition = condition or c.DirectContact(**GIVEN)
    own = {"instruments": [more.pop("instrument")]} if "instrument" in more else {}
    return asked(condition, toy_book(direct_contacts=rules, **own), scenario=given or scenario(), **more)


ABOUT = {"state": "XB", "category": "traffic"}
RECORD = "direct_contact/XB/traffic/both"


def rule_said(code: str, cite: str = "XB Act 5"):
    return sure(code, cite, RECORD, **ABOUT, law="XB Act 5", note="as said")


def test_direct_contact_allowed_forbidden_or_with_notice():
    assert told(contact("allowed")) == Outcome(YES, (rule_said("direct_contact.allowed"),))
    assert told(contact("forbidden")) == Outcome(NO, (rule_said("direct_contact.forbidden"),))
    notify = rule_said("direct_contact.notify")
    assert told(contact("notify")) == Outcome(YES, (notify,), warnings=(notify,))


def test_silence_and_the_unknown_are_no_permission():
    silent = Outcome(
        UNKNOWN,
        (unsure("direct_contact.unknown", **ABOUT, law=""),),
        settles=("law.direct_contact.XB",),
        soft=True,
    )
    assert told() == silent
    assert told(contact("allowed", category="content")) == silent
    assert told(contact("allowed", mode="order")) == silent
    unknown = unsure("direct_contact.unknown", record=RECORD, **ABOUT, law="XB Act 5")
    assert told(contact("unknown")) == Outcome(
        UNKNOWN, (unknown,), settles=("law.direct_contact.XB",), soft=True
    )


def test_the_record_s_own_words_go_with_its_own_citation():
    own = c.DirectContact(code="direct_contact.of_its_own", **GIVEN)
    assert told(contact("forbidden"), condition=own) == Outcome(
        NO, (rule_said("direct_contact.of_its_own", "T 1"),)
    )
    # What is allowed is said as it is, under the citation of the condition.
    assert told(contact("allowed"), condition=own) == Outcome(
        YES, (rule_said("direct_contact.allowed", "T 1"),)
    )
    assert told(condition=own).reasons[0].code == "direct_contact.of_its_own"
    assert told(contact("forbidden", cite="")).reasons[0].cite == "T 1"


def test_an_order_under_a_treaty_both_are_bound_by_was_agreed_to():
    order = c.DirectContact(mode="order", **GIVEN)
    assert told(contact("forbidden"), condition=order) == Outcome(
        YES, (unsure("direct_contact.agreed_by_treaty", **ABOUT),)
    )
    # Voluntary disclosure was not, nor an order under no treaty.
    assert told(contact("forbidden")).verdict is NO
    assert told(contact("forbidden"), condition=order, instrument=instrument(treaty="")).verdict is NO
    assert told(contact("forbidden", mode="voluntary"), condition=order, instrument=instrument(treaty="")).verdict is UNKNOWN  # fmt: skip


def test_the_law_of_the_seat_stands_against_an_order_of_another_state():
    seat = c.DirectContact(of="provider_seat", **GIVEN)
    there = contact("forbidden", state="XC")
    elsewhere = scenario(provider={"seat": "XC"})
    found = told(there, contact("allowed"), condition=seat, given=elsewhere)
    assert (found.verdict, found.reasons[0].params["state"]) == (NO, "XC")
    assert told(there, contact("allowed"), condition=seat).verdict is YES
    assert told(there, contact("allowed"), given=elsewhere).verdict is YES


def test_the_face_of_direct_contact():
    book = toy_book(
        direct_contacts=(contact("allowed"), contact("forbidden", state="XC", confidence="recalled"))
    )
    voluntary, order = c.DirectContact(**GIVEN), c.DirectContact(mode="order", **GIVEN)
    here = asking(book)
    assert face(voluntary, here, "XB") == (False, ("allowed", "verified", False))
    assert face(voluntary, here, "XC") == (False, ("forbidden", "recalled", False))
    assert face(voluntary, here, "XA") == (False, None)
    assert face(order, here, "XB") == (True, ("allowed", "verified", False))
    assert face(order, here, "XC") == (False, ("forbidden", "recalled", False))
    seat = c.DirectContact(of="provider_seat", **GIVEN)
    assert face(seat, asking(book, scenario(provider={"seat": "XC"})), "XB") == (
        False,
        ("forbidden", "recalled", False),
    )
    here.matter.setting.old = frozenset([RECORD])
    assert face(voluntary, here, "XB") == (False, ("allowed", "verified", True))
    assert looks_at(voluntary) == {"requested", "category", "facts"}


def test_a_rule_counts_on_its_days_and_for_its_way_of_asking():
    ended = contact("allowed", until=DAY)
    assert told(ended).verdict is UNKNOWN
    assert told(contact("allowed", mode="voluntary")).verdict is YES
    condition = c.DirectContact(**GIVEN)
    assert face(condition, asking(toy_book(direct_contacts=(ended,))), "XB") == (False, None)
    voluntary = asking(toy_book(direct_contacts=(contact("allowed", mode="voluntary"),)))
    assert face(condition, voluntary, "XB") == (False, ("allowed", "verified", False))
    order = asking(toy_book(direct_contacts=(contact("allowed", mode="order"),)))
    assert face(condition, order, "XB") == (False, None)


def test_each_kind_of_data_has_its_own_rule():
    from comity.law.asking import Asking
    from comity.law.conditions.registry import evaluate

    here = asking(toy_book(direct_contacts=(contact("allowed"), contact("forbidden", category="content"))))
    condition = c.DirectContact(**GIVEN)
    assert evaluate(condition, here).verdict is YES
    assert evaluate(condition, Asking(here.matter, here.instrument, here.measure, "content")).verdict is NO


def test_who_sends_a_step_beside_the_ask_is_its_usual_sender():
    """Validation is judged by row: the role given is of the measure asked, not of every measure."""
    from comity.law.asking import Asking
    from comity.law.conditions.registry import evaluate

    here = asking(scenario=question(ON, ask={"from_role": "court"}))
    assert evaluate(VALID, here).verdict is YES
    beside = Asking(here.matter, here.instrument, "stored_data_access", "traffic")
    assert evaluate(VALID, beside).verdict is UNKNOWN
