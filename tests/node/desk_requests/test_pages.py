"""The pages of the requests, walked as people walk them: from the way of the law page to the answer."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from comity.node.assistance import actions
from comity.node.assistance.models import Commitment, Request, RightsDecision
from comity.node.exchange.models import Outgoing
from tests.node.assistance.conftest import BC29, FORM, MLA, VICTIM
from tests.node.assistance.test_answering import body
from tests.support.node import AT

pytestmark = pytest.mark.node

TYPED = {
    "facts_summary": FORM["facts_summary"],
    "data_to_preserve-kind": "ip",
    "data_to_preserve-paste": "203.0.113.77:443 2026-11-22 17:48:00 +01:00 to 2026-11-22 18:10:00 +01:00",
    "relation_to_offence": FORM["relation_to_offence"],
    "necessity": FORM["necessity"],
    "custodian_or_system_location": FORM["custodian_or_system_location"],
    "to": "jp-contact",
}


def way(world, **more):
    given = {
        "case": str(world.case.pk),
        "instrument": BC29,
        "requested": "JP",
        "measure": "preservation",
        "categories": "traffic,content",
    } | more
    return "/requests/new/?" + "&".join(f"{name}={value}" for name, value in given.items())


def post(door, path, data):
    return door.post(path, data, follow=True)


@pytest.fixture
def drafted(world, crew, desk):
    desk.sign_in(crew.users["investigator"])
    world.case.facts.create(name="elements.access_to_system", value=True, by="officer:1", at=AT)
    answer = post(desk, way(world), TYPED | _hidden(world))
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return Request.objects.get()


def _hidden(world):
    return {
        "case": str(world.case.pk), "instrument": BC29, "requested": "JP", "measure": "preservation", "categories": "traffic,content",
        "kinds": ["traffic", "content"], "urgency": "urgent", "offence": "ETS185:2",
    }  # fmt: skip


def test_the_form_is_the_records(world, crew, desk):
    desk.sign_in(crew.users["investigator"])
    page = desk.get(way(world)).content.decode()
    for cite in ("BC 29(2)(a)", "BC 29(2)(b)", "BC 29(2)(c)", "BC 29(2)(e)", "BC 29(2)(f)", "BC 27(8)"):
        assert cite in page
    assert 'name="data_to_preserve-port"' in page and 'name="data_to_preserve-from-zone"' in page
    assert VICTIM not in page


def test_from_draft_to_sent(world, crew, desk, drafted):
    row = drafted
    assert row.instrument == BC29
    assert sorted(part.data_category for part in row.parts.all()) == ["content", "traffic"]
    values = actions.open_request(row, by=crew.actor("investigator"), at=AT, purpose="look").values
    assert values["data_to_preserve"] == {
        "kind": "ip", "value": "203.0.113.77", "port": "443", "from": "2026-11-22T17:48:00+01:00", "to": "2026-11-22T18:10:00+01:00",
    }  # fmt: skip
    desk.sign_in(crew.users["prosecutor"])
    page = desk.get(f"/requests/{row.pk}/").content.decode()
    assert "/commit/" in page
    page = desk.get(f"/requests/{row.pk}/commit/").content.decode()
    assert "203.0.113.77" in page and MLA in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    post(
        desk,
        f"/requests/{row.pk}/commit/",
        {
            "instrument": MLA,
            "by_day-day": "18",
            "by_day-month": "12",
            "by_day-year": "2026",
            "version": version,
        },
    )
    assert Commitment.objects.get().by_day.isoformat() == "2026-12-18"
    desk.sign_in(crew.users["duty"])
    page = desk.get(f"/requests/{row.pk}/leaves/").content.decode()
    assert "What leaves Germany" in page and "BC 29(2)(c)" in page and VICTIM not in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    page = post(desk, f"/requests/{row.pk}/send/", {"version": version}).content.decode()
    assert "Sent. The receipts" in page
    assert Outgoing.objects.count() == 1
    page = post(desk, f"/requests/{row.pk}/send/", {"version": version}).content.decode()
    assert "nothing was sent a second time" in page
    assert Outgoing.objects.count() == 1


def test_everything_missing_at_once_and_nothing_lost(world, crew, desk):
    desk.sign_in(crew.users["investigator"])
    typed = (
        TYPED
        | {
            "necessity": "",
            "data_to_preserve-paste": "203.0.113.77 22.11.2026 17:48",
            "facts_summary": "Fraud.",
        }
        | _hidden(world)
    )
    page = post(desk, way(world), typed).content.decode()
    for said in ("no time zone", "without its source port", "has 1 words"):
        assert said in page, said
    assert "Why it is necessary now is missing" in page.replace("&#39;", "'")
    assert "203.0.113.77" in page and "Saved as a draft" in page


@pytest.mark.parametrize("who", ["intake", "duty", "clerk"])
def test_who_does_not_draft_does_not_see_the_form(world, crew, desk, who):
    desk.sign_in(crew.users[who])
    assert desk.get(way(world)).status_code in (403, 422)
    assert not Request.objects.exists()


def test_a_stale_form(world, crew, desk, drafted):
    desk.sign_in(crew.users["investigator"])
    page = desk.get(f"/requests/{drafted.pk}/form/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    post(desk, f"/requests/{drafted.pk}/form/", TYPED | {"version": version})
    answer = post(
        desk, f"/requests/{drafted.pk}/form/", TYPED | {"version": version, "necessity": "Something else"}
    )
    assert answer.status_code == 409
    assert (
        "Somebody changed this request" in answer.content.decode()
        and "Something else" in answer.content.decode()
    )


@pytest.fixture
def arrived(world):
    def make(**more):
        matter = uuid4()
        world.arrives(kind="request", body=body(**more), matter=matter)
        return Request.objects.get(matter_id=matter)

    return make


def test_decided_for_each_kind_with_the_buttons_of_the_record(world, crew, desk, arrived):
    row = arrived()
    desk.sign_in(crew.users["duty"])
    page = desk.get(f"/requests/{row.pk}/").content.decode()
    assert f"/requests/{row.pk}/step/accept/" in page
    assert "203.0.113.77" not in page, "sealed until it is opened"
    page = post(desk, f"/requests/{row.pk}/open/", {"purpose": ""})
    assert page.status_code == 422
    page = post(desk, f"/requests/{row.pk}/open/", {"purpose": "to decide on it"}).content.decode()
    assert "203.0.113.77" in page
    page = desk.get(f"/requests/{row.pk}/step/refuse_with_reasons/").content.decode()
    grounds = re.findall(r'name="ground"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="ground"', page)
    assert {one or other for one, other in grounds} == {
        "political_offence",
        "sovereignty_security_public_order",
        "dual_criminality_reserved",
    }
    assert "The list is closed" in page
    answer = post(desk, f"/requests/{row.pk}/step/refuse_with_reasons/", {"kinds": ["content"]})
    assert answer.status_code == 422 and "names its ground" in answer.content.decode()
    post(desk, f"/requests/{row.pk}/step/accept/", {"kinds": ["traffic"]})
    post(
        desk,
        f"/requests/{row.pk}/step/report_future_availability_or_confidentiality_risk/",
        {"kinds": ["content"], "note": "Logs only."},
    )
    assert {part.data_category: part.state for part in row.parts.all()} == {
        "traffic": "accepted",
        "content": "risk_reported",
    }
    answer = post(desk, f"/requests/{row.pk}/step/confirm_preserved/", {"kinds": ["traffic"]})
    assert "No holder has confirmed yet" in answer.content.decode()


def test_a_step_that_is_gone(world, crew, desk, arrived):
    row = arrived()
    desk.sign_in(crew.users["duty"])
    assert desk.get(f"/requests/{row.pk}/step/confirm_preserved/").status_code == 422
    assert desk.get(f"/requests/{row.pk}/step/explode/").status_code == 422


def test_two_tabs(world, crew, desk, arrived):
    row = arrived()
    desk.sign_in(crew.users["duty"])
    version = re.search(
        r'name="version" value="(\d+)"', desk.get(f"/requests/{row.pk}/step/accept/").content.decode()
    )[1]
    post(desk, f"/requests/{row.pk}/step/accept/", {"kinds": ["traffic"], "version": version})
    answer = post(desk, f"/requests/{row.pk}/step/accept/", {"kinds": ["content"], "version": version})
    assert answer.status_code == 422 and "Somebody changed this request" in answer.content.decode()


def test_the_rights_gate_on_the_desk(world, crew, desk, arrived):
    row = arrived(tags=["expression"])
    desk.sign_in(crew.users["duty"])
    page = desk.get(f"/requests/{row.pk}/").content.decode()
    assert (
        "Stopped: a right may be at stake" in page and "/step/accept/" not in page and "/rights/" not in page
    )
    desk.sign_in(crew.users["legal"])
    page = desk.get(f"/requests/{row.pk}/rights/").content.decode()
    assert "never counted as non-cooperation" in page
    answer = post(desk, f"/requests/{row.pk}/rights/", {"outcome": "refused", "reasons": ""})
    assert answer.status_code == 422 and 'href="#reasons"' in answer.content.decode()
    given = {"outcome": "refused", "reasons": "Satire is protected.", "ground": "sovereignty_security_public_order"}  # fmt: skip
    post(desk, f"/requests/{row.pk}/rights/", given)
    assert RightsDecision.objects.get().outcome == "refused"


def test_a_refusal_at_the_rights_gate_without_a_ground_is_a_fault_of_its_field(world, crew, desk, arrived):
    """It was taken, and the first ground whose tags fit was cited for the lawyer, though the list is hers to choose from."""
    row = arrived(tags=["expression"])
    desk.sign_in(crew.users["legal"])
    answer = post(desk, f"/requests/{row.pk}/rights/", {"outcome": "refused", "reasons": "Satire."})
    text = answer.content.decode()
    assert answer.status_code == 422 and 'href="#ground"' in text and 'id="ground-error"' in text
    assert "Satire." in text and "sovereignty_security_public_order;" not in text
    assert not RightsDecision.objects.exists()
    post(desk, f"/requests/{row.pk}/rights/", {"outcome": "cleared", "reasons": "No opinion is pursued."})
    assert RightsDecision.objects.get().outcome == "cleared"


def test_found_by_their_reference(world, crew, desk, arrived):
    row = arrived()
    desk.sign_in(crew.users["duty"])
    assert row.reference in desk.get("/requests/?q=0000-000-001Y").content.decode()
    assert row.reference not in desk.get("/requests/?q=ZZZZ-000-0011").content.decode()


def test_an_order_is_drafted_from_the_request(world, crew, desk, arrived):
    row = arrived()
    actions.step(row, "accept", ["traffic"], by=crew.actor("duty"), at=AT)
    desk.sign_in(crew.users["duty"])
    post(desk, f"/requests/{row.pk}/involve/", {"participant": "de-police"})
    desk.sign_in(crew.users["investigator"])
    page = desk.get(f"/requests/{row.pk}/order/").content.decode()
    assert "Strafprozessordnung" in page and "Muster Hosting" in page
    page = post(
        desk,
        f"/requests/{row.pk}/order/",
        {"holder": "de-hosting", "kinds": ["traffic"], "telephone": "+49 561 000"},
    ).content.decode()
    order = Request.objects.get(instrument="home-keep")
    assert order.reference in page and order.parent == row


def test_downloads_and_print(world, crew, desk, drafted):
    desk.sign_in(crew.users["investigator"])
    page = desk.get(f"/requests/{drafted.pk}/paper/").content.decode()
    assert "NOT SENT" in page and "Japan" in page
    answer = desk.get(f"/requests/{drafted.pk}/draft.json")
    assert answer.json()["sent"] is False and "attachment" in answer["Content-Disposition"]


def test_calls_and_lists(world, crew, desk, drafted):
    desk.sign_in(crew.users["investigator"])
    assert post(desk, f"/requests/{drafted.pk}/call/", {"to": ""}).status_code == 422
    page = post(desk, f"/requests/{drafted.pk}/call/", {"to": "contact point Tokyo", "reached": "no"})
    assert page.status_code == 200 and drafted.calls.get().reached is False
    for show in ("open", "out", "in", "drafts", "all", "nonsense"):
        assert desk.get(f"/requests/?show={show}").status_code == 200


def test_nobody_elses(world, crew, desk, drafted, people):
    desk.sign_in(people("legal_officer", participant="de-justice"))
    assert desk.get(f"/requests/{drafted.pk}/").status_code == 403
    assert drafted.reference not in desk.get("/requests/").content.decode()


def test_a_path_is_told_without_a_step(world, crew, desk, arrived):
    row = arrived()
    desk.sign_in(crew.users["duty"])
    assert f"/requests/{row.pk}/step/told/" in desk.get(f"/requests/{row.pk}/").content.decode()
    answer = post(
        desk,
        f"/requests/{row.pk}/step/told/",
        {
            "kinds": ["traffic"],
            "answer-address": "198.51.100.9",
            "answer-state": "FR",
            "note": "Another provider.",
        },
    )
    assert answer.status_code == 200
    told = world.told_jp("told")
    assert (told["extra"], told["note"]) == (
        {"answer": {"address": "198.51.100.9", "state": "FR"}},
        "Another provider.",
    )
    assert {part.state for part in row.parts.all()} == {"received"}
    page = post(desk, f"/requests/{row.pk}/open/", {"purpose": "read it again"}).content.decode()
    assert "address: 198.51.100.9" in page


def test_the_offence_typed_is_the_offence_of_the_request(world, crew, desk):
    desk.sign_in(crew.users["investigator"])
    post(desk, way(world), TYPED | _hidden(world) | {"offence": "ETS185:2, ETS185:8"})
    row = Request.objects.get()
    assert row.offence_articles == ["ETS185:2", "ETS185:8"]
    assert row.stated["max_penalty_months"] == 60
