"""A slip is said kindly where it is, kept if she stays with it, and never costs what was given before."""

import re
from typing import Any

import pytest

from comity.node.reports.models import Report
from tests.node.portal.teller import LANTERN, Teller, action, body, text_of, token

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]


def answer(portal: Any, page: Any, question: str, **fields: Any) -> Any:
    return portal.post(action(page), {"token": token(page), "q": question, **fields}, follow=True)


def at_question(portal: Any, question: str, prefix: str = "", **said: Any) -> tuple[Teller, Any]:
    teller = Teller(portal, {**LANTERN, **said}, prefix)
    page = teller.answer_all(until=question)
    assert teller.question(page) == question
    return teller, page


@pytest.mark.parametrize(
    ("question", "wrong", "said"),
    [
        ("contact_mail", "petra@", "“petra@” does not look like a whole mail address"),
        ("money_to", "DE89370400440532013001", "looks like an IBAN, but a digit or letter seems wrong"),
    ],
)
def test_a_slip_is_said_once_and_kept_if_she_insists(
    portal: Any, question: str, wrong: str, said: str
) -> None:
    teller, page = at_question(portal, question)
    again = answer(portal, page, question, a=wrong)
    assert again.status_code == 200
    assert teller.question(again) == question
    assert said in text_of(again)
    assert "We have kept what you wrote" in text_of(again)
    assert wrong in body(again)
    insisted = answer(portal, again, question, a=wrong)
    assert teller.question(insisted) != question
    assert said not in text_of(insisted)


def test_another_slip_is_asked_about_again_and_a_right_answer_goes_on(portal: Any) -> None:
    teller, page = at_question(portal, "contact_mail")
    page = answer(portal, page, "contact_mail", a="petra@")
    page = answer(portal, page, "contact_mail", a="petra@mail")
    assert "“petra@mail” does not look" in text_of(page)
    page = answer(portal, page, "contact_mail", a="petra@mail.example")
    assert teller.question(page) == "support"


def test_a_telephone_number_that_cannot_be_is_said_on_the_page_of_the_mail(portal: Any) -> None:
    teller, page = at_question(portal, "contact_mail")
    fields = {"a": "petra@mail.example", "also": "contact_phone", "contact_phone": "12"}
    page = answer(portal, page, "contact_mail", **fields)
    assert "“12” does not look like a whole telephone number" in text_of(page)
    assert teller.question(answer(portal, page, "contact_mail", **fields)) == "support"


def test_the_review_names_slips_and_the_report_is_sent_with_them(portal: Any) -> None:
    teller = Teller(portal, {**LANTERN, "contact_mail": {"a": "petra@"}})
    review = teller.answer_all()
    assert "Is everything right?" in text_of(review)
    assert "Please look at this once more “petra@” does not look" in text_of(review)
    assert "You can also send it as it is." in text_of(review)
    link = re.search(r'href="(/a/\d+\?change)">Change<span[^>]*> Where may we send', body(review))
    assert link
    page = portal.get(link[1])
    assert "does not look like" in text_of(page)
    mended = answer(portal, page, "contact_mail", a="petra@mail.example")
    assert mended.request["PATH_INFO"] == "/check"
    assert "Please look at this once more" not in text_of(mended)
    teller.send()
    assert Report.objects.count() == 1


def test_a_slip_while_changing_comes_back_to_the_review(portal: Any) -> None:
    review = Teller(portal).answer_all()
    link = re.search(r'href="(/a/\d+\?change)"[^>]*>[^<]*<span[^>]*> Where may we send', body(review))
    assert link
    page = portal.get(link[1])
    page = answer(portal, page, "contact_mail", a="petra@")
    assert "does not look like" in text_of(page)
    page = answer(portal, page, "contact_mail", a="petra@")
    assert page.request["PATH_INFO"] == "/check"


def test_german_slips(portal: Any) -> None:
    _, page = at_question(portal, "contact_mail", "/de")
    page = answer(portal, page, "contact_mail", a="petra@")
    assert "sieht nicht wie eine ganze E-Mail-Adresse aus" in text_of(page)
    assert "[en]" not in body(page)


def test_nothing_that_i_know_of_goes_with_no_other_answer(portal: Any) -> None:
    teller, page = at_question(portal, "account_how")
    assert 'data-behaviour="exclusive"' in body(page)
    wrong = answer(portal, page, "account_how", a=["password", "nothing"])
    assert wrong.status_code == 422
    assert "“Nothing that I know of” does not go with the other answers" in text_of(wrong)
    assert len(re.findall(r'type="checkbox" value="\w+" checked', body(wrong))) == 2
    assert teller.question(answer(portal, wrong, "account_how", a=["nothing"])) != "account_how"


@pytest.mark.parametrize(
    "said",
    [
        {"account_changes": {"a": ["forwarding"]}, "still_in": {"a": "no"}},
        {
            "account_which": {"a": ["social"]},
            "account_changes": {"a": ["nothing"]},
            "still_in": {"a": "unknown"},
        },
    ],
)
def test_who_may_have_an_intruder_is_warned_before_she_is_asked_where_to_write(
    portal: Any, said: dict[str, Any]
) -> None:
    teller, page = at_question(portal, "other_mailbox", **said)
    assert "Someone may be able to read your mail" in text_of(page)
    assert "another address" in text_of(page)
    assert "contact_mail" not in teller.asked
    page = answer(portal, page, "other_mailbox", a="none")
    assert teller.question(page) == "contact_phone"  # no mail is asked for


def test_who_has_no_intruder_is_not_frightened(portal: Any) -> None:
    teller = Teller(
        portal,
        {
            **LANTERN,
            "account_which": {"a": ["bank"]},
            "account_changes": {"a": ["nothing"]},
            "still_in": {"a": "no"},
        },
    )
    teller.answer_all()
    assert "other_mailbox" not in teller.asked
    assert "contact_mail" in teller.asked


def test_the_notice_names_the_button_by_its_words_not_by_a_colour(portal: Any) -> None:
    for prefix, words in (("", "Leave this page"), ("/de", "Seite verlassen")):
        _, page = at_question(portal, "unsafe_notice", prefix, read_by_others={"a": "yes"})
        assert re.search(r'class="leave"[^>]*>' + words, body(page))
        assert re.search(f"[“„]{words}[”“]", text_of(page))
        assert not re.search(r"\bred button|rote Knopf", text_of(page))
        portal.cookies.clear()


@pytest.mark.parametrize(
    ("fields", "said", "at"),
    [
        ({"a-day": "22"}, "The month is missing.", "a-month"),
        ({"a-day": "22", "a-month": "11"}, "The year is missing.", "a-year"),
        (
            {"a-day": "22", "a-month": "Dingsda", "a-year": "2026"},
            "cannot read “Dingsda” as a month",
            "a-month",
        ),
        ({"a-day": "31", "a-month": "6", "a-year": "2026"}, "that month has only 30 days", "a-day"),
        ({"a-time": "18:05", "a-zone": "UTC"}, "Write the day as well", "a-day"),
        (
            {"a-day": "22", "a-month": "11", "a-year": "2026", "a-time": "25", "a-zone": "UTC"},
            "as a time",
            "a-time",
        ),
    ],
)
def test_which_part_of_a_date_is_wrong_is_said_at_it(
    portal: Any, fields: dict[str, str], said: str, at: str
) -> None:
    _, page = at_question(portal, "money_left_at")
    wrong = answer(portal, page, "money_left_at", **fields)
    assert said in text_of(wrong)
    assert re.search(rf'govuk-error-summary__list.*?href="#{at}"', body(wrong), re.DOTALL)
    marked = re.search(rf'<input[^>]*id="{at}"[^>]*>', body(wrong))
    assert marked
    assert "govuk-input--error" in marked[0]
    for name, value in fields.items():  # all that was typed is still there
        assert re.search(rf'(?:name="{name}"[^>]*value="{value}"|value="{value}" selected)', body(wrong)), (
            name
        )


def test_a_month_by_its_name_goes_on(portal: Any) -> None:
    teller, page = at_question(portal, "money_left_at", "/de")
    page = answer(portal, page, "money_left_at", **{"a-day": "22", "a-month": "Nov.", "a-year": "2026"})
    assert teller.question(page) != "money_left_at"


def test_countries_stand_where_a_reader_looks_for_them(portal: Any) -> None:
    _, page = at_question(portal, "country", "/de")
    names = re.findall(r'<option value="[A-Z]{2}"[^>]*>([^<]+)<', body(page))
    assert names.index("Ägypten") < names.index("Albanien")
    assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")
    assert names[-1] == "Zypern"


def test_words_of_content_are_marked_in_the_mirrored_language(portal: Any) -> None:
    """Answers, hours of help lines, points of law: a text that is neither content nor translated must stand out."""
    teller = Teller(portal, prefix="/en-xb")
    page = teller.begin("threats")
    assert len(re.findall(r"⟦(?:Yes|No|I don't know)⟧", text_of(page))) == 3
    assert "⟦daily 7:00 to 22:00, free⟧" in text_of(portal.get("/en-xb/people"))
    assert "⟦Money has just left, or I paid someone⟧" in text_of(portal.get("/en-xb/"))
    who = portal.get("/en-xb/who")
    for told in re.findall(r'govuk-details__summary-text">([^<]*)<', body(who)):
        assert told.startswith("⟦"), told
    portal.cookies.clear()
    review = Teller(portal, prefix="/en-xb").answer_all()
    assert "⟦By bank transfer⟧" in text_of(review)


PARCEL = {
    "for_whom": {"a": "me"},
    "other_what": {"a": "false_page"},
    "typed_there": {"a": ["card"]},
    "country": {"a": "DE"},
    "with_name": {"a": "no"},
}


def test_who_gave_her_card_to_a_false_page_is_told_to_block_it_before_anything_else(portal: Any) -> None:
    """A parcel message, the number of the card typed in, nothing lost yet: the old way said nothing of it."""
    teller = Teller(portal, PARCEL)
    page = teller.answer_all("other", until="block_card")
    assert teller.asked == ["for_whom", "other_what", "typed_there"]
    assert "First: have the card blocked" in text_of(page)
    assert "116 116" in text_of(page)
    portal.cookies.clear()
    teller.answer_all("other")
    assert "Block cards and online banking: 116 116" in text_of(teller.send())


def test_who_typed_a_password_there_is_asked_of_the_account(portal: Any) -> None:
    teller = Teller(
        portal,
        {
            **PARCEL,
            "typed_there": {"a": ["password"]},
            "account_which": {"a": ["shop"]},
            "account_how": {"a": ["password"]},
        },
    )
    teller.answer_all("other")
    assert "account_which" in teller.asked
    assert "secure_steps" in teller.asked
    assert "block_card" not in teller.asked
