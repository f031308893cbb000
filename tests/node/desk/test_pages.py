"""The officers' pages behind the real door, with the desk's own database role: what is shown, what is not, what a press does."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from comity.kernel.actor import system
from comity.node.audit.models import Leaf
from comity.node.base.keyring import Keyring
from comity.node.cases import actions as cases
from comity.node.cases.models import Case, CaseFact, Note
from comity.node.letters.models import Letter
from comity.node.linkage.models import Judgement, Link
from comity.node.reports.models import Report
from comity.node.reports.writing import draft_letter
from comity.node.triage.models import Decision
from tests.node.desk.made import IBAN, lantern, received
from tests.support.node import AT, actor_of

pytestmark = pytest.mark.node


@pytest.fixture
def report(home_folder: Any, participants: Any, at: Any) -> Report:
    received(
        home_folder,
        participants["de-police"],
        "Auch mich: konto-sicherheit.example",
        at=AT - timedelta(days=3),
        amount=None,
    )
    return lantern(home_folder, participants["de-police"])


@pytest.fixture
def case(report: Report, people: Any, home_folder: Any) -> Case:
    by = actor_of(people("intake_officer"))
    return cases.open_case(
        "Lantern", by=by, at=AT, keyring=Keyring(home_folder, "desk"), reports=[report], with_linked=True
    )


@pytest.fixture
def intake(desk: Any, people: Any) -> Any:
    desk.sign_in(people("intake_officer"))
    return desk


@pytest.fixture
def lead(desk: Any, people: Any, case: Case, home_folder: Any) -> Any:
    user = people("investigator")
    cases.assign(
        case, user, by=actor_of(people("intake_officer")), at=AT, keyring=Keyring(home_folder, "desk")
    )
    desk.sign_in(user)
    return desk


def _text(answer: Any) -> str:
    return answer.content.decode()


def test_the_inbox_shows_reasons_and_nothing_sealed(intake: Any, report: Report) -> None:
    answer = intake.get("/inbox/")
    said = _text(answer)
    assert answer.status_code == 200
    assert report.reference in said
    assert "The money left 3 hours before the report." in said
    assert "EUR" in said or "€" in said
    for sealed in ("konto-sicherheit", IBAN, "Namenskanarie", "kontakt.kanarie"):
        assert sealed not in said


def test_a_reference_said_on_the_telephone_is_found(intake: Any, report: Report) -> None:
    assert intake.get("/inbox/", {"q": report.reference.lower()}).status_code == 302
    assert "mistyped" in _text(intake.get("/inbox/", {"q": "0000-000-0012"}))


def test_a_report_is_coded_until_it_is_opened_with_a_purpose(intake: Any, report: Report) -> None:
    closed = _text(intake.get(f"/inbox/{report.pk}/"))
    assert "konto-sicherheit" not in closed
    assert "Both name the same domain." in closed
    assert not Leaf.objects.filter(verb="report.open").exists()
    bare = intake.post(f"/inbox/{report.pk}/open/", {"why": "Dienstplan"})
    assert bare.status_code == 422 and 'value="Dienstplan"' in _text(bare)
    opened = _text(intake.post(f"/inbox/{report.pk}/open/", {"purpose": "triage"}))
    assert "Both name the domain konto-sicherheit.example." in opened
    assert "Erna Namenskanarie" in opened
    leaf = Leaf.objects.get(verb="report.open")
    assert (leaf.purpose, leaf.participant) == ("triage", "de-police")
    assert "Purpose: triage" in _text(intake.get(f"/inbox/{report.pk}/seen/"))
    report.refresh_from_db()
    assert report.state == "in_triage"


def test_offences_are_cited_per_country(intake: Any, report: Report) -> None:
    said = _text(intake.get(f"/inbox/{report.pk}/"))
    for one in ("Germany: ", "Japan: ", "France: "):
        assert one in said


def test_a_case_is_opened_with_the_linked_reports(intake: Any, report: Report, people: Any) -> None:
    lead = people("investigator")
    assert intake.get(f"/inbox/{report.pk}/case/").status_code == 200
    wrong = intake.post(f"/inbox/{report.pk}/case/", {"working_name": "", "linked": "yes", "lead": ""})
    assert wrong.status_code == 422
    answer = intake.post(
        f"/inbox/{report.pk}/case/", {"working_name": "Lantern", "linked": "yes", "lead": str(lead.pk)}
    )
    made = Case.objects.get()
    assert answer.status_code == 302
    assert str(made.pk) in answer.headers["Location"]
    assert made.joined.count() == 2
    assert made.lead == f"officer:{lead.pk}"
    assert "Lantern" in _text(intake.get(f"/cases/{made.pk}/"))


@pytest.mark.parametrize(
    ("place", "given", "state"),
    [
        ("urgency", {"level": "emergency", "reason": "person_at_risk", "note": ""}, "received"),
        (
            "refer",
            {"to": "FR contact_police", "reason": "offender_elsewhere", "note": "Konto dort."},
            "referred",
        ),
        ("close", {"reason": "no_trace", "note": "Keine Spur."}, "closed"),
    ],
)
def test_each_decision_asks_its_reason(
    intake: Any, report: Report, place: str, given: dict[str, str], state: str
) -> None:
    assert intake.get(f"/inbox/{report.pk}/{place}/").status_code == 200
    assert intake.post(f"/inbox/{report.pk}/{place}/", {**given, "reason": ""}).status_code == 422
    assert not Decision.objects.exists()
    assert intake.post(f"/inbox/{report.pk}/{place}/", given).status_code == 302
    report.refresh_from_db()
    assert report.state == state
    if place == "close":
        letter = Letter.objects.get()
        assert intake.get(f"/inbox/letters/{letter.pk}/").status_code == 200
        assert intake.post(f"/inbox/{report.pk}/again/", {"reason": "mistake", "note": ""}).status_code == 302


def test_a_link_is_judged_from_the_page(intake: Any, report: Report) -> None:
    link = Link.objects.get()
    address = f"/inbox/{report.pk}/link/{link.pk}/"
    assert intake.get(address).status_code == 200
    assert intake.post(address, {"what": "apart", "reason": ""}).status_code == 422
    assert intake.post(address, {"what": "apart", "reason": "chance"}).status_code == 302
    assert Judgement.objects.get().kind == "apart"
    assert "kept apart by an officer" in _text(intake.get(f"/inbox/{report.pk}/"))


def test_a_letter_waits_while_a_flag_holds(lead: Any, case: Case, report: Report, home_folder: Any) -> None:
    ring = Keyring(home_folder, "desk")
    letter = draft_letter(
        report,
        "joined_with_others",
        event="joined",
        values={"number": "1"},
        by=system("tests"),
        at=AT,
        keyring=ring,
    )
    assert lead.post(f"/cases/{case.pk}/silence/", {"reason": "request_secrecy"}).status_code == 302
    page = lead.get(f"/inbox/letters/{letter.pk}/")
    assert "Held back" in _text(page)
    assert lead.post(f"/inbox/letters/{letter.pk}/release/").status_code == 422
    flag = case.confidentiality.get()
    assert lead.post(f"/cases/{case.pk}/silence/{flag.pk}/lift/").status_code == 302
    assert lead.post(f"/inbox/letters/{letter.pk}/release/").status_code == 302
    letter.refresh_from_db()
    assert letter.state == "released"
    assert Leaf.objects.filter(verb="letter.open").exists()


def test_the_lead_works_on_the_case(lead: Any, case: Case, report: Report) -> None:
    assert "Lantern" in _text(lead.get("/cases/"))
    said = _text(lead.get(f"/cases/{case.pk}/"))
    assert report.reference in said
    assert lead.get(f"/inbox/{report.pk}/").status_code == 200
    assert lead.get(f"/cases/{case.pk}/facts/").status_code == 200
    assert lead.get(f"/cases/{case.pk}/facts/state/").status_code == 200
    assert lead.get(f"/cases/{case.pk}/facts/state/", {"name": "provider.seat"}).status_code == 200
    assert (
        lead.post(
            f"/cases/{case.pk}/facts/state/", {"name": "provider.seat", "value": "Japan", "source": "officer"}
        ).status_code
        == 422
    )
    assert (
        lead.post(
            f"/cases/{case.pk}/facts/state/", {"name": "provider.seat", "value": "jp", "source": "provider"}
        ).status_code
        == 302
    )
    assert CaseFact.objects.get().value == "JP"
    assert lead.post(f"/cases/{case.pk}/note/", {"words": "Notizkanarie"}).status_code == 302
    assert b"Notizkanarie" not in bytes(Note.objects.get().body)
    assert "Notizkanarie" not in _text(lead.get(f"/cases/{case.pk}/"))
    assert "Notizkanarie" in _text(lead.post(f"/cases/{case.pk}/open/", {"purpose": "case_work"}))
    assert lead.get(f"/cases/{case.pk}/people/").status_code == 200
    assert lead.get(f"/cases/{case.pk}/seen/").status_code == 200


def test_leave_is_given_with_an_end(lead: Any, case: Case, people: Any) -> None:
    other = people("prosecutor", participant="de-prosecution")
    given = {
        "to": str(other.pk),
        "role": "work",
        "until-day": "1",
        "until-month": "2",
        "until-year": "2027",
        "purpose": "leads the inquiry",
    }
    assert lead.post(f"/cases/{case.pk}/people/leave/", {**given, "until-year": ""}).status_code == 422
    bare = lead.post(f"/cases/{case.pk}/people/leave/", {**given, "purpose": " "})
    assert bare.status_code == 422 and "Say for what purpose" in _text(bare) and 'value="2027"' in _text(bare)
    assert lead.post(f"/cases/{case.pk}/people/leave/", given).status_code == 302
    made = case.grants.get(to=f"officer:{other.pk}")
    lead.sign_in(other)
    assert lead.get(f"/cases/{case.pk}/").status_code == 200
    assert lead.post(f"/cases/{case.pk}/people/{made.pk}/end/").status_code == 403


def test_the_ways_are_the_engines(lead: Any, case: Case) -> None:
    answer = lead.get("/law/", {"case": str(case.pk), "requested": "JP", "on": "2026-11-23"})
    said = _text(answer)
    assert answer.status_code == 200
    for one in (
        "At home first",
        "Germany asks Japan",
        "Open",
        "Not yet in force",
        "from memory, not verified",
    ):
        assert one in said
    back = re.search(r'href="([^"]*)">The same, asked in the other direction', said)
    assert back is not None
    assert "Japan asks Germany" in _text(lead.get(back.group(1).replace("&amp;", "&")))
    for part in ("dual", "jurisdiction", "offences"):
        assert lead.get(f"/law/{part}/", {"case": str(case.pk), "requested": "JP"}).status_code == 200
    assert "No winner is computed" in _text(
        lead.get("/law/jurisdiction/", {"case": str(case.pk), "requested": "JP"})
    )


def test_a_way_leads_to_its_draft(lead: Any, case: Case) -> None:
    said = _text(lead.get("/law/", {"case": str(case.pk), "requested": "JP", "measure": "preservation"}))
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]*law/way/[^"]*)"', said)]
    assert links
    pages = [_text(lead.get(one)) for one in dict.fromkeys(links)]
    assert any("Draft this request" in one and f"case={case.pk}" in one for one in pages)


def test_german_pages_of_the_law_say_what_would_settle_it_in_words(lead: Any, case: Case) -> None:
    """They named facts and fields by the engine's codes: "stated: fiu may suspend", "requesting_fiu"."""
    said = _text(lead.get("/de/law/", {"case": str(case.pk), "requested": "JP"}))
    settling = re.findall(r'class="finding__settles">Was es klären würde: ([^<]+)<', unescape(said))
    assert settling
    links = {unescape(one) for one in re.findall(r'href="([^"]*law/way/[^"]*)"', said)}
    for one in sorted(links)[:12]:
        shown = unescape(re.sub(r"<[^>]+>", " ", _text(lead.get(one))))
        assert not re.search(r"Das Formular verlangt: [^.]*\w_\w", shown), one
    wrong = [one for one in settling if re.match(r"(stated|scenario|law|ask|facts)\b", one) or "_" in one]
    assert wrong == []


def test_the_law_answers_without_a_case(lead: Any) -> None:
    answer = lead.get(
        "/law/", {"requested": "FR", "measure": "preservation", "articles": ["ETS185:2"], "on": "2026-11-23"}
    )
    assert answer.status_code == 200
    assert lead.get("/law/", {"requested": "Narnia"}).status_code == 422
    assert lead.get("/law/", {"case": "x"}).status_code == 422


def test_the_board_stands_at_the_root(lead: Any) -> None:
    for address in ("/", "/clocks/"):
        said = _text(lead.get(address))
        assert "What is lost next" in said
        assert "Others wait for us" in said


def test_whoever_has_no_board_is_led_on(desk: Any, people: Any) -> None:
    desk.sign_in(people("oversight"))
    assert desk.get("/").status_code in {200, 302}
    desk.sign_in(people("addressee_clerk", participant="de-hosting"))
    assert desk.get("/").headers["Location"].endswith("/addressee/")


def test_the_directory_and_its_two_persons(desk: Any, people: Any, participants: Any) -> None:
    desk.sign_in(people("duty_officer", participant="de-contact"))
    assert "Zentrale Ansprechstelle" in _text(desk.get("/directory/"))
    assert desk.get("/directory/", {"role": "prosecution"}).status_code == 200
    assert desk.get("/directory/de-police/").status_code == 200
    assert desk.get("/directory/nobody/").status_code == 422
    assert (
        desk.post("/directory/de-police/ask/", {"trust": "admitted", "reason": "review_passed"}).status_code
        == 403
    )


def test_the_directory_promises_no_more_than_is_published(
    desk: Any, people: Any, counterpart_trusted: None, at: Any
) -> None:
    desk.sign_in(people("duty_officer", participant="de-contact"))
    listed = _text(desk.get("/directory/"))
    assert "no roster is kept" in listed
    ours = _text(desk.get("/directory/de-contact/"))
    assert "Duty officers and prosecutors" in ours
    theirs = _text(desk.get("/directory/jp-contact/"))
    assert "holds no telephone number and no hours" in theirs
    assert "Duty officers and prosecutors" not in theirs


def test_a_page_speaks_german(intake: Any, report: Report) -> None:
    said = _text(intake.get(f"/de/inbox/{report.pk}/"))
    assert 'lang="de"' in said
    assert "Wer diese Meldung gesehen hat" in said
