"""The way of a report, page by page, with the portal's own database role."""

import re
from typing import Any

import pytest

from comity.node.audit import notary
from comity.node.base.keyring import Keyring
from comity.node.reports.models import Draft, Report
from comity.triage import questions
from tests.node.portal.teller import ANONYMOUS, LANTERN, Teller, action, body, text_of, token
from tests.support.node import AT

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]
COOKIE = "comity-note"


def test_first_page_asks_one_question_and_sets_no_cookie(portal: Any) -> None:
    page = portal.get("/")
    assert page.status_code == 200
    assert len(re.findall(r'class="choice"', body(page))) == 4
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert "call 112" in text_of(page)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "path", ["/", "/back", "/message", "/real", "/who", "/people", "/measures/", "/real/keys"]
)
@pytest.mark.parametrize("prefix", ["", "/de", "/en-xb"])
def test_pages_that_tell_set_no_cookie_and_are_not_kept(portal: Any, prefix: str, path: str) -> None:
    page = portal.get(prefix + path)
    assert page.status_code == 200
    assert all(not value.value for value in page.cookies.values())  # leaving only takes the cookie away
    assert page["Cache-Control"] == "no-store"
    assert "[en]" not in body(page)


def test_lantern_from_first_question_to_code(portal: Any) -> None:
    teller = Teller(portal)
    review = teller.answer_all()
    assert review.request["PATH_INFO"].endswith("/check"), text_of(review)
    assert teller.asked.index("stop_loss") == 1  # money of the last 72 hours: the bank comes first
    done = teller.send(shows=["loss"])
    assert re.fullmatch(r"(\w{4}-){6}\w{4}", teller.code())
    report = Report.objects.get()
    assert report.reference in text_of(done)
    assert (report.amount, report.currency, report.country, report.anonymous) == (4200, "EUR", "DE", False)
    assert report.elements["access_to_system"] is True
    assert report.elements["security_measure_infringed"] is True
    assert "forwarding_rule" in report.facts["marks"]
    assert report.money_left_at.isoformat() == "2026-11-22T17:05:00+00:00"
    assert report.shows == ["loss"]
    assert report.owner_id == "de-police"


def test_one_cookie_only_and_it_is_locked_up(portal: Any) -> None:
    page = portal.post("/", {"a": "money"})
    assert list(page.cookies) == [COOKIE]
    cookie = page.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Strict",
        "/",
        "",
    )


def test_going_back_loses_nothing(portal: Any) -> None:
    teller = Teller(portal)
    teller.answer_all(until="money_to")
    page = portal.get("/a/2")
    assert 'value="today" checked' in body(page)
    changed = portal.post("/a/2", {"token": token(page), "q": "money_when", "a": "longer"}, follow=True)
    assert teller.question(changed) == "money_why"  # no stop_loss page on this way
    again = portal.post("/a/2", {"token": token(page), "q": "money_when", "a": "today"}, follow=True)
    assert teller.question(again) == "stop_loss"
    assert 'value="called" checked' in body(again)
    assert 'value="4200"' in body(portal.get("/a/6"))


def test_two_halves_of_one_thing_are_answered_on_one_page(portal: Any) -> None:
    teller = Teller(portal)
    page = teller.answer_all(until="money_to")
    assert "Which bank or service did it leave from?" in text_of(page)
    here = action(page)
    fields = {"token": token(page), "q": "money_to", "also": ["money_bank"]}
    wrong = portal.post(here, {**fields, "a": "FR14", "money_bank": "x" * 300}, follow=True)
    assert wrong.status_code == 422
    assert 'href="#money_bank"' in body(wrong)
    portal.post(here, {**fields, "a": LANTERN["money_to"]["a"], "money_bank": "Sparkasse"}, follow=True)
    assert 'value="Sparkasse"' in body(portal.get(here))
    # An old page, made before the second half stood there, takes nothing away.
    portal.post(here, {"token": token(page), "q": "money_to", "a": "FR99"}, follow=True)
    assert 'value="Sparkasse"' in body(portal.get(here))
    portal.post(here, {**fields, "skip": "1"}, follow=True)
    assert "Sparkasse" not in body(portal.get(here))


def test_time_and_pages_are_told_as_they_are(portal: Any) -> None:
    shortest, longest = questions.lengths().whole().minutes
    assert f"It takes {shortest} to {longest} minutes." in text_of(portal.get("/"))
    teller = Teller(portal)
    told = re.search(r"Question 2 of about (\d+)", text_of(teller.begin()))
    assert told
    portal.cookies.clear()
    teller.answer_all()
    assert len(teller.asked) + 1 == 28
    way = questions.lengths().with_answers({"first": "money"})
    assert way.fewest < 28 < way.most
    assert int(told[1]) == way.middle


def test_first_answer_changed_keeps_the_others(portal: Any) -> None:
    teller = Teller(portal)
    teller.answer_all(until="money_how")
    before = portal.cookies[COOKIE].value
    portal.post("/", {"a": "account", "token": token(portal.get("/"))})
    assert portal.cookies[COOKIE].value == before
    portal.post("/", {"a": "money", "token": token(portal.get("/"))})
    assert 'value="today" checked' in body(portal.get("/a/2"))


def test_change_from_the_review_comes_back_to_it(portal: Any) -> None:
    teller = Teller(portal)
    review = teller.answer_all()
    link = re.search(r'href="(/a/\d+\?change)"[^>]*>[^<]*<span[^>]*> How much was it', body(review))
    assert link
    page = portal.get(link[1])
    back = portal.post(
        action(page),
        {"token": token(page), "q": "money_amount", "a": "4.300,00", "a-currency": "EUR"},
        follow=True,
    )
    assert back.request["PATH_INFO"] == "/check"
    assert "€4,300.00" in text_of(back)


def test_nothing_to_review_before_all_is_answered(portal: Any) -> None:
    Teller(portal).begin()
    assert portal.get("/check")["Location"] == "/a/2"
    assert portal.post("/send", {"token": token(portal.get("/a/2"))})["Location"] == "/check"
    assert Report.objects.count() == 0


def test_anonymous_is_told_before_and_kept_to_the_hour(portal: Any) -> None:
    teller = Teller(portal, ANONYMOUS)
    review = teller.answer_all()
    assert "anonymous_money" in teller.asked
    assert "Without your name we can warn others but not stop a payment" in text_of(review)
    teller.send()
    report = Report.objects.get()
    assert report.anonymous
    assert (report.received_at.minute, report.received_at.second) == (0, 0)
    assert "name" not in teller.asked


def test_threats_show_help_lines_without_reading_words(portal: Any) -> None:
    teller = Teller(portal, {})
    page = teller.begin("threats")
    assert "116" in text_of(page).split("Talk to a person")[1]


def test_signed_file_follows_behind_a_link_and_the_page_never_reloads_itself(
    portal: Any, home_folder: Any
) -> None:
    teller = Teller(portal)
    teller.answer_all()
    done = teller.send()
    assert "The signed file is ready in a moment." in text_of(done)
    assert re.search(r'<a class="govuk-button[^>]*href="/done"[^>]*>Show it now</a>', body(done))
    assert "http-equiv" not in body(done)  # WCAG failure F41
    assert portal.get("/done/file")["Location"] == "/done"
    notary.order_all(Keyring(home_folder, "notary"), lambda: AT)
    ready = portal.get("/done")
    assert "Keep the signed file" in text_of(ready)
    assert "Show it now" not in text_of(ready)
    file = portal.get("/done/file")
    assert re.fullmatch(r'attachment; filename="note-[0-9a-f]{4}\.txt"', file["Content-Disposition"])
    assert file.content.count(b".") == 2


def test_in_german_from_start_to_end(portal: Any) -> None:
    teller = Teller(portal, prefix="/de")
    review = teller.answer_all()
    assert "Stimmt alles?" in text_of(review)
    done = teller.send()
    assert "[en]" not in body(done)
    assert Report.objects.get().language == "de"


def test_titles_and_addresses_say_nothing(portal: Any) -> None:
    from django.urls import get_resolver

    Teller(portal).answer_all()
    page = portal.get("/check")
    title = re.search(r"<title>(.*?)</title>", body(page), re.DOTALL)
    assert title
    assert title[1].strip() == "Zentrale Ansprechstelle Cybercrime Kassel (demonstration)"
    told = {"report", "crime", "victim", "fraud", "police", "complaint", "case"}
    assert not {
        word
        for route in get_resolver("comity.node.portal.urls").reverse_dict
        for word in told
        if word in str(route)
    }
