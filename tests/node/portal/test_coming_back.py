"""With the code: status in words, letters, something to add, a copy, withdrawing; without it nothing."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from comity.kernel.actor import system
from comity.node.base import clock
from comity.node.base.keyring import Keyring
from comity.node.letters import actions as letters
from comity.node.portal import limits
from comity.node.reports import actions
from comity.node.reports.models import Message, Report, ReportFile
from comity.node.reports.writing import draft_letter
from comity.suites import codes
from tests.node.portal.teller import Teller, body, text_of, token
from tests.node.reports.made import send
from tests.support.node import AT, actor_of

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 600


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "limiter", limits.Limiter())


@pytest.fixture
def sent(home_folder: Any, participants: Any) -> tuple[Report, str]:
    row, secrets = send(home_folder, participants["de-police"], AT)
    return row, secrets.code


def enter(portal: Any, code: str) -> Any:
    return portal.post("/back", {"code": code, "token": token(portal.get("/back"))}, follow=True)


def test_status_in_words(portal: Any, sent: Any) -> None:
    row, code = sent
    page = enter(portal, code.lower().replace("-", " "))
    assert page.request["PATH_INFO"] == "/mine"
    assert "An officer reads it next" in text_of(page)
    actions.move(row, "in_case", by=system("rounds"), at=AT)
    assert "We are working on your report. We cannot always say what we do." in text_of(portal.get("/mine"))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "not a whole code"),
        ("1234", "not a whole code"),
        ("ä" * 28, "not a whole code"),
        ("<script>" * 4, "not a whole code"),
        ("x" * 100_000, "not a whole code"),
        pytest.param(codes.new_code(), "We know no report with this code", id="a-code-of-nobody"),
    ],
)
def test_a_wrong_code_gets_a_clear_sentence(portal: Any, sent: Any, code: str, said: str) -> None:
    page = enter(portal, code)
    assert page.status_code == 422
    assert said in text_of(page)
    assert not portal.cookies.get("comity-note")
    assert "<script><" not in page.content.decode()


def test_wrong_codes_are_limited_and_then_allowed_again(portal: Any, sent: Any) -> None:
    _, code = sent
    for _ in range(20):
        assert enter(portal, codes.new_code()).status_code == 422
    stopped = enter(portal, codes.new_code())
    assert stopped.status_code == 429
    assert int(stopped["Retry-After"]) >= 60
    assert "minutes" in text_of(stopped)
    with clock.holding(AT + timedelta(minutes=11)):
        assert enter(portal, code).status_code == 200


def test_without_a_visit_nothing_opens(portal: Any, sent: Any) -> None:
    for path in ("/mine", "/mine/add", "/mine/copy", "/mine/copy/file", "/mine/file", "/mine/stop"):
        page = portal.get(path)
        assert page.status_code == 410, path
        assert "Enter it again" in text_of(page), path


def test_a_visit_ends_by_itself(portal: Any, sent: Any) -> None:
    _, code = sent
    enter(portal, code)
    with clock.holding(AT + timedelta(minutes=31)):
        assert portal.get("/mine").status_code == 410


def test_ending_and_leaving_forget_the_code(portal: Any, sent: Any) -> None:
    _, code = sent
    page = enter(portal, code)
    cookie = portal.cookies["comity-note"].value
    portal.post("/mine/end", {"token": token(page)})
    portal.cookies["comity-note"] = cookie
    assert portal.get("/mine").status_code == 410
    enter(portal, code)
    cookie = portal.cookies["comity-note"].value
    portal.get("/measures/")
    portal.cookies["comity-note"] = cookie
    assert portal.get("/mine").status_code == 410


def test_add_words_and_a_file_once(portal: Any, sent: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    _, code = sent
    enter(portal, code)
    page = portal.get("/mine/add")
    once = re.search(r'name="once" value="([^"]+)"', body(page))
    assert once
    fields = {"token": token(page), "once": once[1], "a": "Noch etwas <b>fett</b>"}
    done = portal.post("/mine/add", {**fields, "files": SimpleUploadedFile("bild.png", PNG)}, follow=True)
    assert "We have added it" in text_of(done)
    assert "Noch etwas <b>fett</b>" in body(done)
    assert "<b>fett" not in done.content.decode()
    portal.post("/mine/add", fields)
    assert Message.objects.count() == 1
    assert ReportFile.objects.get().at_first is False


def test_nothing_to_add_says_so_and_a_program_is_refused_with_the_words_kept(portal: Any, sent: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    _, code = sent
    enter(portal, code)
    page = portal.get("/mine/add")
    empty = portal.post("/mine/add", {"token": token(page), "once": "1", "a": " "})
    assert empty.status_code == 422
    assert "nothing to add yet" in text_of(empty)
    bad = portal.post(
        "/mine/add",
        {
            "token": token(page),
            "once": "2",
            "a": "meine Worte",
            "files": SimpleUploadedFile("bild.png", b"MZ\x90\0" + b"x" * 900),
        },
    )
    assert bad.status_code == 422
    assert "bild.png is a program" in text_of(bad)
    assert "meine Worte" in body(bad)
    assert ReportFile.objects.count() == 0


def test_a_released_letter_opens_with_the_code(portal: Any, sent: Any, home_folder: Any, people: Any) -> None:
    row, code = sent
    desk = Keyring(home_folder, "desk")
    letter = draft_letter(
        row,
        "acknowledged",
        event="report_read",
        values={"received": "22. November"},
        by=system("x"),
        at=AT,
        keyring=desk,
    )
    enter(portal, code)
    assert "There is no letter yet" in text_of(portal.get("/mine"))
    assert portal.get(f"/mine/letter/{letter.pk}").status_code == 404
    letters.release(letter, by=actor_of(people("intake_officer")), at=AT, keyring=desk)
    page = portal.get("/mine")
    assert f"/mine/letter/{letter.pk}" in body(page)
    shown = portal.get(f"/mine/letter/{letter.pk}")
    assert row.reference in text_of(shown)
    assert "Number of this letter" in text_of(shown)


def test_her_page_says_that_there_is_a_result(portal: Any, sent: Any, home_folder: Any, people: Any) -> None:
    """Found by an outside verifier: after a charge it still said that we are working on it."""
    row, code = sent
    desk = Keyring(home_folder, "desk")
    actions.move(row, "in_case", by=system("rounds"), at=AT)
    told = {"outcome": "somebody was charged", "next": "A court will hear the case."}
    letter = draft_letter(row, "outcome", event="outcome-charged", values=told, by=system("x"), at=AT, keyring=desk)  # fmt: skip
    enter(portal, code)
    assert "We are working on your report" in text_of(portal.get("/mine")), (
        "not before an officer released it"
    )
    letters.release(letter, by=actor_of(people("intake_officer")), at=AT, keyring=desk)
    page = text_of(portal.get("/mine"))
    assert "There is a result" in page and "We are working on your report" not in page
    shown = text_of(portal.get(f"/mine/letter/{letter.pk}"))
    after = shown.partition("Danke, dass Sie es gemeldet haben.")[2].split("Number of this letter")[0]
    assert after.count(row.owner.name) == 1, "the office signs below, and does not stand in the sentence too"


def test_another_code_does_not_open_her_letter(
    portal: Any, sent: Any, home_folder: Any, people: Any, participants: Any
) -> None:
    row, _ = sent
    _, other = send(home_folder, participants["de-police"], AT)
    desk = Keyring(home_folder, "desk")
    letter = draft_letter(
        row,
        "acknowledged",
        event="report_read",
        values={"received": "x"},
        by=system("x"),
        at=AT,
        keyring=desk,
    )
    letters.release(letter, by=actor_of(people("intake_officer")), at=AT, keyring=desk)
    enter(portal, other.code)
    assert portal.get(f"/mine/letter/{letter.pk}").status_code == 404


def test_copy_to_read_and_to_keep(portal: Any, sent: Any) -> None:
    row, code = sent
    enter(portal, code)
    page = portal.get("/mine/copy")
    assert "Erna Namenskanarie" in text_of(page)
    assert "Quittenkanarie" in text_of(page)
    file = portal.get("/mine/copy/file")
    assert json.loads(file.content)["reference"] == row.reference
    assert "report" not in file["Content-Disposition"]


def test_withdraw_says_what_it_does_in_law_and_is_taken_once(portal: Any, sent: Any) -> None:
    _, code = sent
    enter(portal, code)
    page = portal.get("/mine/stop")
    assert "Police who know of an offence must often go on" in text_of(page)
    fields = {"token": token(page), "a": "Ich will nicht mehr."}
    done = portal.post("/mine/stop", fields, follow=True)
    assert "you withdraw your report" in text_of(done)
    portal.post("/mine/stop", fields)
    assert Message.objects.filter(kind="withdrawal").count() == 1


def test_the_resume_code_opens_an_unsent_draft(portal: Any) -> None:
    teller = Teller(portal)
    teller.answer_all(until="money_how")
    page = portal.get("/later")
    assert "Nothing has been sent yet" in text_of(page)
    code = "-".join(re.findall(r"<span>(\w{4})</span>", body(page)))
    portal.cookies.clear()
    assert portal.get("/a/3").status_code == 410
    resumed = enter(portal, code)
    assert teller.question(resumed) == "money_how"
    assert 'value="today" checked' in body(portal.get("/a/2"))


def test_clearing_the_device_forgets_the_code_here_but_not_the_report(portal: Any) -> None:
    teller = Teller(portal)
    teller.answer_all()
    done = teller.send()
    code = teller.code()
    portal.post("/finish", {"token": token(done)})
    assert not portal.cookies["comity-note"].value
    assert enter(portal, code).status_code == 200
