"""Conditions on home law: what a power on record reaches, and where personal data may go."""

import pytest

from comity.law import condition_records as c
from comity.law.asking import Asking, Outcome
from comity.law.conditions.registry import evaluate, face, looks_at

from ..toy import DAY, FACT, power, r, toy_book
from .asked import CITE, GIVEN, NO, UNKNOWN, YES, asked, asking, sure, unsure

POWER = c.HomePower(**GIVEN)
RECORD = "powers/XB/preservation"


def said(**more):
    return {
        "state": "XB",
        "measure": "preservation",
        "category": "traffic",
        "statute": "XB Procedure 1",
        "authority": "",
        "max_days": None,
        "note": "",
        "treaty_answer": CITE,
        **more,
    }


def reason(code: str, **more):
    return sure(code, "XB Procedure 1", RECORD, **said(**more))


@pytest.mark.parametrize(
    ("available", "categories", "category", "outcome"),
    [
        ("full", None, "traffic", Outcome(YES, (reason("home_power.reaches"),))),
        ("full", ("traffic",), "traffic", Outcome(YES, (reason("home_power.reaches"),))),
        ("full", ("traffic",), "identification", Outcome(YES, (reason("home_power.reaches", category="identification"),))),
        ("full", ("content",), "traffic", Outcome(NO, (reason("home_power.narrower", reaches=["content"]),))),
        ("full", (), "traffic", Outcome(NO, (reason("home_power.narrower", reaches=[]),))),
        ("full", ("content",), "any", Outcome(YES, (reason("home_power.reaches", category="any"),))),
        ("none", None, "traffic", Outcome(NO, (reason("home_power.none"),))),
        ("none", ("traffic",), "traffic", Outcome(NO, (reason("home_power.none"),))),
        ("partial", ("traffic",), "traffic", Outcome(YES, (reason("home_power.reaches"),))),
        ("partial", None, "traffic", Outcome(UNKNOWN, (reason("home_power.partial_in_words"),))),
        ("partial", ("traffic",), "any", Outcome(UNKNOWN, (reason("home_power.partial_in_words", category="any"),))),
        ("partial", ("content",), "traffic", Outcome(NO, (reason("home_power.narrower", reaches=["content"]),))),
    ],
)  # fmt: skip
def test_what_a_power_on_record_reaches(available, categories, category, outcome):
    book = toy_book(powers=[power("XB", categories, available)])
    assert asked(POWER, book, category=category) == outcome


def test_a_power_says_who_orders_how_long_and_what_is_noted():
    held = r.Power(
        state="XB", measure="preservation", statute="P 1", available="full", authority="police",
        authorisation="court", max_days=60, note="in writing", **{**FACT, "confidence": "recalled"},
    )  # fmt: skip
    (one,) = asked(POWER, toy_book(powers=[held])).reasons
    assert (one.params["authority"], one.params["max_days"], one.params["note"]) == (
        "court",
        60,
        "in writing",
    )
    assert (one.cite, one.record, one.confidence) == ("P 1", RECORD, "recalled")
    held = r.Power(
        state="XB", measure="preservation", statute="P 1", available="full", authority="police", **FACT
    )
    assert asked(POWER, toy_book(powers=[held])).reasons[0].params["authority"] == "police"


def test_the_record_may_say_in_its_own_words_that_the_power_is_narrower_but_not_that_there_is_none():
    own = c.HomePower(code="home_power.of_its_own", **GIVEN)
    narrow = toy_book(powers=[power("XB", ("content",))])
    assert [one.code for one in asked(own, narrow).reasons] == ["home_power.of_its_own"]
    none = toy_book(powers=[power("XB", None, "none")])
    assert [one.code for one in asked(own, none).reasons] == ["home_power.none"]


def test_no_record_is_a_record_that_is_missing_and_not_a_fact():
    silence = unsure("home_power.no_record", state="XB", measure="preservation", category="traffic")
    assert asked(POWER, toy_book(powers=())) == Outcome(UNKNOWN, (silence,))


def test_the_side_and_the_power_are_those_the_record_names():
    book = toy_book(powers=[power("XA", None, "none"), power("XB")])
    assert asked(c.HomePower(who="requesting", **GIVEN), book).verdict is NO
    assert asked(POWER, book).verdict is YES
    other = c.HomePower(power="stored_data_access", **GIVEN)
    assert asked(other, book).reasons[0].params["measure"] == "stored_data_access"
    assert looks_at(POWER) == {"requested", "measure", "category"}
    assert looks_at(c.HomePower(who="requesting", **GIVEN)) == {"requesting", "measure", "category"}


def with_measures(*measures):
    import msgspec

    from comity.law.book import Book

    book = toy_book()
    contents = msgspec.structs.replace(book.contents, measures=(*book.measures, *measures))
    return Book(contents, digest=book.digest, origin="toy")


def test_a_measure_without_a_power_of_its_own():
    general = r.Measure(id="assistance", title="Assistance", phase="ask", general=True)
    bare = r.Measure(id="path", title="Following the path", phase="path")
    book = with_measures(general, bare)
    assert asked(POWER, book, measure="assistance") == Outcome(
        YES, (unsure("home_power.depends_on_measure", state="XB"),)
    )
    assert asked(POWER, book, measure="path") == Outcome(
        UNKNOWN,
        (unsure("home_power.not_kept", state="XB", measure="Following the path"),),
        ("law.power.XB.path",),
        soft=True,
    )
    assert face(POWER, asking(book, measure="path"), "XB") is None


def test_the_face_of_a_power():
    book = toy_book(powers=[power("XB", ("traffic",), "partial")])
    here = asking(book)
    assert face(POWER, here, "XB") == ("partial", ("traffic",), "verified", False)
    assert face(POWER, here, "XA") is None
    here.matter.setting.old = frozenset([RECORD])
    assert face(POWER, here, "XB") == ("partial", ("traffic",), "verified", True)
    assert face(c.HomePower(power="stored_data_access", **GIVEN), here, "XB") is None


def test_a_power_holds_on_its_days_only():
    held = r.Power(state="XB", measure="preservation", statute="P", available="full", until=DAY, **FACT)
    assert asked(POWER, toy_book(powers=[held])).verdict is UNKNOWN
    assert face(POWER, asking(toy_book(powers=[held])), "XB") is None


def test_each_kind_of_data_is_asked_for_itself():
    here = asking(toy_book(powers=[power("XB", ("traffic",))]))
    assert evaluate(POWER, here).verdict is YES
    assert evaluate(POWER, Asking(here.matter, here.instrument, here.measure, "content")).verdict is NO


# --- on what basis personal data may leave ------------------------------------------------------------------------


def union(*members: str, adequate: tuple[str, ...] = ()):
    return toy_book(
        tables=(
            r.MemberTable(
                id="union",
                title="Union",
                complete=True,
                members=tuple(r.Member(state=one, since=DAY) for one in members),
                adequacy=tuple(r.Member(state=one, since=DAY) for one in adequate),
                **FACT,
            ),
        )
    )


LEAVES = c.TransferBasis(table="union", **GIVEN)


@pytest.mark.parametrize(
    ("book", "outcome"),
    [
        (union(), Outcome(YES, (unsure("transfer.no_rule_of_table", state="XA"),))),
        (union("XB"), Outcome(YES, (unsure("transfer.no_rule_of_table", state="XA"),))),
        (union("XA", "XB"), Outcome(YES, (unsure("transfer.inside", state="XB"),))),
        (union("XA", adequate=("XB",)), Outcome(YES, (unsure("transfer.adequate", state="XB"),))),
        (union("XA", adequate=("XC",)), Outcome(NO, (unsure("transfer.name_a_safeguard", state="XB"),))),
    ],
    ids=["outside", "only the other", "inside", "adequate", "a safeguard"],
)
def test_transfer_basis(book, outcome):
    assert asked(LEAVES, book) == outcome


def test_the_face_of_a_transfer():
    here = asking(union("XA", adequate=("XB",)))
    assert [face(LEAVES, here, one) for one in ("XA", "XB", "XC")] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert looks_at(LEAVES) == {"requesting", "requested"}


def test_a_decision_on_adequacy_holds_on_its_days_only():
    ended = r.MemberTable(
        id="union",
        title="Union",
        members=(r.Member(state="XA", since=DAY),),
        adequacy=(r.Member(state="XB", until=DAY),),
        **FACT,
    )
    book = toy_book(tables=(ended,))
    assert asked(LEAVES, book).verdict is NO
    assert face(LEAVES, asking(book), "XB") == (False, False)
