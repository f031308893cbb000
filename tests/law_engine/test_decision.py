"""A saved answer is made again byte for byte, and whatever differs is named."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.facts.scenario import read, read_file
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.kernel.errors import BadInput
from comity.law.book import Book
from comity.law.contents import record_id
from comity.law.decision import KINDS, Question, decide, parse
from comity.law.noting import NotingBook
from comity.law.rerun import rerun
from comity.law.show import show

CASES = Path(__file__).parents[1] / "cases"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def saved(book, case, kind="routes", **options):
    question = Question(kind, read_file(CASES / f"{case}.toml"), **options)
    return parse(decide(book, question, at=AT).data, "saved.json")


def with_rows(book, kind, change):
    """Return a book in which each row of a kind is what ``change`` makes of it; ``None`` takes it out."""
    rows = tuple(new for row in getattr(book.contents, kind) if (new := change(row)) is not None)
    contents = msgspec.structs.replace(book.contents, **{kind: rows})
    return Book(contents, digest=digest(repr(rows).encode()), origin="test")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "case", ["t12-national-not-extradited", "t07-protocol-clocks", "t13-one-article-three-categories"]
)
def test_an_answer_is_made_again_byte_for_byte(book, kind, case):
    receipt = saved(book, case, kind)
    assert receipt.data == canonical_json(json.loads(receipt.data)), "canonical JSON"
    again = rerun(receipt, book)
    assert again.reproduced and again.same_answer and again.same_engine and not again.records


def test_it_holds_what_a_judge_asks_for(book):
    document = saved(book, "t12-national-not-extradited").document
    assert document["schema"] == "comity.decision/1"
    assert document["book"]["version"] == book.version and document["book"]["digest"] == book.digest
    assert document["at"] == AT.isoformat() and document["engine"]["version"] and document["engine"]["digest"]
    ids = {row["id"] for row in document["records"]}
    assert {"instruments/bc-24-extradition", "parties/ets185/BR", "treaties/ets185", "countries/BR"} & ids
    assert any(name.startswith("offences/DE/ETS185:8") for name in ids)
    assert {"threshold.reached", "bound", "max_penalty_at_least"} <= {
        row["rule"] for row in document["rules"]
    }
    assert document["question"]["scenario"]["facts"]["articles"] == ["ETS185:8"]


def test_every_record_an_answer_names_is_among_the_records_used(book):
    for case in (
        "t06-two-independent-blocks",
        "t08-stop-the-money-first",
        "t13-one-article-three-categories",
    ):
        receipt = saved(book, case)
        used = {row["id"] for row in receipt.document["records"]}
        named = {
            reason["record"]
            for route in receipt.document["answer"]["routes"]
            for gate in route["gates"]
            for reason in gate["reasons"]
            if reason["record"]
        }
        every = {record_id(row) for rows in (book.contents.parties, book.contents.treaties, book.contents.powers,
                                             book.contents.instruments, book.contents.reservations) for row in rows}  # fmt: skip
        assert named & every <= used


def test_noting_changes_no_answer(book):
    scenario = read_file(CASES / "t13-one-article-three-categories.toml")
    from comity.law.route import routes

    assert routes(NotingBook.of(book), scenario).document() == routes(book, scenario).document()


def test_a_record_that_changed_is_named(book):
    receipt = saved(book, "t13-one-article-three-categories")

    def shorter(row):
        if row.state == "JP" and row.measure == "preservation":
            return msgspec.structs.replace(row, max_days=55)
        return row

    found = rerun(receipt, with_rows(book, "powers", shorter))
    assert not found.reproduced and not found.same_answer
    assert [(one.id, one.what) for one in found.records] == [("powers/JP/preservation", "changed")]
    assert any("clocks" in one.where for one in found.answer)


def test_a_record_that_went_or_came_is_named(book):
    receipt = saved(book, "t12-national-not-extradited")

    def without(row):
        return None if (row.treaty, row.state) == ("ets185", "BR") else row

    less = with_rows(book, "parties", without)
    found = rerun(receipt, less)
    assert ("parties/ets185/BR", "gone") in [(one.id, one.what) for one in found.records]
    back = rerun(saved(less, "t12-national-not-extradited"), book)
    assert ("parties/ets185/BR", "new") in [(one.id, one.what) for one in back.records]


def test_a_change_elsewhere_in_the_book_leaves_the_answer_alone(book):
    receipt = saved(book, "t12-national-not-extradited")

    def other(row):
        return msgspec.structs.replace(row, max_days=1) if row.state == "AU" else row

    found = rerun(receipt, with_rows(book, "powers", other))
    assert not found.reproduced, "another book has another digest"
    assert found.same_answer and not found.records


def test_as_of_another_day_says_what_would_differ(book):
    receipt = saved(book, "t04-date-gate-day-before")
    same = rerun(receipt, book, on=receipt.question.scenario.on)
    assert same.reproduced
    later = rerun(receipt, book, on=date(2026, 8, 18))
    assert not later.same_answer
    assert any("eu-epoc" in one.where and one.where.endswith("status") for one in later.answer)


def test_words_alone_make_no_other_answer(book, monkeypatch):
    receipt = saved(book, "t12-national-not-extradited")
    document = json.loads(receipt.data)
    document["answer"]["routes"][0]["gates"][0]["reasons"][0]["text"] = "In another wording."
    document["answer_digest"] = digest(canonical_json(document["answer"]))
    document["words"]["digest"] = digest(b"older words")
    found = rerun(parse(canonical_json(document)), book)
    assert not found.reproduced and found.same_answer and not found.same_words


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: {**d, "schema": "comity.routes/1"}, "schema"),
        (lambda d: {key: value for key, value in d.items() if key != "records"}, "records"),
        (lambda d: {**d, "answer": {**d["answer"], "on": "2020-01-01"}}, "digest"),
        (lambda d: {**d, "question": {**d["question"], "kind": "weather"}}, "kind"),
        (lambda d: [], "schema"),
    ],
)
def test_what_is_no_receipt_is_refused(book, spoil, said):
    document = json.loads(saved(book, "t12-national-not-extradited", "jurisdiction").data)
    with pytest.raises(BadInput) as error:
        parse(json.dumps(spoil(document)).encode(), "spoilt.json")
    assert error.value.faults[0].code == "law.decision.not_a_receipt" and said in str(error.value)


def test_bytes_that_are_no_json_are_refused():
    with pytest.raises(BadInput):
        parse(b"\xff\xfe")


def test_every_record_of_a_receipt_can_be_shown_by_its_name(book):
    receipt = saved(book, "t12-national-not-extradited")
    for row in receipt.document["records"]:
        shown = show(book, "record", row["id"])["records"]
        assert row["digest"] in [one["digest"] for one in shown]
    with pytest.raises(BadInput) as error:
        show(book, "record", "parties/ets185/BX")
    assert error.value.faults[0].code == "law.show.no_name" and "Did you mean" in str(error.value)


STATES = ("DE", "FR", "JP", "BR", "US", "XA")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(KINDS),
    pair=st.lists(st.sampled_from(STATES), min_size=2, max_size=2, unique=True),
    measure=st.sampled_from(["preservation", "extradition", "payment_hold", "stored_data_access"]),
    elements=st.dictionaries(
        st.sampled_from(
            ["access_to_system", "without_right", "intent", "data_interference", "property_loss"]
        ),
        st.sampled_from([True, False, "unknown"]),
    ),
    articles=st.lists(st.sampled_from(["ETS185:2", "ETS185:8", "FRAUD", "OTHER"]), max_size=2, unique=True),
    tags=st.lists(st.sampled_from(["expression", "asylum", "research"]), max_size=1),
    on=st.dates(date(2012, 1, 1), date(2027, 12, 31)),
)
def test_any_question_is_answered_the_same_again(book, kind, pair, measure, elements, articles, tags, on):
    facts = {"elements": elements, "tags": tags} if not articles else {"articles": articles, "tags": tags}
    ask = {"requesting": pair[0], "requested": pair[1], "measure": measure}
    scenario = read({"scenario": {"on": on.isoformat()}, "ask": ask, "facts": facts})
    states = tuple(pair) if kind == "offences" else ()
    receipt = decide(book, Question(kind, scenario, countries=states), at=AT)
    assert rerun(parse(receipt.data), book).reproduced
