"""Each kind of condition looks at what it declares and at nothing else; two states with one face get one answer."""

import random
from datetime import date
from functools import cache
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.facts.scenario import read
from comity.law.asking import Asking, Matter
from comity.law.condition_records import Condition, ConditionRecord
from comity.law.conditions.registry import answering, between, face, kinds, looks_at

DAY = date(2026, 11, 24)
RELAXED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
CATEGORIES = ("subscriber", "traffic", "identification", "content", "registration", "any")


def test_whoever_imports_the_registry_has_every_kind():
    """The tests of this file ran on none when nothing else had imported the modules of the kinds."""
    assert set(kinds()) == set(get_args(Condition))


def every_condition(book):
    """Return every condition of the book with its instrument; those asked of all with any."""
    rows = [(one, condition) for one in book.instruments for condition in one.conditions]
    return rows + [(book.instruments[0], condition) for one in book.safeties for condition in one.conditions]


@cache
def by_kind(book):
    found: dict[type[ConditionRecord], list] = {}
    for instrument, condition in every_condition(book):
        found.setdefault(type(condition), []).append((instrument, condition))
    return found


@st.composite
def scenarios(draw):
    """Draw facts of every sort a condition asks about."""
    seat = draw(st.sampled_from(["", "JP", "US", "DE"]))
    facts = {
        "articles": draw(st.sampled_from([["ETS185:2"], ["ETS185:9"], ["OTHER"], []])),
        "elements": draw(
            st.sampled_from([{}, {"access_to_system": True, "intent": True, "without_right": True}])
        ),
        "tags": draw(st.sampled_from([[], ["expression"], ["child"], ["political", "press"]])),
        "consent": draw(st.sampled_from(["unknown", "none", "lawful_and_voluntary"])),
        "max_penalty_months": draw(st.sampled_from([{}, {"DE": 60, "JP": 6}])),
    }
    if draw(st.booleans()):
        facts["danger_to_life"] = draw(st.booleans())
    if draw(st.booleans()):
        facts["money"] = {"amount": "25000", "currency": "EUR", "left_at": "2026-11-23T10:00:00+00:00"}
    if seat:
        facts["provider"] = {"seat": seat, "offers_services_in_eu": draw(st.booleans())}
        facts["places"] = {"storage": [seat], "provider": [seat]}
    ask = {
        "requesting": "DE",
        "requested": "JP",
        "validated_by": draw(st.sampled_from(["", "judge", "none"])),
    }
    data = {
        "scenario": {
            "on": DAY.isoformat(),
            "urgency": draw(st.sampled_from(["routine", "urgent", "emergency"])),
        },
        "ask": ask,
        "facts": facts,
    }
    if draw(st.booleans()):
        data["event"] = [
            {"name": "confirm_hold", "at": "2026-11-20"},
            {"name": "preserved", "at": "2026-11-20"},
        ]
    return read(data)


def seen(condition, asking):
    """What an answer comes to, without the names in its sentences."""
    found = answering(condition).answer(condition, asking)
    reasons = [(one.code, one.confidence, bool(one.record)) for one in found.reasons]
    return found.verdict, found.soft, found.in_time, reasons


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_an_answer_depends_on_what_is_declared_only(book, kind):
    assert kind in by_kind(book), (
        "no record has a condition of this kind: it asks nothing, or a record lost it"
    )
    states = sorted(book.states)
    measures = sorted(one.id for one in book.measures)

    @RELAXED
    @given(scenarios(), scenarios(), st.integers(0, 2**32))
    def check(one, other, seed):
        chance = random.Random(seed)
        instrument, condition = chance.choice(by_kind(book)[kind])
        declared = looks_at(condition)
        requesting, requested = chance.sample(states, 2)
        measure, category = chance.choice(instrument.measures), chance.choice(CATEGORIES)
        first = Asking(Matter(book, one, requesting, requested), instrument, measure, category)
        if "pair" not in declared:
            requesting = requesting if "requesting" in declared else chance.choice(states)
            requested = requested if "requested" in declared else chance.choice(states)
        second = Asking(
            Matter(book, one if "facts" in declared else other, requesting, requested),
            instrument,
            measure if "measure" in declared else chance.choice(measures),
            category if "category" in declared else chance.choice(CATEGORIES),
        )
        assert seen(condition, first) == seen(condition, second)

    check()


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_the_same_faces_get_the_same_answer(book, kind):
    assert kind in by_kind(book), (
        "no record has a condition of this kind: it asks nothing, or a record lost it"
    )
    states = sorted(book.states)

    @settings(RELAXED, max_examples=15)
    @given(scenarios(), st.integers(0, 2**32))
    def check(scenario, seed):
        chance = random.Random(seed)
        instrument, condition = chance.choice(by_kind(book)[kind])
        declared = looks_at(condition)
        measure, category = chance.choice(instrument.measures), chance.choice(CATEGORIES)
        answers = {}
        for _ in range(25):
            pair = chance.sample(states, 2)
            asking = Asking(Matter(book, scenario, *pair), instrument, measure, category)
            key = (
                face(condition, asking, pair[0]) if "requesting" in declared else None,
                face(condition, asking, pair[1]) if "requested" in declared else None,
                between(condition, asking) if "pair" in declared else None,
            )
            found = seen(condition, asking)
            assert answers.setdefault(key, found) == found

    check()


def test_a_face_is_of_the_state_whoever_else_is_in_the_matter(book):
    chance = random.Random(7)
    states = sorted(book.states)
    scenario = read(
        {
            "scenario": {"on": "2026-11-24"},
            "ask": {"requesting": "DE", "requested": "JP"},
            "facts": {"articles": ["ETS185:2"]},
        }
    )
    for instrument, condition in every_condition(book):
        state, *others = chance.sample(states, 5)
        found = {
            face(
                condition,
                Asking(Matter(book, scenario, *pair), instrument, instrument.measures[0], "traffic"),
                state,
            )
            for pair in (others[:2], others[2:], (state, others[0]), (others[1], state))
        }
        assert len(found) == 1
