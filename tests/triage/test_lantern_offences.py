"""From the answers of the reporter to the offences: the table of the demonstration case, computed."""

from datetime import date

import pytest

from comity.law import book
from comity.law.offences import made_out
from comity.triage import questions as q
from tests.triage.test_questions import ASKED, LANTERN, walk

ON = date(2026, 11, 23)


def verdicts(app):
    facts = q.facts_from(ASKED, walk({**LANTERN, "app_confirmed": app}))
    answer = made_out(book.load(), facts, ("DE", "JP", "FR"), ON).document()
    return {
        (country, row["article"], row["statute"]): row["verdict"]
        for country, rows in answer["countries"].items()
        for row in rows
    }


def one(found, country, article, part):
    [verdict] = [
        verdict
        for (state, name, statute), verdict in found.items()
        if state == country and name == article and part in statute
    ]
    return verdict


@pytest.mark.parametrize("app", ["yes", "no", "unknown"])
def test_illegal_access_is_made_out_in_all_three(app):
    found = verdicts(app)
    assert one(found, "DE", "ETS185:2", "§ 202a") == "yes"
    assert one(found, "JP", "ETS185:2", "arts 2(4), 3, 11") == "yes"
    assert one(found, "FR", "ETS185:2", "323-1") == "yes"


@pytest.mark.parametrize(
    ("app", "computer_fraud", "fraud"),
    [("unknown", "unknown", "unknown"), ("no", "yes", "unknown"), ("yes", "no", "yes")],
)
def test_the_app_question_decides_which_fraud_it_is(app, computer_fraud, fraud):
    found = verdicts(app)
    assert one(found, "DE", "ETS185:8", "§ 263a") == computer_fraud
    assert one(found, "JP", "ETS185:8", "246-2") == computer_fraud
    assert one(found, "DE", "FRAUD", "§ 263") == fraud
    assert one(found, "FR", "FRAUD", "313-1") == fraud


def test_the_phishing_page_is_an_offence_of_its_own_in_japan():
    assert one(verdicts("unknown"), "JP", "IDTHEFT", "arts 4-7") != "no"
