"""Urgency and referral: reasons that can be read and overruled; distress only ever raises."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.facts.model import Facts, Money, Places
from comity.selectors import extract
from comity.triage.distress import find
from comity.triage.referral import referral
from comity.triage.urgency import _BY_MARK, LEVELS, urgency

NOW = datetime(2026, 11, 22, 20, 52, tzinfo=UTC)


def gone(hours, amount=4200):
    return Facts(money=Money(Decimal(amount), "EUR", NOW - timedelta(hours=hours)))


def test_lantern_is_urgent_and_says_why():
    answer = urgency(gone(3), NOW, marks={"money_recent", "forwarding_rule", "ongoing"})
    assert answer.level == "urgent"
    assert answer.codes[0] == "urgency.money.left_within_72_hours"
    assert answer.reasons[0].params == {"hours": 3}
    assert {"urgency.access.mail_forwarded", "urgency.access.may_be_inside"} <= set(answer.codes)


@pytest.mark.parametrize(("hours", "level"), [(0, "urgent"), (72, "urgent"), (73, "routine")])
def test_the_golden_hours_end_after_three_days(hours, level):
    assert urgency(gone(hours), NOW).level == level


def test_a_large_loss_long_ago_is_looked_at_today():
    assert urgency(gone(1000, amount=80_000), NOW).level == "soon"


@pytest.mark.parametrize("marks", [{"danger"}, {"violence"}, {"child_abuse"}])
def test_a_life_or_a_child_comes_first(marks):
    assert urgency(Facts(), NOW, marks=marks).level == "emergency"


def test_danger_as_a_fact_counts_without_the_mark():
    assert urgency(Facts(danger_to_life=True), NOW).codes == ("urgency.life.danger_reported",)


def test_nothing_in_haste_is_said_so():
    assert urgency(Facts(), NOW).codes == ("urgency.none.in_turn",)


MARKS = st.frozensets(
    st.sampled_from([mark for mark, _, _ in _BY_MARK] + ["child", "bank_not_told", "money_recent"])
)


@given(MARKS, st.booleans())
def test_words_of_distress_only_raise(marks, danger):
    facts = Facts(danger_to_life=danger)
    calm, upset = urgency(facts, NOW, marks=marks), urgency(facts, NOW, marks=marks, distress=["suicide"])
    assert LEVELS.index(upset.level) <= min(LEVELS.index(calm.level), LEVELS.index("urgent"))
    assert set(calm.codes) - {"urgency.none.in_turn"} <= set(upset.codes)


@given(MARKS, MARKS)
def test_more_to_say_never_lowers(some, more):
    assert LEVELS.index(urgency(Facts(), NOW, marks=some | more).level) <= LEVELS.index(
        urgency(Facts(), NOW, marks=some).level
    )


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("I don’t  want to live any more", True), ("Ich habe Angst um mein Leben", True), ("もう死にたい", True),
        ("The suicidekick game", False), ("I was killed in the game", False), ("", False),
    ],
)  # fmt: skip
def test_distress(text, is_there):
    assert bool(find(text)) is is_there


def test_the_stop_payment_desk_reads_first_and_the_account_names_the_state():
    iban = extract("FR14 2004 1010 0505 0001 3M02 606")
    proposals = referral(gone(3), here="DE", marks={"money_recent"}, selectors=iban)
    assert [(one.country, one.desk, one.first) for one in proposals] == [
        ("DE", "stop_payment", True), ("FR", "contact_police", False), ("DE", "cybercrime", False),
    ]  # fmt: skip
    assert proposals[1].reasons[0].code == "referral.money.account_there"


def test_danger_goes_before_money():
    assert referral(Facts(danger_to_life=True), here="DE", marks={"money_recent"})[0].desk == "emergency"


def test_who_lives_elsewhere_is_read_here_and_told_there():
    proposals = referral(Facts(places=Places({"victim": ("AT",)})), here="DE")
    assert [(one.country, one.desk) for one in proposals] == [("DE", "cybercrime"), ("AT", "police")]


def test_support_only_when_wished():
    assert "victim_support" not in [one.desk for one in referral(Facts(), here="DE")]
    assert referral(Facts(), here="DE", marks={"support_wanted"})[-1].desk == "victim_support"


def test_somebody_always_reads_it():
    assert referral(Facts(), here="DE", marks={"unsorted"})[0].desk == "police"
    assert referral(Facts(), here="DE")[0].first
