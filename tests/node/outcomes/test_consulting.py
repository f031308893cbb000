"""Who prosecutes is said by people on both sides and computed by nobody; what came of it is told by a person."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.base.keyring import Keyring
from comity.node.letters.models import Letter
from comity.node.outcomes import actions, lists, queries
from comity.node.outcomes.models import Consultation, Outcome, Statement
from tests.node.assistance.conftest import INVESTIGATOR, PROSECUTOR, person
from tests.support.node import AT

pytestmark = pytest.mark.node


@pytest.fixture
def opened(world):
    from tests.node.assistance.conftest import admit

    admit("de-prosecution")
    return actions.open_consultation(world.case, "jp-contact", by=PROSECUTOR, at=AT)


def bodies(world):
    return [world.read_by_jp(row)["body"] for row in world.posted("consultation")]


def says_jp(world, row, **more):
    body = {
        "schema": actions.SCHEMA,
        "step": "statement",
        "kind": "decision",
        "code": "prosecutes",
        "state": "DE",
        "words": "",
        "at": AT.isoformat(),
    }
    world.arrives(kind="consultation", body=body | more, matter=row.matter_id, to="de-prosecution")


def test_claims_are_facts_and_name_no_winner(world, opened):
    document = opened.claims
    assert document["schema"] == "comity.jurisdiction/1" and {
        claim["state"] for claim in document["claims"]
    } >= {"DE", "JP"}
    assert not {"winner", "rank", "score", "best"} & set(
        json.dumps(document).replace('"', " ").replace(":", " ").split()
    )
    (body,) = bodies(world)
    assert body["claims"] == document and body["step"] == "open"
    assert "Wiesengrund" not in json.dumps(body)


def test_both_sides_see_both(world, opened):
    factor = next(iter(opened.claims["factors"]))
    actions.assert_factor(opened, factor, "DE", "The victim lives here.", by=PROSECUTOR, at=AT)
    says_jp(world, opened, kind="factor", code=factor, state="JP", words="The server stands here.")
    rows = list(opened.statements.all())
    assert [(one.asserted_by, one.state) for one in rows] == [("de-prosecution", "DE"), ("jp-contact", "JP")]
    words = actions.open_statements(opened, by=PROSECUTOR, at=AT, purpose="to consult")
    assert sorted(words.values()) == ["The server stands here.", "The victim lives here."]
    assert [one["words"] for one in bodies(world) if one["step"] == "statement"] == ["The victim lives here."]


def test_agreed_only_when_both_say_the_same(world, opened):
    assert queries.agreed(opened) == ""
    actions.decide(opened, "prosecutes", "DE", by=PROSECUTOR, at=AT)
    assert queries.agreed(opened) == ""
    says_jp(world, opened, state="JP")
    assert queries.agreed(opened) == ""
    says_jp(world, opened)
    assert queries.agreed(opened) == "DE"
    actions.follow_up(opened, "keeps_informed", by=PROSECUTOR, at=AT)
    assert sorted(one["kind"] for one in bodies(world) if one["step"] == "statement") == [
        "decision",
        "follow_up",
    ]


def test_opened_by_the_other_side(world, participants):
    matter = uuid4()
    body = {
        "schema": actions.SCHEMA,
        "step": "open",
        "states": ["JP", "DE"],
        "claims": {"claims": [], "factors": {}},
    }
    later = {
        "schema": actions.SCHEMA,
        "step": "statement",
        "kind": "decision",
        "code": "undecided",
        "state": "JP",
        "words": "not yet",
    }
    world.arrives(kind="consultation", body=later, matter=matter, to="de-prosecution")
    assert world.faults_of_inbox() == ["outcomes.consultation.not_yet"]
    world.arrives(kind="consultation", body=body, matter=matter, to="de-prosecution")
    row = Consultation.objects.get()
    assert (row.opened_here, row.case, row.counterpart) == (False, None, "jp-contact")
    actions.attach(row, world.case, by=PROSECUTOR, at=AT)
    assert queries.on_case(world.case, by=PROSECUTOR, at=AT)[0] == [row]


@pytest.mark.parametrize(
    "change",
    [{"schema": "x"}, {"kind": "verdict"}, {"code": 7}, {"code": "wins"}, {"state": "US"}, {"words": None}],
)
def test_bad_bodies_are_kept_and_change_nothing(world, opened, change):
    says_jp(world, opened, **change)
    assert len(world.faults_of_inbox()) == 1 and not Statement.objects.exists()


def test_a_code_that_is_none_and_a_state_not_concerned(opened, refusal):
    assert refusal(BadInput, lambda: actions.decide(opened, "wins", "DE", by=PROSECUTOR, at=AT)) == [
        "outcomes.code.unknown"
    ]
    assert refusal(BadInput, lambda: actions.decide(opened, "prosecutes", "US", by=PROSECUTOR, at=AT)) == [
        "outcomes.state.missing"
    ]
    assert refusal(
        BadInput, lambda: actions.assert_factor(opened, "gut_feeling", "DE", by=PROSECUTOR, at=AT)
    ) == ["outcomes.code.unknown"]


def test_who_may(world, opened):
    for by in (INVESTIGATOR, person("prosecutor", "de-justice", "80")):
        with pytest.raises(NotAllowed):
            actions.decide(opened, "prosecutes", "DE", by=by, at=AT)
    assert list(queries.mine(by=INVESTIGATOR)) == [opened]


def test_outcome_told_by_a_person_only(world, home_folder, refusal):
    ring = Keyring(home_folder, "admin")
    with pytest.raises(NotAllowed):
        actions.record_outcome(world.case, "charged", by=INVESTIGATOR, at=AT)
    outcome = actions.record_outcome(world.case, "charged", by=PROSECUTOR, at=AT)
    assert refusal(Conflict, lambda: actions.record_outcome(world.case, "charged", by=PROSECUTOR, at=AT)) == [
        "outcomes.outcome.recorded"
    ]
    assert not Letter.objects.exists()
    (letter,) = actions.draft_letters(outcome, by=PROSECUTOR, at=AT, keyring=ring)
    assert (letter.state, letter.kind, letter.language) == ("draft", "outcome", "de")
    assert actions.draft_letters(outcome, by=PROSECUTOR, at=AT, keyring=ring) == [letter]
    assert Outcome.objects.get().kind == "charged"


def test_every_outcome_has_its_sentences():
    assert set(lists.OUTCOMES) == set(lists.TOLD) == set(lists.NEXT)
