"""The order of routes, expected times and where they come from."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from comity.facts.scenario import read, read_file
from comity.law.book import Book
from comity.law.expected import FEWEST_REPLIES, Measured
from comity.law.order import ON_OFFER
from comity.law.plan import PHASES
from comity.law.records import PublishedTime
from comity.law.route import routes
from comity.law.running import Desk

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))


def ask(requesting="FR", requested="DE", measure="subscriber_information", **more):
    return read(
        {
            "scenario": {"on": "2026-11-23"},
            "ask": {"requesting": requesting, "requested": requested, "measure": measure},
            "facts": {"articles": ["ETS185:2"], **more},
        }
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_can_be_used_comes_first_and_there_the_shorter_time(book, path):
    answer = routes(book, read_file(path))
    on_offer = [route.status in ON_OFFER for route in answer.routes]
    assert on_offer == sorted(on_offer, reverse=True)
    first = answer.routes[0]
    hours = [
        float("inf") if route.expected.hours is None else route.expected.hours
        for route in answer.routes
        if route.status in ON_OFFER
        and (route.phase, route.measure) == (first.phase, first.measure)
        and route.instrument.sendable
    ]
    assert hours == sorted(hours)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_route_says_why_it_stands_where_it_stands(book, path):
    answer = routes(book, read_file(path))
    assert [place.number for place in answer.places] == list(range(1, len(answer.routes) + 1))
    for row in answer.document()["routes"]:
        assert row["order"]["text"] and row["order"]["by"]


def test_a_named_measure_comes_before_what_is_shown_beside_it(book):
    answer = routes(book, ask(requesting="DE", requested="JP", measure="stored_data_access"))
    on_offer = [route.measure for route in answer.routes if route.status in ON_OFFER]
    asked = [measure == "stored_data_access" for measure in on_offer]
    assert asked == sorted(asked, reverse=True)
    assert any(place.by == "asked" for place in answer.places)


def test_time_not_known_is_never_a_number(book):
    answer = routes(book, ask(requesting="RS", requested="JP", measure="preservation"))
    (hold,) = {route.expected for route in answer.find("bc-29-preservation")}
    assert (hold.days, hold.basis, hold.hours) == (None, "not_known", None)


def test_an_acknowledgement_is_no_expected_time(book):
    """The week of the receipt notice was taken for the time the whole order takes."""
    (route, *_) = routes(book, ask()).find("eu-eio")
    assert (route.expected.days, route.expected.basis) == (120, "treaty_clock")
    assert route.expected.cite == "2014/41 12(3); 2014/41 12(4)"


def test_measured_replies_go_before_the_clock_which_is_shown_beside(book):
    desk = Desk(measured=(Measured("eu-eio", "DE", 48, FEWEST_REPLIES),))
    (route, *_) = routes(book, ask(), desk).find("eu-eio")
    assert (route.expected.days, route.expected.basis, route.expected.replies) == (
        48,
        "measured",
        FEWEST_REPLIES,
    )
    assert [one.basis for one in route.expected.others] == ["treaty_clock"]


def test_few_replies_are_shown_and_not_expected(book):
    desk = Desk(measured=(Measured("bc-29-preservation", "JP", 3, FEWEST_REPLIES - 1),))
    (route, *_) = routes(book, ask("RS", "JP", "preservation"), desk).find("bc-29-preservation")
    assert route.expected.basis == "not_known" and route.expected.others[0].days == 3


def test_replies_of_another_state_say_nothing(book):
    desk = Desk(measured=(Measured("bc-29-preservation", "FR", 3, 50),))
    (route, *_) = routes(book, ask("RS", "JP", "preservation"), desk).find("bc-29-preservation")
    assert route.expected.basis == "not_known" and not route.expected.others


def test_a_published_figure_is_shown_with_its_citation_and_only_where_it_was_published(book):
    times = (
        PublishedTime(
            id="x", instruments=("bc-29-preservation",), requested=("JP",), days=9, from_days=4, counts="holds",
            cite="Somebody, 2025", source="test", confidence="recalled", checked_on=date(2026, 1, 1),
        ),
    )  # fmt: skip
    contents = msgspec.structs.replace(book.contents, times=times)
    laid = Book(contents, digest=book.digest, origin="test")
    (there, *_) = routes(laid, ask("RS", "JP", "preservation")).find("bc-29-preservation")
    assert there.expected.document() == {
        "days": 9, "basis": "published", "counting": "calendar", "cite": "Somebody, 2025", "record": "times/x",
        "from_days": 4, "counts": "holds", "confidence": "recalled",
    }  # fmt: skip
    (elsewhere, *_) = routes(laid, ask("RS", "FR", "preservation")).find("bc-29-preservation")
    assert elsewhere.expected.basis == "not_known"


def test_working_days_are_compared_as_parts_of_a_week(book):
    answer = routes(book, ask(measure="payment_recall"))
    (recall,) = answer.find("fin-camt056-recall")
    assert recall.expected.days == 15 and recall.expected.hours == 21 * 24


def test_without_a_measure_the_steps_of_the_plan_come_in_their_order(book):
    answer = routes(book, read_file(Path(__file__).parents[1] / "cases" / "t08-stop-the-money-first.toml"))
    phases = [PHASES.index(route.phase) for route in answer.routes if route.status in ON_OFFER]
    assert phases == sorted(phases) and answer.routes[0].phase == "money"
    assert [step.phase for step in answer.plan] == [
        phase for phase in PHASES if phase in {s.phase for s in answer.plan}
    ]
