"""The consultation record: both sides fill the same file, nobody changes what the other said, no winner is computed."""

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comity.facts.scenario import read_file
from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, Conflict
from comity.law.consultation import DECISIONS, add, check, join, open_record, standing

CASES = Path(__file__).parents[1] / "cases"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def record(book):
    made = open_record(book, read_file(CASES / "t12-national-not-extradited.toml"), at=AT)
    return json.loads(canonical_json(made))


def say(record, state, kind="decision", code="undecided", minutes=1, **more):
    by = more.pop("asserted_by", f"Prosecutor of {state}")
    return add(record, state, kind, code=code, asserted_by=by, at=AT + timedelta(minutes=minutes), **more)


def test_it_sets_facts_beside_factors_and_names_no_winner(record):
    check(record)
    assert record["winner"] is None and record["statements"] == []
    assert {"DE", "BR"} <= set(record["states"])
    assert {factor["id"] for factor in record["factors"]} >= {"territory", "victims_interests", "stage"}
    assert all("score" not in factor and "rank" not in factor for factor in record["factors"])
    assert {one["measure"] for one in record["options"]} <= {"extradition", "transfer_of_proceedings"}


def test_both_sides_fill_it_and_the_chain_holds(record):
    one = say(record, "DE", "factor", "victims_interests", about="DE", words="All victims live here.")
    two = say(one, "BR", "proceedings", "", words="Investigation opened.")
    three = say(two, "DE", code="does_not_prosecute")
    four = say(three, "BR", code="prosecutes")
    check(four)
    stands = standing(four)
    assert stands["agreed"] and stands["prosecutes"] == ["BR"] and stands["waiting_for"] == []
    assert stands["factors"]["victims_interests"]["DE"][0]["asserted_by"] == "Prosecutor of DE"


@pytest.mark.parametrize("ours", DECISIONS)
@pytest.mark.parametrize("theirs", DECISIONS)
def test_agreed_is_only_what_the_sides_themselves_decided(record, ours, theirs):
    filled = say(say(record, "DE", code=ours), "BR", code=theirs)
    expected = {ours, theirs} == {"prosecutes", "does_not_prosecute"}
    assert standing(filled)["agreed"] is expected


def test_one_side_alone_agrees_on_nothing(record):
    stands = standing(say(record, "DE", code="prosecutes"))
    assert not stands["agreed"] and stands["waiting_for"] == ["BR"]


def test_what_was_said_cannot_be_changed_or_left_out(record):
    filled = say(say(record, "DE", code="prosecutes"), "BR", code="undecided")
    changed = copy.deepcopy(filled)
    changed["statements"][0]["code"] = "does_not_prosecute"
    shorter = {**filled, "statements": filled["statements"][1:]}
    other = copy.deepcopy(filled)
    other["factors"][0]["states"] = {"DE": ["system"]}
    for broken in (changed, shorter, other):
        with pytest.raises(BadInput):
            check(broken)


@pytest.mark.parametrize(
    ("state", "kind", "code", "more", "fault"),
    [
        ("FR", "decision", "prosecutes", {}, "law.consultation.not_concerned"),
        ("DE", "decision", "wins", {}, "law.consultation.bad_statement"),
        ("DE", "factor", "colour", {}, "law.consultation.bad_statement"),
        ("DE", "factor", "evidence", {"about": "FR"}, "law.consultation.not_concerned"),
        ("DE", "verdict", "", {}, "law.consultation.bad_statement"),
        ("DE", "remark", "", {"asserted_by": " "}, "law.consultation.nobody_asserts"),
    ],
)
def test_what_no_side_may_say_is_refused(record, state, kind, code, more, fault):
    with pytest.raises(BadInput) as error:
        say(record, state, kind, code, **more)
    assert fault in [one.code for one in error.value.faults]


def test_the_longer_copy_is_taken_and_two_at_once_part(record):
    one = say(record, "DE", code="undecided")
    two = say(one, "BR", code="prosecutes")
    assert join(one, two) == join(two, one) == two
    other = say(one, "DE", "remark", "", words="Meanwhile.")
    with pytest.raises(Conflict):
        join(two, other)
    elsewhere = {**record, "opened": "2026-01-01T00:00:00+00:00"}
    elsewhere["basis_digest"] = __import__("comity.kernel.digest", fromlist=["digest_of"]).digest_of(
        {key: value for key, value in elsewhere.items() if key not in ("basis_digest", "statements")}
    )
    with pytest.raises(Conflict):
        join(record, elsewhere)


def test_no_record_is_refused():
    with pytest.raises(BadInput):
        check({"schema": "comity.routes/1"})
    with pytest.raises(BadInput):
        check({"schema": "comity.consultation/1"})
