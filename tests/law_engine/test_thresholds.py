"""A minimum penalty is reached only by an offence that is made out; an offence still open leaves it open."""

import pytest

from comity.facts.scenario import read
from comity.law.route import routes


def threshold(book, requesting, requested, facts, instrument="bc-24-extradition"):
    scenario = read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": requesting, "requested": requested, "instrument": instrument},
            "facts": facts,
        }
    )
    row = routes(book, scenario).document()["routes"][0]
    return next(gate for gate in row["gates"] if gate["gate"] == "threshold")


SURE = {"security_measure_infringed": True}


def test_an_offence_nobody_spoke_of_does_not_lift_the_maximum(book):
    """The maximum of an offence whose elements nobody stated counted as that of the case: six months became eight years."""
    gate = threshold(book, "DE", "RS", {"articles": ["ETS185:2"], "elements": SURE})
    assert gate["verdict"] == "fail"
    assert "threshold.not_reached" in [reason["code"] for reason in gate["reasons"]]


def test_an_open_offence_leaves_the_threshold_open_and_says_on_what(book):
    """Without knowing of a security measure, no offence is made out in Germany: the minimum is neither reached nor missed."""
    gate = threshold(book, "FR", "DE", {"articles": ["ETS185:2"]})
    assert gate["verdict"] == "unknown"
    assert "facts.elements.security_measure_infringed" in gate["settles"]


@pytest.mark.parametrize(("months", "verdict"), [(11, "fail"), (12, "pass"), (13, "pass")])
def test_what_is_stated_goes_first_to_the_month(book, months, verdict):
    facts = {"articles": ["ETS185:2"], "max_penalty_months": {"DE": 60, "RS": months}}
    assert threshold(book, "DE", "RS", facts)["verdict"] == verdict


def test_an_offence_the_book_does_not_describe_needs_its_penalty_stated(book):
    assert threshold(book, "DE", "RS", {"articles": ["OTHER"]})["verdict"] == "unknown"
