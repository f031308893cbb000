"""The documents of the atlas, of what-if and of next steps are as their schemas say, in both languages."""

import json
from datetime import date

import pytest

from comity.law.atlas.explained import explain
from comity.law.atlas.relations import Relation, core_conduct
from comity.law.atlas.table import Table
from comity.law.atlas.view import View
from comity.law.atlas.world import World
from comity.law.next_steps import candidates, next_steps
from comity.law.simulation import Simulation
from comity.law.steps import Ratify
from comity.law.what_if import what_if
from tests.support.schemas import faults

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def documents(book):
    conduct = core_conduct(book)[0].id
    world = World(book, DAY, measures=["preservation"], conducts=[conduct])
    simulation = Simulation(book, DAY, world=world)
    state, step = next(
        (state, step)
        for state in world.states
        for step in candidates(simulation, state)
        if isinstance(step, Ratify) and simulation.after([step]).opened.any()
    )
    other = next(one for one in world.states if one != state)
    closed = Relation(state, other, conduct, "enforcement", "any")
    return {
        lang: [
            ("comity.atlas-1", explain(book, closed, DAY).document(lang)),
            ("comity.atlas-1", explain(book, closed, DAY, duty=True).document(lang)),
            ("comity.atlas-1", View(Table(world), state).document(lang)),
            ("comity.atlas-1", View(Table(world, duty=True), state, "requested", other).document(lang)),
            ("comity.what-if-1", what_if(simulation, [step]).document(lang)),
            ("comity.next-steps-1", next_steps(simulation, [state]).document(lang)),
        ]
        for lang in ("en", "de")
    }


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_document_is_as_its_schema_says(documents, lang):
    for name, document in documents[lang]:
        assert not faults(json.loads(json.dumps(document)), name), name


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_view_carries_disclaimer_day_and_right_of_reply(documents, lang):
    for name, document in documents[lang]:
        notice = document["notice"]
        assert [text["code"] for text in notice["texts"]] == [
            "atlas.disclaimer",
            "atlas.hatched",
            "atlas.no_record",
            "atlas.right_of_reply",
        ], name
        assert notice["last_checked"] and "14" in notice["texts"][-1]["text"]
        assert "?)" not in json.dumps(document, ensure_ascii=False) and "[en]" not in json.dumps(document)


def test_no_document_calls_a_state_a_haven_or_ranks_states(documents):
    for lang in ("en", "de"):
        text = json.dumps(documents[lang], ensure_ascii=False).lower()
        assert "haven" not in text and "zuflucht" not in text
