"""How far the case has come: what "Follow it" leads to, what counts as done, what cannot be done yet."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from comity.kernel.errors import ComityError
from comity.node.ui.chrome import Chrome
from comity_demo import faults, people, records, story, strip
from comity_demo.guide import progress, trouble

HERE = frozenset[str]


def test_follow_it_goes_on_after_what_was_done():
    """Found by a first-time user: after her report it led to part 6, past everything between."""
    assert progress.following(HERE()) == "report"
    assert progress.following(HERE({"report"})) == "triage"
    assert progress.following(HERE({"report", "triage", "case"})) == "ticket"
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
    assert first.key == "triage"
    assert progress.lacking("case", HERE({"report", "triage"})) is None
    assert progress.lacking("hold", HERE({"order_home"})) is None
    assert progress.lacking("ruritania", HERE()) is None
    nothing = progress.lacking("read", HERE())
    assert nothing is not None
    assert nothing.key == "report"


def test_needs_and_records_name_steps_of_the_tour_in_their_order():
    keys = list(story.STEPS)
    for step, needed in progress.NEEDS.items():
        assert needed in records.STEPS, "done by hand it would never count"
        assert keys.index(needed) < keys.index(step)


def test_every_step_shows_in_some_row_or_is_said_to_be_done():
    """Found by a first-time user: what she had done by hand was not acknowledged, and the page asked for it again."""
    assert records.STEPS | set(records.BY_HAND) == set(story.STEPS)
    assert not records.STEPS & set(records.BY_HAND)


def test_follow_it_leads_to_what_comes_first():
    """Found by a first-time user: it led to a step whose page said that another comes first."""
    chain = ("report", "triage", "case", "ticket", "leave", "draft", "commit", "send", "opened", "executed")
    before = HERE({*chain, "hold"})
    assert progress.following(before) == "hold_told"
    assert progress.following(HERE({*chain, "order_home", "hold", "path", "orders"})) == "orders_answered"
    assert (
        progress.following(HERE({*chain, "order_home", "hold", "identified_here", "kept_served"}))
        == "hold_told"
    )


@pytest.mark.parametrize(
    ("code", "facts", "wanted"),
    [
        ("BAD_ANSWER", {"text": "Choose a lead.", "method": "POST", "page": "http://x/", "status": 422}, "Choose a lead."),
        ("STEP_FAILED", {"step": "x", "reason": "http://x/ still says: Wait"}, "The page does not offer this now"),
        ("NO_FORM", {"page": "http://x/", "wanted": "act-draft", "found": "none"}, "The page does not offer this now"),
    ],
)  # fmt: skip
def test_a_failed_button_says_the_sentence_of_the_page(monkeypatch, code, facts, wanted):
    """Found by a first-time user: "POST http://... was answered with 422"."""
    monkeypatch.setattr(trouble, "_", str)
    said = trouble.words(ComityError(getattr(faults, code).fault(**facts)))
    assert said.startswith(wanted)
    assert "http" not in said
    assert "422" not in said


@pytest.mark.parametrize(("username", "expected"), [("nils.petersen", None), ("leyla.aydin", "leyla.aydin")])
def test_the_strip_never_says_who_one_is_not(username, expected):
    """Found by a first-time user: signed in as the prosecutor, it said "You are the duty officer"."""
    user = SimpleNamespace(is_authenticated=True, get_username=lambda: username)
    other = strip._somebody_else(SimpleNamespace(user=user), story.STEPS["board"])
    assert other == (people.PEOPLE[expected] if expected else None)
    nobody = SimpleNamespace(user=SimpleNamespace(is_authenticated=False))
    assert strip._somebody_else(nobody, story.STEPS["board"]) is None


def test_the_strip_counts_steps_where_it_says_steps(monkeypatch):
    """Found by a first user: "Tour step 6 of 8" meant part 6 of 8, for twenty steps one after the other."""
    for name, value in (("start_address", lambda: "http://x/"), ("reverse", lambda name: name), ("_", str)):
        monkeypatch.setattr(strip, name, value)
    monkeypatch.setattr(story, "gettext", str)
    user = SimpleNamespace(is_authenticated=False)
    request = SimpleNamespace(COOKIES={strip.COOKIE: "case"}, user=user)
    tour = strip.fill(request, Chrome()).tour
    assert tour is not None
    assert (tour.step, tour.of) == (3, len(story.STEPS))


def test_the_end_says_what_was_lost_and_why():
    """Found by a first-time user: holds lapsed and orders ran over, and the tour did not say so."""
    told = " ".join(story.ENDING)
    for words in ("1,050 EUR", "lapsed on 1 February", "judge's order", "thirteen"):
        assert words in told


def test_the_prosecutor_in_osaka_works_there():
    """Found by a first-time user: she worked at the central authority in Tokyo."""
    assert "Osaka" in people.ORGANISATIONS[people.PEOPLE["ito.naomi"].participant].name
