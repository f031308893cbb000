"""How far the case has come: what "Follow it" leads to, what counts as done, what cannot be done yet."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from comity_demo import people, story, strip
from comity_demo.guide import progress

HERE = frozenset[str]


def test_follow_it_goes_on_after_what_was_done():
    """Found by a first-time user: after her report it led to part 6, past everything between."""
    assert progress.following(HERE()) == "report"
    assert progress.following(HERE({"report"})) == "triage"
    assert progress.following(HERE(progress.STOPS["report"] + progress.STOPS["case"])) == "ticket"
    assert progress.following(HERE({"report", "ruritania"})) == "triage"
    assert progress.following(HERE(story.STEPS)) == list(story.STEPS)[-1]


def test_nothing_is_done_because_it_stands_earlier(tmp_path):
    """Found by a first-time user: two steps were marked as done that nobody had done."""
    network = SimpleNamespace(folder=tmp_path)
    assert not {"opened", "executed", "order_home"} & progress.done(network, ["report", "case"])


def test_what_the_button_did_is_remembered(tmp_path):
    network = SimpleNamespace(folder=tmp_path)
    assert progress.done(network, ["report"]) == {"report"}
    (tmp_path / "walk.json").write_text(json.dumps({"done": "report triage", "code": "0000"}))
    assert progress.done(network, []) == {"report", "triage"}
    assert progress.done(network, ["case"]) == {"report", "triage", "case"}


def test_a_step_that_cannot_be_done_yet_names_the_one_that_comes_first():
    """Found by a first-time user: the clocks moved to 24 November for a step that then never answered."""
    first = progress.lacking("hold", HERE({"report"}))
    assert first is not None
    assert first.key == "case"
    assert progress.lacking("case", HERE({"report"})) is None
    assert progress.lacking("hold", HERE({"report", "case", "send"})) is None
    assert progress.lacking("ruritania", HERE()) is None
    nothing = progress.lacking("read", HERE())
    assert nothing is not None
    assert nothing.key == "report"


def test_needs_and_stops_name_steps_of_the_tour_in_their_order():
    keys = list(story.STEPS)
    assert {step for steps in progress.STOPS.values() for step in steps} <= set(keys)
    shown = {step for steps in progress.STOPS.values() for step in steps}
    for step, needed in progress.NEEDS.items():
        assert needed in shown, "done by hand it would never count"
        assert keys.index(needed) < keys.index(step)


@pytest.mark.parametrize(("username", "expected"), [("nils.petersen", None), ("leyla.aydin", "leyla.aydin")])
def test_the_strip_never_says_who_one_is_not(username, expected):
    """Found by a first-time user: signed in as the prosecutor, it said "You are the duty officer"."""
    user = SimpleNamespace(is_authenticated=True, get_username=lambda: username)
    other = strip._somebody_else(SimpleNamespace(user=user), story.STEPS["board"])
    assert other == (people.PEOPLE[expected] if expected else None)
    nobody = SimpleNamespace(user=SimpleNamespace(is_authenticated=False))
    assert strip._somebody_else(nobody, story.STEPS["board"]) is None


def test_the_end_says_what_was_lost_and_why():
    """Found by a first-time user: holds lapsed and orders ran over, and the tour did not say so."""
    told = " ".join(story.ENDING)
    for words in ("1,050 EUR", "lapsed on 1 February", "judge's order", "thirteen"):
        assert words in told


def test_the_prosecutor_in_osaka_works_there():
    """Found by a first-time user: she worked at the central authority in Tokyo."""
    assert "Osaka" in people.ORGANISATIONS[people.PEOPLE["ito.naomi"].participant].name
