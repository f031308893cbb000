"""Small things that a visitor stumbled over: where a press leads, and what a line is called."""

from __future__ import annotations

from typing import Any

import pytest

from comity.kernel.actor import system
from comity.law import book
from comity.node.assistance import directory, showing, words
from comity.node.base.keyring import Keyring
from comity.node.base.models import Participant
from comity.node.base.permissions import NO_ROLE
from comity.node.cases.models import Case
from comity.node.desk.cases import facts
from comity.node.desk.inbox.presenting import _own_words
from comity.node.law.reading import speaks
from comity.node.letters.models import Letter
from comity.node.reports.models import Report
from comity.node.reports.writing import draft_letter
from comity.node.ui.words import language_name
from tests.node.desk.test_pages import case, report
from tests.support.node import AT

__all__ = ["case", "report"]
pytestmark = pytest.mark.node


def test_releasing_a_letter_leads_to_a_page_this_person_may_see(
    desk: Any, people: Any, case: Case, report: Report, home_folder: Any
) -> None:
    letter = draft_letter(
        report, "joined_with_others", event="joined", values={"number": "1"}, by=system("tests"), at=AT,
        keyring=Keyring(home_folder, "desk"),
    )  # fmt: skip
    desk.sign_in(people("investigator"))  # the case has no lead
    answer = desk.post(f"/inbox/letters/{letter.pk}/release/", follow=True)
    assert answer.status_code == 200
    assert "This was not possible" not in answer.content.decode()
    assert Letter.objects.get(pk=letter.pk).state == "released"


def test_letters_on_the_case_page_name_their_report(
    desk: Any, people: Any, case: Case, report: Report, home_folder: Any
) -> None:
    draft_letter(
        report, "joined_with_others", event="joined", values={"number": "1"}, by=system("tests"), at=AT,
        keyring=Keyring(home_folder, "desk"),
    )  # fmt: skip
    desk.sign_in(people("investigator"))
    page = desk.get(f"/cases/{case.pk}/").content.decode()
    assert f'Joined with other reports (<bdi class="ref">{report.reference}</bdi>)' in page


def test_the_law_beside_a_case_keeps_the_case(desk: Any, people: Any, case: Case) -> None:
    desk.sign_in(people("investigator"))
    assert desk.get(f"/cases/{case.pk}/").content.decode().count(f"/law/?case={case.pk}") >= 2


def test_a_european_order_names_its_signer_as_issuing_authority() -> None:
    fields = {one.name: one for one in book.load().instrument("eu-epoc-id").fields}
    prosecutor, police = (
        Participant(code="de-pros", name="Prosecution"),
        Participant(code="de-police", name="Police"),
    )
    issuing = directory.authority(fields["issuing_and_validating_authority"], prosecutor, police)
    assert issuing == {"name": "Prosecution", "code": "de-pros"}
    fields = {one.name: one for one in book.load().instrument("bc-25-27-mla").fields}
    assert directory.authority(fields["investigating_authority"], prosecutor, police)["name"] == "Police"


def test_no_raw_keys() -> None:
    assert words.say("ask_beneficiary", words.EVENT) == "Ask the account holder to consent"
    assert words.say("supply_facts", words.EVENT)[0].isupper()
    assert words.source("practice") != "practice" and words.source("BC 29(2)(a)") == "BC 29(2)(a)"
    assert "evidence.list" not in NO_ROLE.fault(verb="evidence.list").text
    assert speaks("§ 202a: 36") == "§ 202a: up to 36 months"


def test_each_of_her_answers_stands_under_its_question() -> None:
    found = _own_words("It happened so.\nThen so.", {"first": "money", "story": "It happened so.\nThen so."})
    assert [one["parts"] for one in found] == [["It happened so.", "Then so."]]
    assert _own_words("by another way", {}) == [{"question": "", "parts": ["by another way"]}]


def test_facts_are_said_in_words_and_days_as_elsewhere() -> None:
    """Consent read ``none``, a day ``2026-11-22``."""
    assert facts.value_of("none", "consent") == "No"
    assert facts.value_of("2026-11-22", "committed_on") == "Sun, 22 Nov 2026"
    assert facts.words_of("max_penalty_months.AD") == "maximum penalty in Andorra, in months"
    assert showing.told_in_words(
        {"hold": {"amount": "3150", "currency": "EUR", "ends_on": "2026-12-02"}}
    ).endswith("held until Wed, 2 Dec 2026.")
    assert language_name("en") == "English" and language_name("xq") == "Xq"


def test_the_maximum_penalty_is_one_choice_and_the_country_after_it(
    desk: Any, people: Any, case: Case
) -> None:
    """There were more than a hundred choices with codes of two letters."""
    desk.sign_in(people("investigator"))
    first = desk.get(f"/cases/{case.pk}/facts/state/").content.decode()
    assert "maximum penalty in …" in first and "max_penalty_months." not in first
    then = desk.get(f"/cases/{case.pk}/facts/state/?name=max_penalty_months").content.decode()
    assert 'value="max_penalty_months.AD"' in then and "Andorra" in then and "political" not in then
    last = desk.get(f"/cases/{case.pk}/facts/state/?name=max_penalty_months.AD").content.decode()
    assert "maximum penalty in Andorra, in months" in last
