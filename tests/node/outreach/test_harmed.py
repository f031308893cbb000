"""Offers: each state its own people and nobody else's; nothing before the condition; told by a person, where they live."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.assistance import actions as assistance
from comity.node.assistance.models import Request
from comity.node.base import sealing
from comity.node.evidence import actions as evidence
from comity.node.evidence import harmed
from comity.node.evidence.intake import Given
from comity.node.exchange.keys import keyring
from comity.node.letters import actions as letters
from comity.node.letters.models import Letter
from comity.node.letters.words import Words
from comity.node.outreach import actions, notices, queries, rounds, wordings
from comity.node.outreach.models import Notice, Offer
from tests.node.assistance.conftest import BC26, DUTY, INTAKE, INVESTIGATOR, person
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node

PEOPLE = [
    *(
        {"country": "JP", "contact": f"jp{number}@post.example", "name": f"Person {number}"}
        for number in range(7)
    ),
    *({"country": "FR", "contact": f"fr{number}@poste.example", "language": "fr"} for number in range(9)),
    *({"country": "DE", "contact": f"de{number}@post.example", "language": "de"} for number in range(3)),
    {"country": "XZ", "contact": "nobody@nowhere.example"},
]
TERMS = {
    "conditions": ["Only to tell the people concerned."],
    "why": "Their passwords lay on the seized server.",
    "purpose": "to tell the people harmed",
}


def lines(people=PEOPLE) -> bytes:
    return "\n".join(json.dumps(one) for one in people).encode()


@pytest.fixture
def the_list(world, participants):
    (item,) = evidence.take_in(
        [Given("list.jsonl", [lines()])],
        owner=participants["de-police"],
        by=INVESTIGATOR,
        at=AT,
        case=world.case,
        format=harmed.FORMAT,
    )
    return item


@pytest.fixture
def offers(world, the_list):
    made = actions.prepare_offers(the_list, case=world.case, by=INVESTIGATOR, at=AT, instrument=BC26, **TERMS)
    return {offer.country: offer for offer in made}


def test_one_offer_for_each_state(offers, the_list):
    assert {state: offer.count for state, offer in offers.items()} == {"JP": 7, "FR": 9, "XZ": 1}
    shown = {row.country: row.where for row in queries.offers(the_list, by=INVESTIGATOR, at=AT)}
    assert shown == {"JP": "draft", "FR": "paper", "XZ": "no_way"}
    assert offers["XZ"].reason_code == "outreach.offer.no_way"
    assert Notice.objects.count() == 3  # our own people are told here


def test_once(world, the_list, offers, refusal):
    again = lambda: actions.prepare_offers(the_list, case=world.case, by=INVESTIGATOR, at=AT, **TERMS)  # noqa: E731
    assert refusal(Conflict, again) == ["outreach.offer.made"]


def test_what_is_missing_at_once(world, the_list, refusal):
    empty = TERMS | {"conditions": [" "], "why": "", "purpose": " "}
    assert refusal(BadInput, lambda: actions.prepare_offers(the_list, case=world.case, by=INVESTIGATOR, at=AT, **empty)) == [
        "outreach.offer.no_condition", "outreach.offer.no_why", "policy.purpose.missing",
    ]  # fmt: skip


def test_nobody_of_another_state_and_nobody_at_all_before_the_condition(world, offers):
    request = actions.send_offer(offers["JP"], by=INVESTIGATOR, at=AT)
    body = world.read_by_jp(world.posted("request")[0])["body"]
    assert "@" not in json.dumps(body["fields"]) and body["fields"]["conditions"] == TERMS["conditions"]
    step = {
        "schema": "comity.step/1",
        "event": "accept_conditions",
        "categories": [],
        "at": AT.isoformat(),
        "since": None,
        "reference": "0000-000-001Y",
    }
    world.arrives(kind="step", body=step, matter=request.matter_id)
    assistance.step(request, "send", by=DUTY, at=AT)
    told = json.dumps(world.told_jp("send"))
    assert all(one["contact"] in told for one in PEOPLE if one["country"] == "JP")
    everything = json.dumps([world.read_by_jp(row) for row in world.posted() if row.to_code.startswith("jp")])
    assert not any(one["contact"] in everything for one in PEOPLE if one["country"] != "JP")


def test_on_paper_and_no_way_are_not_sent(offers, refusal):
    assert refusal(BadInput, lambda: actions.send_offer(offers["FR"], by=INVESTIGATOR, at=AT)) == [
        "outreach.offer.on_paper"
    ]
    assert refusal(BadInput, lambda: actions.send_offer(offers["XZ"], by=INVESTIGATOR, at=AT)) == [
        "outreach.offer.no_way"
    ]
    document = actions.draft_document(offers["FR"], by=INVESTIGATOR, at=AT, purpose="to print")
    assert (document["status"], document["people"], document["to_country"]) == ("not sent", 9, "FR")
    assert "@" not in json.dumps(document) and document["fields"]["why_useful_to_recipient"] == TERMS["why"]


def test_send_all_says_who_could_not_be_reached(offers, the_list):
    sent, failed = actions.send_all(the_list, by=INVESTIGATOR, at=AT)
    assert [request.requested for request in sent] == ["JP"] and failed == {}


def test_others_may_not(world, the_list):
    for by in (person("statistician", "de-police", "70"), person("investigator", "de-justice", "71")):
        with pytest.raises(NotAllowed):
            actions.prepare_offers(the_list, case=world.case, by=by, at=AT, **TERMS)
    assert not Offer.objects.exists()


@pytest.fixture
def arrived(world):
    """An offer of the foreign node, its condition accepted, its content here: four of our people and one of another state."""
    matter = uuid4()
    body = {
        "schema": "comity.request/1", "reference": "0000-000-001Y", "requesting": "JP", "requested": "DE", "instrument": BC26, "legal_basis": "BC 26",
        "measure": "spontaneous_information", "data_categories": [""], "stated": {"max_penalty_months": 12}, "steps": ["offer_with_conditions"],
        "fields": {"why_useful_to_recipient": "Four of your residents.", "conditions": ["Police use only."]},
    }  # fmt: skip
    world.arrives(kind="request", body=body, matter=matter)
    request = Request.objects.get(matter_id=matter)
    assert rounds.take_in(AT) == 0
    assistance.step(request, "accept_conditions", by=DUTY, at=AT)
    people = [
        {"country": "DE", "contact": f"de{number}@post.example", "language": "de"} for number in range(4)
    ]
    people.append({"country": "AT", "contact": "at@post.example"})
    step = {"schema": "comity.step/1", "event": "send", "categories": [""], "at": AT.isoformat(), "since": None, "reference": "0000-000-001Y",
            "fields": {"information": {"kind": harmed.FORMAT, "persons": people}}}  # fmt: skip
    world.arrives(kind="step", body=step, matter=matter)
    return request


def walk():
    with as_door("worker"):
        return rounds.take_in(AT)


def test_drafts_for_our_own_people_once(arrived):
    assert walk() == 4 and walk() == 0
    rows = Notice.objects.filter(request=arrived)
    assert {row.owner_id for row in rows} == {"de-police"}
    assert set(Letter.objects.values_list("state", flat=True)) == {"draft"}
    assert not any(b"@post.example" in bytes(row.contact) for row in rows)


def test_told_by_a_person(arrived):
    walk()
    rows = list(queries.notices(by=INTAKE))
    with pytest.raises(NotAllowed):
        notices.release(rows[0], by=DUTY, at=AT)
    read = {one.mark for one in wordings.read(rows, by=INVESTIGATOR, at=AT, keyring=keyring())}
    assert notices.release_all(rows, read=read, by=INVESTIGATOR, at=AT) == (4, 0)
    assert notices.release_all(list(queries.notices(by=INTAKE)), read=(), by=INVESTIGATOR, at=AT) == (0, 0)
    who, letter = notices.open_notice(rows[0], by=INVESTIGATOR, at=AT, purpose="to print the letter")
    assert who.contact == "de0@post.example" and letter is not None and "Passw" in letter.text()
    with pytest.raises(NotAllowed):
        notices.open_notice(rows[0], by=INVESTIGATOR, at=AT, purpose="")
    with pytest.raises(NotAllowed):
        queries.notices(by=DUTY)


def test_letters_are_never_released_unread_in_bulk(arrived, refusal):
    walk()
    rows = list(queries.notices(by=INTAKE))
    assert refusal(Conflict, lambda: notices.release_all(rows, read=(), by=INVESTIGATOR, at=AT)) == [
        "outreach.notice.unread"
    ]
    found = wordings.read(rows, by=INVESTIGATOR, at=AT, keyring=keyring())
    assert sum(one.count for one in found) == 4
    with pytest.raises(NotAllowed):
        wordings.read(rows, by=DUTY, at=AT, keyring=keyring())
    # A letter whose words were changed after the reading stays a draft.
    changed = rows[0].letter
    key = sealing.open_as(changed.data_key, changed.owner_id, keyring())
    letters.rewrite(changed, Words("0000-000-001Y", "News", ("Call me.",)), key=key, by=INVESTIGATOR, at=AT)
    rows = list(queries.notices(by=INTAKE))
    read = [one.mark for one in found]
    assert notices.release_all(rows, read=read, by=INVESTIGATOR, at=AT) == (3, 1)
    assert Letter.objects.get(state="draft").pk == changed.pk


def test_something_else_makes_no_notices(arrived, world):
    from comity.node.assistance import content

    key = content.open_key(arrived.data_key)
    content.write(arrived, key, {"information": {"value": "a phishing kit"}})
    arrived.save()
    assert walk() == 0 and not Notice.objects.exists()


def test_a_broken_list_stops_nobody(arrived):
    from comity.node.assistance import content

    key = content.open_key(arrived.data_key)
    content.write(arrived, key, {"information": {"kind": harmed.FORMAT, "persons": [{"country": "DE"}]}})
    arrived.save()
    assert walk() == 0 and walk() == 0
