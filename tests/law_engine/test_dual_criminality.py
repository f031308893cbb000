"""Dual criminality: two laws laid beside each other, element by element; what decides, in full."""

import msgspec
import pytest

from comity.kernel.finding import Reason, Verdict
from comity.law import records as r
from comity.law.asking import Matter
from comity.law.book import Book
from comity.law.dual_criminality import (
    Comparison,
    ElementRow,
    compare,
    compare_laws,
    compare_states,
)
from comity.law.elements import known_elements
from comity.law.offences import made_out_in

from .toy import DAY, FACT, THEFT, offence, question, toy_book

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
TAKEN = {"taking": True, "intent": True}


def article(name: str, *core: str, **more) -> r.OffenceArticle:
    return r.OffenceArticle(**{"id": name, "title": name, "core": core, **FACT, **more})


def law(state: str, name: str = "TOY:1", *requires: str, statute: str = "", **more) -> r.Offence:
    row = offence(state, *requires, **more)
    return msgspec.structs.replace(row, article=name, statute=statute or f"{state} {name}")


def book_of(*offences: r.Offence, articles=(THEFT,)) -> Book:
    book = toy_book(offences=offences)
    contents = msgspec.structs.replace(book.contents, offence_articles=tuple(articles))
    return Book(contents, digest=book.digest, origin="toy")


def compared(*offences: r.Offence, articles=(THEFT,), **facts) -> Comparison:
    book = book_of(*offences, articles=articles)
    return compare_states(book, question(**{"articles": [], **facts}).facts, "XA", "XB", DAY)


@pytest.mark.parametrize(
    ("here", "there", "elements", "verdict"),
    [
        ((), (), TAKEN, YES),
        (("by_night",), (), TAKEN, UNKNOWN),
        ((), ("by_night",), TAKEN, UNKNOWN),
        (("by_night",), (), {**TAKEN, "by_night": False}, NO),
        ((), ("by_night",), {**TAKEN, "by_night": False}, NO),
        (("by_force",), ("by_night",), {**TAKEN, "by_night": False}, NO),
        (("by_night",), ("by_night",), {**TAKEN, "by_night": True}, YES),
    ],
)
def test_both_laws_must_punish_it(here, there, elements, verdict):
    assert (
        compared(law("XA", "TOY:1", *here), law("XB", "TOY:1", *there), elements=elements).verdict is verdict
    )


def test_nothing_in_play_is_unknown_and_says_so():
    nothing = compared(law("XA"), law("XB"))
    assert (nothing.articles, nothing.verdict) == ((), UNKNOWN)
    assert nothing.reasons == (Reason("dual.no_offence_in_play", {"requesting": "XA", "requested": "XB"}),)
    assert (nothing.elements, nothing.decides, nothing.notes, nothing.decisive_unknowns) == ((), (), (), ())


def test_the_best_offence_of_the_case_decides():
    second = article("TOY:2", "by_force")
    rows = [law("XA"), law("XA", "TOY:2"), law("XB", coverage="none"), law("XB", "TOY:2")]
    found = compared(*rows, articles=[THEFT, second], elements={**TAKEN, "by_force": True})
    assert [(part.article, part.verdict) for part in found.articles] == [("TOY:2", YES), ("TOY:1", NO)]
    assert found.verdict is YES
    (reason,) = found.reasons
    assert reason == Reason(
        "dual.yes",
        {
            "requesting": "XA",
            "requested": "XB",
            "requesting_law": "XA TOY:2",
            "requested_law": "XB TOY:2",
            "article": "TOY:2",
            "unknown": [],
        },
        "",
        "offences/XA/TOY:2/XA TOY:2 offences/XB/TOY:2/XB TOY:2",
        "verified",
    )
    assert [one.statute for one in found.decides] == ["XA TOY:2", "XB TOY:2"]
    assert found.elements == (ElementRow("by_force", True, True, True),)


def test_an_open_offence_stands_before_one_that_is_none():
    second = article("TOY:2", "by_force")
    rows = [law("XA"), law("XA", "TOY:2", "by_night"), law("XB", coverage="none"), law("XB", "TOY:2")]
    found = compared(*rows, articles=[THEFT, second], elements={**TAKEN, "by_force": True})
    assert [(part.article, part.verdict) for part in found.articles] == [("TOY:2", UNKNOWN), ("TOY:1", NO)]
    assert found.verdict is UNKNOWN


def test_a_recalled_record_on_either_side_makes_the_answer_recalled():
    for one in ("XA", "XB"):
        rows = [law(state, confidence="recalled" if state == one else "verified") for state in ("XA", "XB")]
        (reason,) = compared(*rows, elements=TAKEN).reasons
        assert (reason.code, reason.confidence) == ("dual.yes", "recalled")


def test_why_an_offence_is_not_made_out_for_sure_is_told_with_the_answer():
    found = compared(law("XA"), law("XB", coverage="partial", note="at night only"), elements=TAKEN)
    assert [reason.code for reason in found.reasons] == [
        "dual.unknown",
        "offence.partial_in_words",
        "offence.open",
    ]
    assert found.notes == found.reasons[1:]
    no = compared(law("XA"), law("XB", coverage="none", note="no such crime"), elements=TAKEN)
    assert [reason.code for reason in no.reasons] == ["dual.no", "offence.none"]


# --- elements side by side ------------------------------------------------------------------------------------------


def test_elements_of_the_best_alternative_on_each_side():
    found = compared(
        law("XA", "TOY:1", "by_night"),
        law("XB", "TOY:1", "by_force", "without_right", statute="XB 2"),
        law("XB", "TOY:1", "by_force", statute="XB 1"),
        elements={**TAKEN, "by_night": True},
    )
    assert found.elements == (
        ElementRow("taking", True, True, True),
        ElementRow("intent", True, True, True),
        ElementRow("by_night", True, False, True),
        ElementRow("by_force", False, True, None),
    )
    assert found.reasons[0].params["requested_law"] == "XB 1"


def test_of_alternatives_that_fail_the_one_that_lacks_least_is_shown():
    found = compared(
        law("XA"),
        law("XB", "TOY:1", "by_force", "by_night", statute="XB 1"),
        law("XB", "TOY:1", "by_force", "without_right", statute="XB 2"),
        elements={**TAKEN, "by_force": False, "by_night": False},
    )
    assert (found.verdict, found.reasons[0].params["requested_law"]) == (NO, "XB 2")


def test_what_is_open_stands_before_what_is_none_and_what_is_made_out_before_what_is_open():
    none_first = compared(
        law("XA"),
        law("XB", coverage="none", statute="XB 1"),
        law("XB", "TOY:1", "by_night", statute="XB 2"),
        elements=TAKEN,
    )
    assert none_first.reasons[0].params["requested_law"] == "XB 2"
    near = article("TOY:2", "taking", "intent", "by_force")
    in_words = compared(
        law("XA"),
        law("XB", coverage="partial"),
        law("XB", "TOY:2"),
        articles=[THEFT, near],
        elements={**TAKEN, "by_force": True},
    )
    part = next(one for one in in_words.articles if one.article == "TOY:1")
    assert [row.element for row in part.elements] == ["taking", "intent", "by_force"]


def test_parts_stand_in_the_order_of_their_answers():
    second = article("TOY:2", "by_force")
    rows = [law("XA"), law("XA", "TOY:2"), law("XB", "TOY:1", "by_night"), law("XB", "TOY:2")]
    found = compared(*rows, articles=[THEFT, second], elements={**TAKEN, "by_force": True})
    assert [(part.article, part.verdict) for part in found.articles] == [("TOY:2", YES), ("TOY:1", UNKNOWN)]


def test_a_row_of_elements_as_a_document():
    assert ElementRow("taking", True, False, None).document() == {
        "element": "taking",
        "requesting": "required",
        "requested": "not_required",
        "fact": "unknown",
    }
    assert [ElementRow("x", False, True, fact).document()["fact"] for fact in (True, False)] == [True, False]


# --- the fact that decides ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "there", "elements", "decisive"),
    [
        ((), ("by_night",), TAKEN, ("by_night",)),
        (("by_night",), ("by_night",), TAKEN, ("by_night",)),
        (("by_force",), ("by_night",), TAKEN, ("by_force", "by_night")),
        ((), (), TAKEN, ()),
        ((), ("by_night",), {**TAKEN, "by_night": False}, ()),
        ((), ("by_night", "by_force"), {**TAKEN, "by_force": False}, ()),
    ],
)
def test_which_single_fact_decides(here, there, elements, decisive):
    found = compared(law("XA", "TOY:1", *here), law("XB", "TOY:1", *there), elements=elements)
    assert found.decisive_unknowns == decisive
    assert found.reasons[0].params["unknown"] == list(decisive)


def test_where_no_single_fact_decides_all_that_are_open_are_named():
    """Each of two alternatives there asks for two more elements: no one of them settles anything."""
    found = compared(
        law("XA"),
        law("XB", "TOY:1", "by_night", "by_force", statute="XB 1"),
        law("XB", "TOY:1", "without_right", "at_sea", statute="XB 2"),
        elements=TAKEN,
    )
    assert found.verdict is UNKNOWN
    assert set(found.decisive_unknowns) == {"by_night", "by_force", "without_right", "at_sea"}


def test_a_fact_that_decides_stands_before_those_that_would_not():
    """True, it is punishable there; the two others only together."""
    rows = [
        law("XA"),
        law("XB", "TOY:1", "by_night", statute="XB 1"),
        law("XB", "TOY:1", "by_force", "without_right", statute="XB 2"),
    ]
    assert compared(*rows, elements=TAKEN).decisive_unknowns == ("by_night",)
    # A law that held before today decides nothing.
    old = msgspec.structs.replace(law("XB", statute="XB old"), since=None, until=DAY)
    assert compared(*rows, old, elements=TAKEN).decisive_unknowns == ("by_night",)


def test_a_fact_may_decide_by_being_false():
    """False, it is punishable under neither alternative; true, it leaves both open."""
    rows = [
        law("XA"),
        law("XB", "TOY:1", "by_night", "by_force", statute="XB 1"),
        law("XB", "TOY:1", "by_night", "without_right", statute="XB 2"),
    ]
    assert compared(*rows, elements=TAKEN).decisive_unknowns == ("by_night",)


def test_what_is_false_anyway_asks_no_question():
    second = article("TOY:2", "by_force", "at_sea")
    found = compared(
        law("XA"),
        law("XB", "TOY:1", "by_night", statute="XB 1"),
        law("XB", "TOY:1", "without_right", "open_air", statute="XB 2"),
        law("XA", "TOY:2"),
        law("XB", "TOY:2", coverage="none"),
        articles=[THEFT, second],
        elements={**TAKEN, "without_right": False, "by_force": True},
    )
    assert found.decisive_unknowns == ("by_night",)


# --- whose article, whose label -------------------------------------------------------------------------------------


NEAR = article("TOY:2", "taking", "intent", "by_force")
FAR = article("TOY:3", "intent", "by_night")


def test_another_label_is_enough_where_it_is_made_out():
    elements = {**TAKEN, "by_force": True}
    found = compared(law("XA"), law("XB", coverage="none"), law("XB", "TOY:2"), articles=[THEFT, NEAR], elements=elements)  # fmt: skip
    assert found.verdict is YES
    part = next(one for one in found.articles if one.article == "TOY:1")
    assert [one.article for one in part.requested] == ["TOY:1", "TOY:2"]


@pytest.mark.parametrize(
    ("other", "elements", "near", "verdict"),
    [
        # Shares two elements, still open: it may be the same conduct.
        (NEAR, TAKEN, True, UNKNOWN),
        # Shares one, still open: silence about another crime.
        (article("TOY:2", "taking", "by_force"), TAKEN, False, NO),
        # Shares one, and what is open was asked: it may be the same conduct.
        (article("TOY:2", "taking", "by_force"), {**TAKEN, "by_force": "unknown"}, True, UNKNOWN),
        # Shares one, made out: the same conduct under another label.
        (article("TOY:2", "taking", "by_force"), {**TAKEN, "by_force": True}, True, YES),
        # Shares none.
        (article("TOY:2", "by_force"), {**TAKEN, "by_force": True}, False, NO),
        # Shares two and is no offence on these facts.
        (NEAR, {**TAKEN, "by_force": False}, False, NO),
    ],
)
def test_how_near_another_article_must_be(other, elements, near, verdict):
    found = compared(law("XA"), law("XB", coverage="none"), law("XB", "TOY:2"), articles=[THEFT, other], elements=elements)  # fmt: skip
    part = next(one for one in found.articles if one.article == "TOY:1")
    assert ("TOY:2" in [one.article for one in part.requested], part.verdict) == (near, verdict)


ROBBERY = article("TOY:2", "by_force", "by_night")
UNPUNISHED = (law("XA", coverage="none"), law("XB", coverage="none"))


@pytest.mark.parametrize(
    ("elements", "articles", "verdict"),
    [
        # Nobody said that there was force: another crime, of which the facts are silent.
        (TAKEN, ["TOY:1"], NO),
        # It was asked and is open: if there was, this is another offence, and it is not settled.
        ({**TAKEN, "by_force": "unknown"}, ["TOY:1", "TOY:2"], UNKNOWN),
        ({**TAKEN, "by_force": "unknown", "by_night": "unknown"}, ["TOY:1", "TOY:2"], UNKNOWN),
        # Asked, open, and no offence whatever the answer.
        ({**TAKEN, "by_force": "unknown", "by_night": False}, ["TOY:1"], NO),
        # Asked and settled.
        ({**TAKEN, "by_force": False}, ["TOY:1"], NO),
        ({**TAKEN, "by_force": True, "by_night": True}, ["TOY:2", "TOY:1"], YES),
    ],
)
def test_a_no_is_final_only_if_what_was_asked_cannot_bring_another_offence(elements, articles, verdict):
    laws = (*UNPUNISHED, law("XA", "TOY:2"), law("XB", "TOY:2"))
    found = compared(*laws, articles=[THEFT, ROBBERY], elements=elements)
    assert found.verdict is verdict
    assert sorted(part.article for part in found.articles) == sorted(articles)


def test_what_was_asked_is_not_looked_at_where_an_offence_is_punished_in_both():
    laws = (law("XA"), law("XB"), law("XA", "TOY:2"), law("XB", "TOY:2"))
    found = compared(*laws, articles=[THEFT, ROBBERY], elements={**TAKEN, "by_force": "unknown"})
    assert (found.verdict, [part.article for part in found.articles]) == (YES, ["TOY:1"])


def test_laws_judged_before_ask_what_may_come_too():
    book = book_of(*UNPUNISHED, law("XA", "TOY:2"), law("XB", "TOY:2"), articles=[THEFT, ROBBERY])
    asked = question(articles=[], elements={**TAKEN, "by_force": "unknown"})
    matter = Matter(book, asked, "XA", "XB")
    assert compare_laws(matter, matter.at_home, matter.abroad).verdict is UNKNOWN
    assert compare_laws(matter, matter.at_home, matter.abroad).decisive_unknowns == ("by_force", "by_night")


def test_elements_common_to_many_articles_make_nothing_near():
    common = [article(f"TOY:{n}", "taking", "intent", f"own_{n}") for n in range(2, 6)]
    found = compared(
        law("XA", "TOY:1"),
        law("XB", coverage="none"),
        law("XB", "TOY:2"),
        articles=[article("TOY:1", "taking", "intent", "by_night"), *common],
        elements={**TAKEN, "by_night": True, "own_2": True},
    )
    part = next(one for one in found.articles if one.article == "TOY:1")
    assert [one.article for one in part.requested] == ["TOY:1"]


def test_an_article_the_book_does_not_have_is_near_to_none():
    book = book_of(law("XA"), law("XB"))
    found = compare_states(book, question(articles=["NO:1", "TOY:1"]).facts, "XA", "XB", DAY)
    part = next(one for one in found.articles if one.article == "NO:1")
    assert ([one.article for one in part.requested], part.verdict) == (["NO:1"], UNKNOWN)


# --- offences outside the book --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        ({}, UNKNOWN),
        ({"XB": True}, YES),  # a state asks for what its own law punishes
        ({"XB": False}, NO),
        ({"XA": False, "XB": True}, NO),
        ({"XA": True}, UNKNOWN),
        ({"XA": True, "XB": True}, YES),
        ({"XA": "unknown", "XB": True}, UNKNOWN),
    ],
)
def test_an_offence_no_article_describes(known, verdict):
    book = book_of(law("XA"), law("XB"))
    found = compare_states(book, question(articles=["OTHER"], offence_known_to=known).facts, "XA", "XB", DAY)
    assert found.verdict is verdict
    (part,) = found.articles
    assert [one.article for one in part.requested] == ["OTHER"]


# --- the ways to ask ------------------------------------------------------------------------------------------------


def test_a_comparison_for_each_state_asked():
    book = book_of(law("XA"), law("XB"), law("XC", coverage="none"))
    scenario = question(ask={"requested": ["XB", "XC"]}, elements=TAKEN, articles=[])
    found = compare(book, scenario)
    assert [(one.requesting, one.requested, one.verdict) for one in found] == [
        ("XA", "XB", YES),
        ("XA", "XC", NO),
    ]
    assert all(
        (one.book is book, one.facts is scenario.facts, one.on) == (True, True, scenario.on) for one in found
    )


def test_nobody_asking_is_no_state():
    from comity.facts.scenario import read

    scenario = read(
        {"scenario": {"on": "2026-06-01"}, "ask": {"requested": ["XB"]}, "facts": {"articles": ["TOY:1"]}}
    )
    (found,) = compare(book_of(law("XB")), scenario)
    assert (found.requesting, found.verdict) == ("", UNKNOWN)


def test_laws_judged_already_compare_the_same():
    book = book_of(law("XA", "TOY:1", "by_night"), law("XB", "TOY:1", "by_force"))
    scenario = question(articles=[], elements=TAKEN)
    matter = Matter(book, scenario, "XA", "XB")
    known = known_elements(book, scenario.facts)
    here, there = (made_out_in(book, scenario.facts, one, scenario.on, known=known) for one in ("XA", "XB"))
    found = compare_laws(matter, here, there)
    assert found == compare_states(book, scenario.facts, "XA", "XB", scenario.on)
    assert found.document("never") == matter.comparison.document("never")


def test_laws_judged_already_know_what_is_near_and_who_asks():
    elements = {**TAKEN, "by_force": True}
    book = book_of(law("XA"), law("XB", coverage="none"), law("XB", "TOY:2"), articles=[THEFT, NEAR])
    matter = Matter(book, question(articles=[], elements=elements), "XA", "XB")
    assert matter.comparison.verdict is YES
    other = Matter(book_of(), question(articles=["OTHER"], offence_known_to={"XB": True}), "XA", "XB")
    assert other.comparison.verdict is YES
    told = Matter(
        book_of(), question(articles=["OTHER"], offence_known_to={"XA": "unknown", "XB": True}), "XA", "XB"
    )
    assert told.comparison.verdict is UNKNOWN


def test_the_day_decides_which_law_is_compared():
    row = msgspec.structs.replace(law("XB", coverage="none"), until=DAY.replace(month=3))
    book = book_of(
        law("XA"), row, msgspec.structs.replace(law("XB", statute="XB new"), since=DAY.replace(month=3))
    )
    facts = question(articles=[], elements=TAKEN).facts
    assert compare_states(book, facts, "XA", "XB", DAY).verdict is NO
    assert compare_states(book, facts, "XA", "XB", DAY.replace(month=3)).verdict is YES
    assert compare_states(book, facts, "XB", "XA", DAY).verdict is NO
    assert compare_states(book, facts, "XB", "XA", DAY.replace(month=3)).verdict is YES


def test_an_unknown_is_settled_under_the_law_of_the_day():
    """Whether one fact decides is asked of the same law on the same day, both ways round."""
    row = msgspec.structs.replace(law("XB", "TOY:1", "by_night"), since=DAY.replace(month=3))
    book = book_of(law("XA"), row)
    facts = question(articles=[], elements=TAKEN).facts
    assert compare_states(book, facts, "XA", "XB", DAY.replace(month=3)).decisive_unknowns == ("by_night",)
    assert compare_states(book, facts, "XB", "XA", DAY.replace(month=3)).decisive_unknowns == ("by_night",)


def test_the_document():
    found = compared(law("XA"), law("XB", "TOY:1", "by_night"), elements=TAKEN)
    document = found.document("may_be")
    assert [reason["code"] for reason in document.pop("reasons")] == ["dual.unknown", "offence.open"]
    side = {
        "article": "TOY:1",
        "verdict": "yes",
        "unmet": [],
        "unknown": [],
        "max_penalty_months": 36,
        "confidence": "verified",
    }
    rows = [
        {"element": "taking", "requesting": "required", "requested": "required", "fact": True},
        {"element": "intent", "requesting": "required", "requested": "required", "fact": True},
        {"element": "by_night", "requesting": "not_required", "requested": "required", "fact": "unknown"},
    ]
    assert document == {
        "schema": "comity.dual/1",
        "book": {"version": "toy", "digest": found.book.digest},
        "on": "2026-01-01",
        "requesting": "XA",
        "requested": "XB",
        "asked": "may_be",
        "verdict": "unknown",
        "elements": rows,
        "decisive_unknowns": ["by_night"],
        "articles": [
            {
                "article": "TOY:1",
                "verdict": "unknown",
                "requesting": [{**side, "statute": "XA TOY:1", "record": "offences/XA/TOY:1/XA TOY:1"}],
                "requested": [
                    {**side, "verdict": "unknown", "unknown": ["by_night"], "statute": "XB TOY:1", "record": "offences/XB/TOY:1/XB TOY:1"}
                ],
                "elements": rows,
            }
        ],
    }  # fmt: skip
