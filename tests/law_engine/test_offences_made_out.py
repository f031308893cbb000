"""Which offences the facts make out: each way a record carries, in full, and in which order."""

from datetime import date

import msgspec
import pytest

from comity.kernel.finding import Reason, Verdict
from comity.law import records as r
from comity.law.book import Book
from comity.law.elements import known_elements
from comity.law.offences import MadeOut, articles_in_play, in_play, law_verdict, made_out, made_out_in

from .toy import DAY, FACT, THEFT, offence, question, toy_book

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
TAKEN = {"taking": True, "intent": True}
RECORD = "offences/XB/TOY:1/XB Code 1"
LAW = {"state": "XB", "statute": "XB Code 1"}


def article(name: str, **more) -> r.OffenceArticle:
    return r.OffenceArticle(**{"id": name, "title": name, "core": ("taking", "intent"), **FACT, **more})


def judged(row=None, *, on: date = DAY, book=None, **facts) -> MadeOut:
    book = book or toy_book(offences=[row or offence("XB")])
    (one,) = made_out_in(book, question(**{"articles": [], **facts}).facts, "XB", on)
    return one


def book_of(*articles, offences=()):
    book = toy_book(offences=offences)
    contents = msgspec.structs.replace(book.contents, offence_articles=articles)
    return Book(contents, digest=book.digest, origin="toy")


def said(code: str, confidence="verified", record: str = RECORD, **params) -> Reason:
    return Reason(code, {**LAW, **params}, "", record, confidence)


def test_an_offence_made_out_in_full():
    assert judged(elements=TAKEN) == MadeOut(
        state="XB",
        article="TOY:1",
        statute="XB Code 1",
        verdict=YES,
        required=("taking", "intent"),
        met=("taking", "intent"),
        unmet=(),
        unknown=(),
        max_penalty_months=36,
        reasons=(said("offence.met", article="TOY:1", unmet=[], unknown=[]),),
        cite="XB Code 1",
        record=RECORD,
        confidence="verified",
        territory="",
        prosecution_requires=(),
    )


def test_what_the_law_asks_on_top_is_asked_once_and_sorted_by_truth():
    row = offence("XB", "by_night", "intent", "by_force")
    found = judged(row, elements={**TAKEN, "by_night": False})
    assert found.required == ("taking", "intent", "by_night", "by_force")
    assert (found.met, found.unmet, found.unknown) == (("taking", "intent"), ("by_night",), ("by_force",))
    assert found.verdict is NO
    assert found.reasons == (
        said("offence.unmet", article="TOY:1", unmet=["by_night"], unknown=["by_force"]),
    )
    still = judged(row, elements=TAKEN)
    assert still.verdict is UNKNOWN
    assert still.reasons == (
        said("offence.open", article="TOY:1", unmet=[], unknown=["by_night", "by_force"]),
    )


def test_territory_and_conditions_of_prosecution_are_carried_along():
    row = offence("XB", territory="north", prosecution_requires=("complaint",))
    found = judged(row, elements=TAKEN)
    assert (found.territory, found.prosecution_requires) == ("north", ("complaint",))


def test_the_penalty_stated_goes_before_the_one_on_record():
    assert judged(elements=TAKEN, max_penalty_months={"XB": 12, "XA": 1}).max_penalty_months == 12
    assert judged(elements=TAKEN, max_penalty_months={"XA": 1}).max_penalty_months == 36


@pytest.mark.parametrize(
    ("row", "facts", "verdict", "reasons", "confidence"),
    [
        (offence("XB", coverage="none", note="only fraud"), TAKEN, NO, [said("offence.none", article="TOY:1", note="only fraud")], "verified"),
        (
            offence("XB", coverage="unread", note="a heading"), TAKEN, UNKNOWN,
            [said("offence.unread", "recalled", note="a heading"), said("offence.open", article="TOY:1", unmet=[], unknown=[])], "recalled",
        ),
        (
            offence("XB", coverage="unread"), {**TAKEN, "intent": False}, NO,
            [said("offence.unread", "recalled", note="")], "recalled",
        ),
        (
            offence("XB", coverage="partial", note="narrower"), TAKEN, UNKNOWN,
            [said("offence.partial_in_words", note="narrower"), said("offence.open", article="TOY:1", unmet=[], unknown=[])], "verified",
        ),
        (
            offence("XB", "intent", coverage="partial", note="narrower"), TAKEN, UNKNOWN,
            [said("offence.partial_in_words", note="narrower"), said("offence.open", article="TOY:1", unmet=[], unknown=[])], "verified",
        ),
        (
            offence("XB", "by_night", coverage="partial"), {**TAKEN, "by_night": True}, YES,
            [said("offence.met", article="TOY:1", unmet=[], unknown=[])], "verified",
        ),
        (
            offence("XB", confidence="recalled"), TAKEN, YES,
            [said("offence.met", "recalled", article="TOY:1", unmet=[], unknown=[])], "recalled",
        ),
    ],
    ids=["none", "unread", "unread and false", "in words", "repeats the core", "an element", "recalled"],
)  # fmt: skip
def test_how_far_a_record_carries_and_what_is_said(row, facts, verdict, reasons, confidence):
    found = judged(row, elements=facts)
    assert (found.verdict, found.confidence) == (verdict, confidence)
    assert list(found.reasons) == reasons


def test_a_state_that_says_its_law_does_not_know_it():
    found = judged(elements=TAKEN, offence_known_to={"XB": False})
    assert (found.verdict, found.reasons) == (NO, (said("offence.stated_unknown_to_law"),))
    assert judged(elements=TAKEN, offence_known_to={"XA": False}).verdict is YES
    # That it knows one does not make out this one.
    assert judged(elements={"taking": True}, offence_known_to={"XB": True}).verdict is UNKNOWN


def test_a_start_nobody_recorded_is_said_of_days_before_the_book():
    undated = msgspec.structs.replace(offence("XB"), since=None)
    assert judged(undated, elements=TAKEN).confidence == "verified"
    early = judged(undated, on=date(2025, 12, 31), elements=TAKEN)
    assert (early.verdict, early.confidence) == (YES, "recalled")
    assert early.reasons == (
        said("offence.start_unknown", "recalled", on="2025-12-31"),
        said("offence.met", article="TOY:1", unmet=[], unknown=[]),
    )
    assert judged(on=date(2025, 12, 31), elements=TAKEN).confidence == "verified"


def test_the_day_of_the_act_decides_which_law_held():
    since = msgspec.structs.replace(offence("XB"), since=date(2026, 3, 1))
    book = toy_book(offences=[since])
    (found,) = made_out_in(book, question(articles=[], elements=TAKEN).facts, "XB", date(2026, 6, 1))
    assert (found.statute, found.verdict) == ("XB Code 1", YES)
    before = question(articles=[], elements=TAKEN, committed_on="2026-02-28").facts
    (found,) = made_out_in(book, before, "XB", date(2026, 6, 1))
    assert (found.statute, found.verdict) == ("", UNKNOWN)


def test_an_article_whose_core_was_not_read_is_never_sure():
    unread = article("TOY:1", core_known=False)
    book = book_of(unread, offences=[offence("XB")])
    (found,) = made_out_in(book, question(articles=["TOY:1"]).facts, "XB", DAY)
    assert found.verdict is UNKNOWN
    assert found.reasons[0] == said("offence.article_unread", "recalled", article="TOY:1")
    assert found.confidence == "recalled"


EITHER = article("TOY:1", core=("taking",), one_of=("by_night", "by_force"))


@pytest.mark.parametrize(
    ("elements", "verdict", "met", "unknown"),
    [
        ({"by_night": True}, YES, ("taking", "by_night"), ()),
        ({"by_night": True, "by_force": True}, YES, ("taking", "by_night", "by_force"), ()),
        ({"by_night": False}, UNKNOWN, ("taking",), ("by_force",)),
        ({}, UNKNOWN, ("taking",), ("by_night", "by_force")),
        ({"by_night": False, "by_force": False}, NO, ("taking",), ()),
    ],
)
def test_alternatives_of_which_one_is_enough(elements, verdict, met, unknown):
    book = book_of(EITHER, offences=[offence("XB")])
    (found,) = made_out_in(
        book, question(articles=[], elements={"taking": True, **elements}).facts, "XB", DAY
    )
    assert (found.verdict, found.met, found.unknown) == (verdict, met, unknown)
    assert found.required == ("taking", "by_night", "by_force")


def test_of_alternatives_still_open_the_core_that_is_open_is_named_too():
    book = book_of(EITHER, offences=[offence("XB", "without_right")])
    (found,) = made_out_in(book, question(articles=[], elements={"taking": True}).facts, "XB", DAY)
    assert found.unknown == ("without_right", "by_night", "by_force")


# --- what is in play ----------------------------------------------------------------------------------------------


def playing(one: r.OffenceArticle, *others: r.OffenceArticle, **facts) -> bool:
    book = book_of(one, *others)
    given = question(**{"articles": [], **facts}).facts
    return in_play(book, given, one, known_elements(book, given))


def test_an_article_is_in_play_where_it_is_named_or_a_telling_element_is_true():
    assert playing(THEFT, articles=["TOY:1"])
    assert playing(THEFT, elements={"taking": True})
    assert not playing(THEFT, elements={"taking": False})
    assert not playing(THEFT, elements={"by_force": True})
    assert playing(EITHER, elements={"by_force": True})
    assert not playing(THEFT)


def test_elements_so_common_that_they_tell_nothing():
    common = [article(f"TOY:{n}", core=("intent", f"own_{n}")) for n in range(2, 6)]
    assert not playing(article("TOY:1", core=("intent",)), *common, elements={"intent": True})
    assert playing(article("TOY:1", core=("intent", "taking")), *common, elements={"taking": True})
    assert playing(article("TOY:1", core=("intent",)), *common[:2], elements={"intent": True})


def test_attempt_is_in_play_only_with_one_of_its_alternatives():
    attempt = article("TOY:9", core=("intent",), one_of=("by_night",), of_articles=("TOY:1",))
    assert not playing(attempt, elements={"intent": True})
    assert playing(attempt, elements={"by_night": True})


def test_articles_in_play_are_those_named_then_those_touched():
    attempt = article("TOY:9", core=("by_force",), one_of=("by_night",), of_articles=("TOY:1",))
    book = book_of(THEFT, attempt)

    def playing_in(**facts):
        given = question(**{"articles": [], **facts}).facts
        return articles_in_play(book, given, known_elements(book, given))

    assert playing_in() == ()
    assert playing_in(elements={"by_force": True}) == ()
    assert playing_in(elements={"by_force": True, "by_night": True}) == ("TOY:9",)
    assert playing_in(elements={"by_night": False, "taking": False}) == ()
    assert playing_in(articles=["TOY:9", "OTHER"], elements={"taking": True}) == ("TOY:9", "TOY:1")


def test_only_articles_in_play_are_judged_and_the_sure_ones_come_first():
    second = article("TOY:2", core=("by_force",))
    rows = [
        offence("XB", "by_night"),
        msgspec.structs.replace(offence("XB"), statute="XB Code 0", article="TOY:2", requires=()),
        msgspec.structs.replace(offence("XB"), statute="XB Code 2"),
        msgspec.structs.replace(offence("XB"), statute="XB Code 0b", coverage="none"),
        msgspec.structs.replace(offence("XB"), statute="XB Code 1b"),
    ]
    book = book_of(THEFT, second, offences=rows)
    found = made_out_in(book, question(articles=[], elements=TAKEN).facts, "XB", DAY)
    assert [(one.statute, one.verdict) for one in found] == [
        ("XB Code 1b", YES), ("XB Code 2", YES), ("XB Code 1", UNKNOWN), ("XB Code 0b", NO),
    ]  # fmt: skip
    both = made_out_in(book, question(articles=[], elements={**TAKEN, "by_force": True}).facts, "XB", DAY)
    assert [one.article for one in both] == ["TOY:1", "TOY:1", "TOY:2", "TOY:1", "TOY:1"]


def test_no_record_of_an_article_in_play():
    found = judged(book=toy_book(offences=()), elements=TAKEN, max_penalty_months={"XB": 5})
    reason = Reason(
        "offence.no_record", {"state": "XB", "article": "TOY:1", "statute": ""}, "", "", "recalled"
    )
    assert found == MadeOut(
        "XB", "TOY:1", "", UNKNOWN, ("taking", "intent"), (), (), (), 5, (reason,), "", "", "recalled"
    )
    # An article the book itself does not have asks nothing that could be named.
    (strange,) = made_out_in(toy_book(offences=()), question(articles=["NO:1"]).facts, "XB", DAY)
    assert (strange.article, strange.required, strange.verdict) == ("NO:1", (), UNKNOWN)


@pytest.mark.parametrize(
    ("known", "verdict", "code"),
    [(None, UNKNOWN, "offence.outside_the_book"), (True, YES, "offence.stated_known_to_law"), (False, NO, "offence.stated_unknown_to_law")],
)  # fmt: skip
def test_an_offence_no_article_describes_is_what_is_stated_of_it(known, verdict, code):
    stated = {} if known is None else {"offence_known_to": {"XB": known}}
    (found,) = made_out_in(
        toy_book(), question(articles=["OTHER"], max_penalty_months={"XB": 8}, **stated).facts, "XB", DAY
    )
    reason = Reason(code, {"state": "XB", "article": "OTHER", "statute": ""}, "", "", "recalled")
    assert found == MadeOut("XB", "OTHER", "", verdict, (), (), (), (), 8, (reason,), "", "", "recalled")


def test_no_record_and_a_state_that_says_it_knows_it():
    found = judged(book=toy_book(offences=()), elements=TAKEN, offence_known_to={"XB": True})
    assert (found.verdict, found.reasons[0].code) == (YES, "offence.stated_known_to_law")


# --- several offences of one state ----------------------------------------------------------------------------------


def one(verdict: Verdict, territory: str = "") -> MadeOut:
    return MadeOut("XB", "TOY:1", "", verdict, (), (), (), (), None, (), "", "", "verified", territory)


@pytest.mark.parametrize(
    ("offences", "verdict"),
    [
        ([], NO),
        ([one(NO), one(YES)], YES),
        ([one(NO), one(UNKNOWN)], UNKNOWN),
        ([one(YES, "north")], YES),
        ([one(YES, "north"), one(NO, "south")], UNKNOWN),
        ([one(YES, "north"), one(YES, "south"), one(NO, "south")], YES),
        ([one(NO, "north"), one(NO, "south")], NO),
        ([one(YES), one(NO, "north"), one(YES, "south")], YES),
        ([one(UNKNOWN), one(NO, "north")], UNKNOWN),
        ([one(NO), one(YES, "north")], YES),
    ],
)
def test_alternatives_inside_a_territory_and_parts_that_must_agree(offences, verdict):
    assert law_verdict(offences) is verdict


# --- documents --------------------------------------------------------------------------------------------------------


def test_the_document_of_an_answer():
    book = toy_book(offences=[offence("XB", "by_night", prosecution_requires=("complaint",))])
    answer = made_out(book, question(articles=[], elements=TAKEN).facts, ["XB"], DAY)
    document = answer.document()
    (found,) = document["countries"]["XB"]
    reasons = found.pop("reasons")
    assert found == {
        "article": "TOY:1",
        "statute": "XB Code 1",
        "verdict": "unknown",
        "met": ["taking", "intent"],
        "unmet": [],
        "unknown": ["by_night"],
        "max_penalty_months": 36,
        "prosecution_requires": ["complaint"],
        "cite": "XB Code 1",
        "record": RECORD,
        "confidence": "verified",
    }
    assert [reason["code"] for reason in reasons] == ["offence.open"]
    assert (document["schema"], document["on"]) == ("comity.offences/1", "2026-01-01")
    assert document["book"] == {"version": "toy", "digest": book.digest}
    assert list(document["countries"]) == ["XB"]


def test_without_names_every_state_of_the_book_is_asked():
    book = toy_book()
    facts = question(articles=[], elements=TAKEN).facts
    assert list(made_out(book, facts, None, DAY).countries) == ["XA", "XB"]
    assert list(made_out(book, facts, (), DAY).countries) == []
    named = made_out(book, question(articles=["TOY:1"]).facts, ["XB"], DAY)
    assert [one.verdict for one in named.countries["XB"]] == [YES]
    assert made_out(book, facts, ["XB"], DAY).countries["XB"] == made_out_in(book, facts, "XB", DAY)


def test_what_is_known_may_be_worked_out_before():
    book = toy_book(offences=[offence("XB")])
    facts = question(articles=[]).facts
    assert made_out_in(book, facts, "XB", DAY) == ()
    (found,) = made_out_in(book, facts, "XB", DAY, known=TAKEN)
    assert found.verdict is YES
    assert made_out_in(book, facts, "XB", DAY, known=TAKEN, playing=()) == ()


def test_the_day_counts_for_every_state_asked():
    row = msgspec.structs.replace(offence("XB"), since=date(2026, 3, 1))
    answer = made_out(toy_book(offences=[row]), question(articles=[], elements=TAKEN).facts, ["XB"], DAY)
    assert [one.statute for one in answer.countries["XB"]] == [""]
