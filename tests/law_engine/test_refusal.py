"""After a refusal, checks before a person is moved, and what earlier proceedings bar."""

import itertools

import pytest

from comity.facts.model import PENALTIES, STAGES
from comity.facts.scenario import read
from comity.law.jurisdiction import claims
from comity.law.route import routes


def scenario(events=(), proceedings=(), **facts):
    return read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": "DE", "requested": "BR", "measure": "extradition"},
            "facts": {"articles": ["ETS185:8"], "max_penalty_months": {"DE": 60, "BR": 96}, "proceedings": list(proceedings), **facts},
            "event": list(events),
        }
    )  # fmt: skip


def refused(instrument, ground="", name="refuse_with_reasons"):
    return {"name": name, "at": "2026-11-20", "instrument": instrument, "ground": ground}


def after(book, *events, **facts):
    return routes(book, scenario(events, **facts)).after_refusal


def test_without_a_refusal_nothing_follows(book):
    assert after(book) == ()
    assert after(book, {"name": "receive", "at": "2026-11-20", "instrument": "bc-24-extradition"}) == ()


def test_a_ground_nobody_gave_is_asked_for(book):
    (found,) = after(book, refused("bc-24-extradition"))
    assert found.verdict == "not_stated"
    assert [one.remedy.id for one in found.next] == ["ask-why"]


def test_a_ground_on_no_list_is_said_so(book):
    (found,) = after(book, refused("bc-24-extradition", "bad_weather"))
    assert found.verdict == "not_on_the_list"


def test_the_duty_needs_the_sole_ground(book):
    (alone,) = after(book, refused("bc-24-extradition", "nationality"))
    assert "bc-24-submit" in [one.remedy.id for one in alone.next]
    both = after(
        book,
        refused("bc-24-extradition", "nationality"),
        refused("bc-24-extradition", "penalty_threshold_not_met"),
    )
    assert all("bc-24-submit" not in [one.remedy.id for one in found.next] for found in both)


def test_the_refusing_side_asks_for_the_evidence_of_its_own_trial(book):
    (found,) = after(book, refused("bc-24-extradition", "nationality"))
    (duty,) = [one for one in found.next if one.remedy.id == "bc-24-submit"]
    back = [way for way in duty.ways if way.routes[0].requesting == "BR"]
    assert back and all(way.routes[0].requested == "DE" for way in back)
    assert duty.remedy.event == "prosecute_at_home"


def test_alternatives_say_whether_the_same_ground_waits_there(book):
    (found,) = after(book, refused("bc-24-extradition", "nationality"))
    said = {way.routes[0].instrument.id: way.reason.code for way in found.alternatives}
    assert said["untoc-16-extradition"] == "refusal.same_ground_possible"


@pytest.mark.parametrize("ground", ["political_offence", "discriminatory_purpose"])
def test_no_way_is_shown_round_a_refusal_that_protects(book, ground):
    (found,) = after(book, refused("bc-24-extradition", ground))
    assert found.stopped and not found.alternatives and not any(one.ways for one in found.next)


def test_every_remedy_follows_some_refusal(book):
    """A record nobody can reach is a misspelt ground or a wrong instrument."""
    grounds = {(instrument.id, ground.id) for instrument in book.instruments for ground in instrument.grounds}
    for remedy in book.contents.remedies:
        named = [pair for pair in grounds if not remedy.after or pair[1] in remedy.after]
        reached = [pair for pair in named if not remedy.instruments or pair[0] in remedy.instruments]
        assert reached or not remedy.after or not remedy.instruments, remedy.id


# --- checks -------------------------------------------------------------------------------------------------------


def checks(book, **facts):
    (route,) = routes(book, scenario(**facts)).find("bc-24-extradition")
    return {one.check.id: one for one in route.checks}


def test_every_check_is_recorded_also_where_it_does_not_matter(book):
    found = checks(book)
    assert {one.id for one in book.contents.checks if one.treaty in ("", "ets185")} == set(found)
    assert found["death-penalty"].verdict == found["speciality"].verdict == "not_relevant"
    assert found["nationality"].verdict == found["political"].verdict == "open"
    assert found["lapse-of-time"].verdict == "open"


@pytest.mark.parametrize(
    ("facts", "check", "verdict"),
    [
        ({"persons": {"suspect_nationality": ["BR"]}}, "nationality", "engaged"),
        ({"persons": {"suspect_nationality": ["DE"]}}, "nationality", "not_relevant"),
        ({"max_penalty_months": {"DE": 11, "BR": 96}}, "threshold-bc", "engaged"),
        ({"max_penalty_months": {"DE": 12, "BR": 12}}, "threshold-bc", "passes"),
        ({"tags": ["death_penalty"]}, "death-penalty", "engaged"),
        ({"max_penalty_months": {"DE": 999, "BR": 96}}, "death-penalty", "not_relevant"),
        ({"stated": {"other_offences": True}}, "speciality", "engaged"),
        ({"political_character": True}, "political", "engaged"),
        ({"political_character": False}, "political", "passes"),
        ({"tags": ["ne_bis_in_idem"]}, "ne-bis-in-idem", "engaged"),
        (
            {"proceedings": [{"state": "BR", "stage": "final", "same_acts": True}]},
            "ne-bis-in-idem",
            "engaged",
        ),
        ({"proceedings": [{"state": "BR", "stage": "final"}]}, "ne-bis-in-idem", "open"),
        ({"proceedings": [{"state": "BR", "stage": "charged", "same_acts": True}]}, "ne-bis-in-idem", "open"),
    ],
)
def test_a_check_answers_the_facts(book, facts, check, verdict):
    assert checks(book, **facts)[check].verdict == verdict


def test_a_check_carries_the_confidence_of_its_weakest_record(book):
    assert checks(book, persons={"suspect_nationality": ["BR"]})["nationality"].confidence == "recalled"


def test_a_national_makes_the_route_conditional_never_closed(book):
    """That the person is a national was no answer to the ground before."""
    (route,) = routes(book, scenario(persons={"suspect_nationality": ["BR"]})).find("bc-24-extradition")
    assert route.status == "conditional"


# --- ne bis in idem -----------------------------------------------------------------------------------------------


def bar(book, **earlier):
    asked = read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": "DE", "requested": "FR"},
            "facts": {"articles": ["ETS185:2"], "proceedings": [{"state": "FR", **earlier}]},
        }
    )
    return {one.bar.id: one for one in claims(book, asked).bars if one.state == "DE"}


def test_unknown_never_bars_and_every_step_counts(book):
    """A bar is yes only where each step is answered for it; one step against it is enough for no; all else is unknown."""
    truths = (True, False, "unknown")
    for stage, merits, same, penalty in itertools.product(STAGES, truths, truths, PENALTIES):
        found = bar(book, stage=stage, merits_examined=merits, same_acts=same, penalty=penalty)["cisa-54"]
        good = stage == "final" and merits is True and same is True
        good = good and penalty in ("none", "served", "being_served", "no_longer_enforceable")
        bad = (
            stage in ("investigating", "charged", "ended_without_merits") or merits is False or same is False
        )
        bad = bad or penalty == "not_started"
        assert found.verdict.value == ("yes" if good else "no" if bad else "unknown"), (
            stage,
            merits,
            same,
            penalty,
        )
        assert (found.verdict.value == "unknown") == bool({s.settles for s in found.steps} - {""} and not bad)


def test_a_text_that_protects_inside_one_state_is_named_and_bars_nothing(book):
    found = bar(book, stage="final", merits_examined=True, same_acts=True, penalty="served")
    assert {name for name, one in found.items() if one.bar.reach == "within"} == {"iccpr-14-7", "echr-p7-4"}
    assert all(one.verdict.value == "no" for one in found.values() if one.bar.reach != "across")


def test_outside_the_table_there_is_no_bar_of_it(book):
    asked = read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": "BR", "requested": "FR"},
            "facts": {
                "articles": ["ETS185:2"],
                "proceedings": [{"state": "FR", "stage": "final", "same_acts": True}],
            },
        }
    )
    found = {one.bar.id: one.verdict.value for one in claims(book, asked).bars if one.state == "BR"}
    assert "ece-9" not in found, "Brazil is no party"
    assert found.get("cisa-54", "unknown") == "unknown", "the table is not complete: never yes"


def test_concurrent_claims_name_the_states_a_duty_reaches(book):
    asked = read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": "DE", "requested": "FR"},
            "facts": {
                "articles": ["ETS185:2"],
                "places": {"victim": ["DE"], "suspect": ["FR"], "system": ["DE"]},
            },
        }
    )
    document = claims(book, asked).document()
    assert set(document["concurrent"]) >= {"DE", "FR"}
    duties = {duty["id"]: duty["states"] for duty in document["duties"]}
    assert set(duties["consult"]) >= {"DE", "FR"} and set(duties["contact-in-the-union"]) >= {"DE", "FR"}
    assert "winner" not in str(document)
