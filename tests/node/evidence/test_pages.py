"""The pages of evidence behind the real door, with the desk's own database role: forms, two persons, downloads, nothing shown of an item."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.cli.custody import custody as command
from comity.node.assistance import actions as assistance
from comity.node.assistance.models import Request
from comity.node.evidence import actions
from comity.node.evidence.intake import Given
from comity.node.evidence.models import Item, Package, Release
from comity.node.letters.models import Letter
from comity.node.outcomes import actions as outcomes
from comity.node.outcomes.models import Consultation, Outcome, Statement
from comity.node.outreach.models import Notice, Offer
from comity.node.statistics.models import Release as Figures
from tests.node.assistance.conftest import BC26, admit
from tests.node.evidence.conftest import LOGS, OFFICER, PROSECUTOR, order
from tests.node.outreach.test_harmed import lines
from tests.support.node import AT, actor_of

pytestmark = pytest.mark.node


class At:
    """A person at the desk."""

    def __init__(self, door: Any, user: Any, **more: Any) -> None:
        self.door, self.user = door, user
        door.sign_in(user, **more)

    def get(self, path: str, status: int = 200) -> str:
        response = self.door.get(path)
        assert response.status_code == status, response.content.decode()[:3000]
        return str(response.content.decode())

    def form(self, path: str, name: str) -> str:
        """Return the action of a form on a page."""
        text = self.get(path)
        found = re.search(rf'<form action="([^"]+)"[^>]*id="{name}"', text)
        assert found, (name, re.findall(r'id="(act-[^"]+)"', text))
        return found[1].replace("&amp;", "&")

    def press(self, path: str, name: str, status: int = 302, **fields: Any) -> Any:
        response = self.door.post(self.form(path, name), fields)
        assert response.status_code == status, response.content.decode()[:3000]
        return response


@pytest.fixture
def someone(desk, people):
    return lambda *roles, participant="de-police", **more: At(
        desk, people(*roles, participant=participant), **more
    )


@pytest.fixture
def decided(incoming_request):
    assistance.record_authorisation(
        incoming_request,
        kind="judge",
        authority="Amtsgericht Kassel (demonstration)",
        dated=date(2026, 11, 22),
        reference="1 Gs 1/26",
        by=PROSECUTOR,
        at=AT,
    )
    return incoming_request


def test_taken_in_shown_by_what_is_known_and_never_itself(someone, world):
    officer = someone("evidence_officer")
    path = f"/en/evidence/add/?case={world.case.pk}"
    response = officer.press(
        path, "act-add", file=SimpleUploadedFile("panel.log", LOGS), title="Log of the panel", mark="none"
    )
    item = Item.objects.get()
    assert response.url == f"/en/evidence/{item.pk}/"
    text = officer.get(response.url)
    assert "Log of the panel" in text and "Collected" in text and "The item itself is not shown" in text
    assert "203.0.113.77 login" not in text and "comity custody verify" in text
    assert item.reference in officer.get(f"/en/evidence/?case={world.case.pk}")


def test_an_empty_file_is_refused_at_the_field(someone, world):
    officer = someone("evidence_officer")
    path = f"/en/evidence/add/?case={world.case.pk}"
    response = officer.press(
        path, "act-add", status=422, file=SimpleUploadedFile("panel.log", b""), mark="none"
    )
    assert "empty" in response.content.decode()
    assert not Item.objects.exists()


def test_a_forged_form_is_refused(desk, people, world):
    from django.test import Client

    desk.sign_in(people("evidence_officer"))
    strict = Client(enforce_csrf_checks=True, SERVER_NAME=desk.defaults["SERVER_NAME"])
    strict.cookies = desk.cookies
    response = strict.post(f"/en/evidence/add/?case={world.case.pk}", {"file": SimpleUploadedFile("x", b"x")})
    assert response.status_code == 403 and not Item.objects.exists()


def test_release_by_two_on_the_pages(desk, people, items, decided, worker, settings):
    path = f"/en/evidence/release/?request={decided.pk}"
    first = At(desk, people("evidence_officer"))
    response = first.press(
        path, "act-ask_release", items=[str(one.pk) for one in items], use_limits="Art. 13: this inquiry\n"
    )
    where = response.url
    text = first.get(where)
    assert "another person has to release it" in text and 'id="act-release"' not in text
    assert Package.objects.count() == 0
    second = At(desk, people("legal_officer", participant="de-contact"), stepped_up=False)
    assert 'id="act-release"' not in second.get(where)
    moved = second.press(where, "act-step_up", next=where)
    assert moved.url.startswith("/")
    second = At(desk, people("prosecutor", participant="de-prosecution"))
    second.press(where, "act-release")
    assert Release.objects.get().released_by.startswith("officer:")
    assert "Two persons let it go" in second.get(where)
    assert worker() == 1


def test_nobody_can_even_choose_without_a_decision(someone, items, incoming_request):
    text = someone("evidence_officer").get(f"/en/evidence/release/?request={incoming_request.pk}")
    assert "No decision is recorded" in text and 'id="act-ask_release"' not in text


def test_a_package_for_the_court_is_proven_off_line(someone, items, home_folder, tmp_path):
    order(home_folder)
    officer = someone("evidence_officer")
    path = f"/en/evidence/{items[0].pk}/"
    officer.press(path, "act-package", purpose="court")
    order(home_folder)
    package = Package.objects.get()
    assert f"/evidence/packages/{package.pk}/file" in officer.get(path)
    response = officer.door.get(f"/en/evidence/packages/{package.pk}/file?purpose=court")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="evidence-')
    (tmp_path / "evidence.tar").write_bytes(b"".join(response.streaming_content))
    keys = officer.door.get("/en/evidence/trust.json")
    (tmp_path / "trust.json").write_bytes(keys.content)
    result = CliRunner().invoke(
        command, ["verify", str(tmp_path / "evidence.tar"), "--trust", str(tmp_path / "trust.json"), "--json"]
    )
    assert result.exit_code == 0 and json.loads(result.output)["entries"] == 2
    assert officer.door.get(f"/en/evidence/packages/{package.pk}/file").status_code == 403


def test_others_see_nothing(someone, items):
    for roles, participant in (
        (("addressee_clerk",), "de-hosting"),
        (("statistician",), "de-police"),
        (("administrator",), "de-police"),
    ):
        other = someone(*roles, participant=participant)
        other.get("/en/evidence/", 403)
        other.get(f"/en/evidence/{items[0].pk}/", 403)
    stranger = someone("evidence_officer", participant="de-hosting")
    assert items[0].reference not in stranger.get("/en/evidence/")
    stranger.get(f"/en/evidence/{items[0].pk}/", 403)


@pytest.fixture
def the_list(world, participants):
    (item,) = actions.take_in(
        [Given("list.jsonl", [lines()])], owner=participants["de-police"], by=OFFICER, at=AT, case=world.case
    )
    return item


def test_a_missing_purpose_of_an_offer_is_a_field_and_nothing_typed_is_lost(someone, the_list):
    """It was a page of refusal without the form, after the purpose that was chosen had fallen back to none."""
    lead = someone("investigator")
    path = f"/en/evidence/harmed/{the_list.pk}/"
    text = lead.press(path, "act-offer", status=422, conditions="", why="", instrument=BC26, purpose="inform_harmed").content.decode()  # fmt: skip
    assert '<option value="inform_harmed" selected>' in text
    text = lead.press(path, "act-offer", status=422, conditions="Police use.", why="A server.", instrument=BC26, purpose="").content.decode()  # fmt: skip
    assert "Say for what purpose" in text and 'href="#purpose"' in text and 'id="purpose-error"' in text
    assert "Police use." in text and "A server." in text and not Offer.objects.exists()


def test_a_missing_purpose_of_a_package_is_a_field(someone, items, home_folder):
    officer = someone("evidence_officer")
    text = officer.press(
        f"/en/evidence/{items[0].pk}/", "act-package", status=422, purpose=""
    ).content.decode()
    assert 'href="#purpose"' in text and 'id="act-package"' in text and not Package.objects.exists()


def test_offers_from_a_list(someone, the_list):
    lead = someone("investigator")
    path = f"/en/evidence/harmed/{the_list.pk}/"
    bad = lead.press(
        path, "act-offer", status=422, conditions="", why="", instrument=BC26, purpose="inform_harmed"
    )
    assert "condition" in bad.content.decode()
    lead.press(
        path,
        "act-offer",
        conditions="Only to tell the people concerned.",
        why="Passwords lay on a seized server.",
        instrument=BC26,
        purpose="inform_harmed",
    )
    text = lead.get(path)
    assert "France" in text and "On paper, not sent" in text and "No way is open" in text
    assert "@" not in re.sub(r"<[^>]*>", "", text)
    lead.press(path, "act-offer-send")
    assert Request.objects.filter(measure="spontaneous_information", sent_at__isnull=False).count() == 1
    paper = Offer.objects.get(country="FR")
    assert "It was not sent" in lead.get(f"/en/evidence/offers/{paper.pk}/")
    document = lead.door.get(f"/en/evidence/offers/{paper.pk}/json").json()
    assert document["status"] == "not sent" and document["people"] == 9
    assert "de0@post.example" not in lead.get("/en/evidence/notices/")
    one = Notice.objects.order_by("number").first()
    assert "de0@post.example" in lead.get(f"/en/evidence/notices/{one.pk}/")
    lead.press("/en/evidence/notices/read/", "act-release-notices")  # and says nothing of what was read
    assert set(Letter.objects.values_list("state", flat=True)) == {"draft"}
    shown = lead.get("/en/evidence/notices/read/")
    assert "3 letters say this" in shown
    read = re.findall(r'name="read" value="(\w+)"', shown)
    lead.press("/en/evidence/notices/read/", "act-release-notices", read=read)
    assert set(Letter.objects.values_list("state", flat=True)) == {"released"}


def test_consultation_and_outcome(desk, people, world):
    admit("de-prosecution")
    from comity.node.base.models import Participant

    Participant.objects.filter(pk="jp-contact").update(roles=["contact_point", "prosecution"])
    prosecutor = At(desk, people("prosecutor", participant="de-prosecution"))
    response = prosecutor.press(
        f"/en/evidence/consultations/new/?case={world.case.pk}", "act-consult", counterpart="jp-contact"
    )
    row = Consultation.objects.get()
    assert response.url == f"/en/evidence/consultations/{row.pk}/"
    assert "Claims, as the law engine sets them out" in prosecutor.get(response.url)
    prosecutor.press(
        response.url, "act-decision", say="decision", code="prosecutes", state="DE", words="She lives here."
    )
    prosecutor.press(
        response.url, "act-factor", say="factor", code=next(iter(row.claims["factors"])), state="DE", words=""
    )
    prosecutor.press(response.url, "act-follow_up", say="follow_up", code="keeps_informed", words="")
    assert Statement.objects.count() == 3 and "She lives here." in prosecutor.get(response.url)
    assert row.reference in prosecutor.get("/en/evidence/consultations/")
    path = f"/en/evidence/cases/{world.case.pk}/outcome/"
    prosecutor.press(path, "act-record_outcome", kind="charged", state="")
    assert Outcome.objects.get().kind == "charged" and Letter.objects.get().state == "draft"
    assert "A charge was brought" in prosecutor.get(path)
    prosecutor.press(path, "act-record_outcome", status=422, kind="charged", state="")


def test_figures_of_the_desk_and_publishing(desk, people, world):
    from comity.node.statistics import actions as statistics

    statistics.build(at=AT)
    duty = At(desk, people("duty_officer", participant="de-contact"))
    text = duty.get("/en/figures/")
    assert "Reports received" in text and "fewer than" not in text and 'id="act-publish"' not in text
    statistician = At(desk, people("statistician"))
    statistician.press("/en/figures/", "act-count")
    statistician.press("/en/figures/", "act-publish")
    assert Figures.objects.get().released_at is not None
    At(desk, people("evidence_officer")).get("/en/figures/", 403)
    assert outcomes.KIND and actor_of
