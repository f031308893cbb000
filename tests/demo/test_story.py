"""The story as data: instants of the case, people who exist, nothing invented that could be real."""

from __future__ import annotations

import ipaddress
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from comity.node.base.home import PARTICIPANT_ROLES
from comity.node.ui.languages import LANGUAGES
from comity.triage.intake import read
from comity_demo import acts, material, moments, needed, people, story
from comity_demo.acts import ending


def test_the_steps_go_forward_in_time_and_through_all_parts():
    at = [moments.MOMENTS[step.moment].at for step in story.STEPS.values()]
    assert at == sorted(at)
    assert [part.number for part in story.PARTS] == list(range(1, 9))
    assert {step.part for step in story.STEPS.values()} == set(range(1, 9))
    assert [step.part for step in story.STEPS.values()] == sorted(step.part for step in story.STEPS.values())


@pytest.mark.parametrize(
    ("key", "instant"),
    [
        ("sent", "2026-11-22T21:52+01:00"), ("ticket", "2026-11-22T21:58+01:00"), ("money_held", "2026-11-22T22:31+01:00"),
        ("request", "2026-11-23T11:12+09:00"), ("executed", "2026-11-23T03:55+01:00"), ("order_home", "2026-11-24T09:05+09:00"),
        ("hold", "2026-11-24T02:30+01:00"), ("path", "2026-12-02T15:00+09:00"), ("orders", "2026-12-03T10:15+01:00"),
    ],
)  # fmt: skip
def test_instants_are_those_of_the_case(key, instant):
    assert moments.MOMENTS[key].at == datetime.fromisoformat(instant)


def test_the_one_number():
    took = moments.MOMENTS["hold"].at - moments.MOMENTS["sent"].at
    assert took.total_seconds() == (28 * 60 + 38) * 60


def test_everybody_works_somewhere_and_every_step_is_somebodys():
    for person in people.PEOPLE.values():
        assert person.participant in people.ORGANISATIONS
    for step in story.STEPS.values():
        assert not step.person or step.person in people.PEOPLE
        assert set(step.nodes) <= set(people.RUNNING)
        assert step.node in step.nodes


def test_every_step_can_be_done_by_the_button_and_what_is_needed_belongs_to_one():
    assert set(acts.ACTS) == {*story.STEPS, *story.EXTRA}
    assert set(needed.NEEDED) <= set(story.STEPS)


def test_what_has_to_be_typed_stands_on_the_step():
    """Found by a first-time user: addresses, accounts and references were nowhere to be read."""
    wanted = {
        "path": {material.PANEL, material.LYON}, "draft": {material.SERVER, material.OSAKA}, "report": {material.FORWARD},
        "warrant": {material.WARRANT}, "ticket": {material.OWN_IBAN, material.PAYMENT}, "bank_order": {"2.12.2026"}, "case": {"Jonas Weber"},
    }  # fmt: skip
    for key, values in wanted.items():
        assert values <= {one.value for one in needed.of(key)}, key


def test_what_is_needed_is_named_as_its_form_names_it():
    """Found by a first user: "What happened" was "The fraud in short" on the form, and half of what a form asks was not named."""
    named = {key: [one.what for one in needs] for key, needs in needed.NEEDED.items()}
    assert {"The fraud in short", "A formal request will follow"} <= set(named["ticket"])
    assert {"Summary of the case", "Necessity and proportion", "Could the same be ordered at home?"} <= set(
        named["orders"]
    )
    assert named["money_held"] == ["Amount held"]
    for key in ("triage", "opened", "draft", "offers", "ruritania", "outcome"):
        assert named[key], key
    for key in ("facts", "lyon_facts"):
        assert all(one.source for one in needed.of(key)), "each fact says where it is known from"
    consent = next(one for one in needed.of("facts") if "consent" in one.what)
    assert consent.value == "No"


def test_the_case_comes_to_a_suspect_and_not_to_a_charge():
    """Found by a first user: the letter said that a court would hear the case, where the case knows of no charge on that day."""
    assert ending.CAME_OF_IT == "suspect_identified"
    assert [one.value for one in needed.of("outcome")] == ["A suspect was identified"]


def test_the_central_authority_takes_part_from_the_drafting_on():
    """Found by a first user: the step told to bring in Bonn, which was in already and could not be chosen."""
    assert "bring in" not in story.STEPS["assistance"].do


def test_each_node_has_two_lawyers_who_admit_counterparts():
    for node in people.RUNNING:
        assert Counter(person.role for person in people.of(node))["legal_officer"] == 2


def test_organisations_say_that_they_are_invented():
    for one in people.ORGANISATIONS.values():
        assert one.name.endswith("(demonstration)")
        assert set(one.roles) <= set(PARTICIPANT_ROLES)
    spoken = {one.tag for one in LANGUAGES}
    for country in people.COUNTRIES.values():
        assert country.office.endswith("(demonstration)")
        assert set(country.languages) <= spoken


def test_addresses_are_those_kept_for_documentation():
    kept = [ipaddress.ip_network(one) for one in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]
    for text in (material.SERVER, material.PANEL):
        assert any(ipaddress.ip_address(text) in network for network in kept)
    assert material.DOMAIN.endswith(".example")
    assert all(b"@mail.example," in line for line in material.victims_file().splitlines()[1:])


def test_the_other_victims_live_in_fourteen_states_nine_of_them_in_france():
    assert len(material.OTHERS) == 14
    assert sum(material.OTHERS.values()) == 212
    assert material.OTHERS["FR"] == 9


@pytest.mark.parametrize(("node", "count"), [("de", 2), ("fr", 1), ("jp", 0)])
def test_earlier_reports_can_be_imported(node, count):
    intake = read(material.earlier(node), format="jsonl")
    assert not intake.faults
    assert len(intake.records) == count
    assert all(material.DOMAIN in record.narrative for record in intake.records)


def test_the_tour_speaks_german_too() -> None:
    """What is marked for translation in the story and nowhere else has to be said again in the catalogue."""
    from babel.messages.pofile import read_po

    catalogue = Path(story.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
    with catalogue.open("rb") as file:
        german = read_po(file, locale="de")
    texts = [story.VICTIM, *story.ENDING, *(person.doing for person in people.PEOPLE.values())]
    texts += [text for part in story.PARTS for text in (part.title, part.what)]
    texts += [
        text for step in (*story.STEPS.values(), *story.EXTRA.values()) for text in (step.title, step.do)
    ]
    for needs in needed.NEEDED.values():
        texts += [one.what for one in needs] + [one.value for one in needs if one.words]
    assert [text for text in texts if not (german.get(text) and german[text].string)] == []
