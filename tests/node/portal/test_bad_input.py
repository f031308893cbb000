"""Whatever arrives: a clear sentence at the right place, nothing lost, nothing half done."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.node.reports.models import Draft, Report
from tests.node.portal.teller import LANTERN, Teller, action, body, text_of, token
from tests.support.node import AT

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 600


def at_question(portal: Any, question: str) -> tuple[Teller, Any]:
    teller = Teller(portal)
    page = teller.answer_all(until=question)
    assert teller.question(page) == question
    return teller, page


def answer(portal: Any, page: Any, question: str, **fields: Any) -> Any:
    return portal.post(action(page), {"token": token(page), "q": question, **fields}, follow=True)


@pytest.mark.parametrize(
    ("question", "fields", "said"),
    [
        ("money_how", {}, "Please choose or write an answer"),
        ("money_how", {"a": "nonsense"}, "Please choose one of the answers"),
        ("money_amount", {"a": "viel", "a-currency": "EUR"}, "We cannot read “viel” as an amount"),
        ("money_amount", {"a": "4200", "a-currency": "XYZ"}, "choose the currency"),
        ("money_left_at", {"a-day": "31", "a-month": "2", "a-year": "2026"}, "There is no such day"),
        ("money_left_at", {"a-day": "1", "a-month": "1", "a-year": "2030"}, "still to come"),
        (
            "money_left_at",
            {"a-day": "22", "a-month": "11", "a-year": "2026", "a-time": "18:05"},
            "Choose the place whose clock",
        ),
        (
            "money_left_at",
            {"a-day": "22", "a-month": "11", "a-year": "2026", "a-time": "25:99", "a-zone": "Europe/Berlin"},
            "as a time",
        ),
        ("country", {"a": "ZZ"}, "choose the country"),
        ("name", {"a": "   "}, "Please choose or write an answer"),
    ],
)
def test_a_wrong_answer_is_said_where_it_is(
    portal: Any, question: str, fields: dict[str, str], said: str
) -> None:
    teller, page = at_question(portal, question)
    wrong = answer(portal, page, question, **fields)
    assert wrong.status_code == 422
    assert teller.question(wrong) == question
    text = body(wrong)
    assert said in text_of(wrong)
    assert "govuk-error-summary" in text
    target = re.search(r'govuk-error-summary__list.*?href="#([\w-]+)"', text, re.DOTALL)
    assert target
    assert f'id="{target[1]}"' in text


def test_too_long_text_is_shown_again_whole(portal: Any) -> None:
    _, page = at_question(portal, "story")
    words = "Wort " * 5000
    wrong = answer(portal, page, "story", a=words)
    assert wrong.status_code == 422
    assert "There is room for 20000" in text_of(wrong)
    assert words.strip() in body(wrong)


def test_ten_megabytes_of_text(portal: Any) -> None:
    _, page = at_question(portal, "story")
    wrong = answer(portal, page, "story", a="x" * 10_000_000)
    assert wrong.status_code == 422
    assert "too large for this page" in text_of(wrong)
    assert "your text is still there" in text_of(wrong)
    assert 'value="4200"' in body(portal.get("/a/6"))  # all else is there


def test_wrong_encoding(portal: Any) -> None:
    _, page = at_question(portal, "story")
    raw = f"token={token(page)}&q=story&a=Gr%FC%DFe+aus+Kassel"
    wrong = portal.post(action(page), raw, content_type="application/x-www-form-urlencoded")
    assert wrong.status_code == 422
    assert "broken on the way" in text_of(wrong)
    assert "Gr\ufffd\ufffde aus Kassel" in body(wrong)


def test_control_signs(portal: Any) -> None:
    _, page = at_question(portal, "story")
    wrong = answer(portal, page, "story", a="vor\x07nach")
    assert wrong.status_code == 422
    assert "cannot be shown (at place 4)" in text_of(wrong)


def test_hostile_markup_is_kept_as_text(portal: Any, home_folder: Any) -> None:
    said = {
        **LANTERN,
        "story": {"a": "<script>alert('x')</script>\"'><img src=x onerror=y>{{7*7}}"},
        "name": {"a": "<b>Erna</b>"},
    }
    teller = Teller(portal, said)
    review = teller.answer_all()
    raw = review.content.decode()
    assert "<script>alert" not in raw
    assert "<img src=x" not in raw
    assert "<b>Erna" not in raw
    assert "&lt;script&gt;" in raw
    assert "{{7*7}}" in body(review)
    teller.send()
    assert Report.objects.count() == 1


def test_a_form_sent_twice_and_in_two_windows(portal: Any) -> None:
    teller = Teller(portal)
    review = teller.answer_all()
    fields = {"token": token(review)}
    first = portal.post("/send", fields)
    second = portal.post("/send", fields)
    assert first["Location"] == second["Location"] == "/done"
    assert Report.objects.count() == 1
    assert portal.get("/check")["Location"] == "/done"
    assert portal.get("/a/3")["Location"] == "/done"


def test_a_stale_draft(portal: Any) -> None:
    _, page = at_question(portal, "money_how")
    Draft.objects.all().delete()
    gone = answer(portal, page, "money_how", a="transfer")
    assert gone.status_code == 410
    assert "no longer here" in text_of(gone)
    assert not portal.cookies["comity-note"].value


def test_a_cookie_that_is_none_of_ours(portal: Any) -> None:
    portal.cookies["comity-note"] = "%00' OR 1=1 --"
    assert portal.get("/").status_code == 200
    assert portal.get("/a/2").status_code == 410
    assert portal.post("/", {"a": "money"}).status_code == 302


def test_a_form_from_elsewhere_or_without_its_token(portal: Any) -> None:
    _, page = at_question(portal, "money_how")
    for headers, fields in (
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, {"token": token(page)}),
        ({"HTTP_ORIGIN": "http://evil.example"}, {"token": token(page)}),
        ({}, {"token": "0" * 32}),
        ({}, {}),
    ):
        refused = portal.post(action(page), {"q": "money_how", "a": "transfer", **fields}, **headers)
        assert refused.status_code == 422
        assert "we did not take the form" in text_of(refused)
    assert Teller(portal).question(portal.get("/a/5")) == "money_how"
    fine = portal.post(
        action(page),
        {"q": "money_how", "a": "card", "token": token(page)},
        HTTP_ORIGIN="null",
        HTTP_SEC_FETCH_SITE="same-origin",
    )
    assert fine.status_code == 302


def test_an_old_page_answers_what_it_asked(portal: Any) -> None:
    """Two windows: an earlier answer changed the numbering of pages under an open one."""
    _, page = at_question(portal, "money_amount")
    portal.post("/a/2", {"token": token(page), "q": "money_when", "a": "longer"})
    saved = answer(portal, page, "money_amount", a="77", **{"a-currency": "EUR"})
    assert saved.status_code == 200
    assert 'value="77"' in body(portal.get("/a/5"))


@pytest.mark.parametrize("number", [0, 1, 99, 10**9])
def test_a_page_that_is_not_there_leads_on(portal: Any, number: int) -> None:
    Teller(portal).begin()
    assert portal.get(f"/a/{number}", follow=True).status_code == 200


def test_files_given_described_taken_out_and_refused(portal: Any) -> None:
    _, page = at_question(portal, "files")
    where = action(page)
    mixed = portal.post(
        where,
        {
            "token": token(page),
            "go": "1",
            "files": [
                SimpleUploadedFile("schirm.png", PNG),
                SimpleUploadedFile("bild.png", b"MZ\x90\0" + b"x" * 900),
            ],
        },
    )
    assert mixed.status_code == 422
    assert "bild.png is a program, not a picture" in text_of(mixed)
    assert "schirm.png" in text_of(mixed)
    identity = re.search(r'name="about-([0-9a-f-]+)"', body(mixed))
    assert identity
    about = f"about-{identity[1]}"
    described = portal.post(
        where, {"token": token(page), "more": "1", about: "Die falsche Seite"}, follow=True
    )
    assert 'value="Die falsche Seite"' in body(described)
    out = portal.post(where, {"token": token(page), "remove": identity[1]}, follow=True)
    assert "schirm.png" not in text_of(out)


def test_a_report_with_files_names_them_in_its_acknowledgement(portal: Any, home_folder: Any) -> None:
    import base64
    import json

    from comity.node.audit import notary
    from comity.node.base.keyring import Keyring
    from comity.node.reports.models import AcknowledgementFile, DraftFile, ReportFile

    teller = Teller(
        portal,
        {
            **LANTERN,
            "files": {"files": [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.png", PNG + b"y")]},
        },
    )
    teller.answer_all()
    teller.send()
    assert ReportFile.objects.count() == 2
    assert DraftFile.objects.count() == 0
    notary.order_all(Keyring(home_folder, "notary"), lambda: AT)
    payload = AcknowledgementFile.objects.get().text.split(".")[1]
    document = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert len(document["files"]) == 2
    assert "a.png" not in json.dumps(document)


def test_no_desk_is_said_and_the_answers_stay(portal: Any) -> None:
    from comity.node.base.models import Participant

    teller = Teller(portal)
    teller.answer_all()
    Participant.objects.update(hosted=False)
    stopped = teller.send()
    assert "cannot take reports at the moment" in text_of(stopped)
    assert Report.objects.count() == 0
    Participant.objects.update(hosted=True)
    teller.send()
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste the message"),
        ("x" * 30_000, "room for 20000"),
        ("<script>alert(1)</script>" * 3, "We did not send this"),
    ],
)
def test_the_check_of_a_message_takes_anything(portal: Any, text: str, said: str) -> None:
    page = portal.post("/message", {"a": text})
    assert said in text_of(page)
    assert "<script>alert(1)" not in page.content.decode()
