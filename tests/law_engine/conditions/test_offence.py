"""Conditions on the offence: which one, how grave, and the tags that stop it."""

import msgspec
import pytest

from comity.law import condition_records as c
from comity.law.asking import Outcome
from comity.law.book import Book
from comity.law.conditions.offence import counted, maximum, offence_among
from comity.law.conditions.registry import face, looks_at
from comity.law.offences import made_out_in

from ..toy import DAY, FACT, offence, question, r, toy_book
from .asked import CITE, GIVEN, NO, UNKNOWN, YES, asked, asking, missing, sure, unsure

TAKEN = {"taking": True, "intent": True}
GRAVE = c.MaxPenaltyAtLeast(months=24, who="requested", **GIVEN)
RECORD = "offences/{0}/TOY:1/{0} Code 1"


def penal(state: str = "XB", *requires: str, months=36, **more):
    statute = more.pop("statute", f"{state} Code 1")
    row = offence(state, *requires, max_penalty_months=months, **more)
    return msgspec.structs.replace(row, statute=statute)


# --- which offence ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "articles", "verdict"),
    [
        ({"articles": ["TOY:1"]}, ("TOY:1",), YES),
        ({"articles": ["TOY:1"]}, ("TOY:2",), NO),
        ({"articles": ["OTHER", "TOY:1"]}, ("TOY:1", "TOY:2"), YES),
        ({"articles": ["OTHER"], "elements": TAKEN}, ("TOY:1",), NO),
        ({"elements": TAKEN}, ("TOY:1",), YES),
        ({"elements": {"taking": True}}, ("TOY:1",), UNKNOWN),
        ({"elements": {"taking": False}}, ("TOY:1",), NO),
        ({"elements": TAKEN}, ("NO:SUCH",), NO),
        ({}, ("TOY:1",), UNKNOWN),
    ],
)
def test_an_offence_among_articles(facts, articles, verdict):
    assert offence_among(asking(**facts), articles) is verdict


def within(articles=("TOY:1",), months=None):
    return c.OffenceWithin(articles=articles, or_max_penalty_months=months, **GIVEN)


def test_offence_within():
    said = {"articles": ["TOY:1"], "months": None}
    assert asked(within(), articles=["TOY:1"]) == Outcome(YES, (sure("offence_scope.within", **said),))
    assert asked(within(), articles=["OTHER"]) == Outcome(NO, (sure("offence_scope.outside", **said),))
    assert asked(within()) == missing(
        unsure("offence_scope.unknown", **said), "facts.articles", "facts.elements"
    )
    assert looks_at(within()) == {"facts"}


def test_an_offence_outside_the_list_may_be_grave_enough_where_the_request_comes_from():
    book = toy_book(offences=[penal("XA", months=48)])
    reached = sure("threshold.reached", record=RECORD.format("XA"), state="XA", months=48, highest=48)
    assert asked(within(("TOY:2",), 48), book, articles=["TOY:1"]) == Outcome(YES, (reached,))
    below = asked(within(("TOY:2",), 49), book, articles=["TOY:1"])
    assert below == Outcome(NO, (sure("offence_scope.outside", articles=["TOY:2"], months=49),))
    # No list at all: only the penalty counts.
    assert asked(within((), 48), book, articles=["TOY:1"]) == Outcome(YES, (reached,))
    unknown = asked(within(("TOY:2",), 48), toy_book(offences=[penal("XA", months=None)]), articles=["TOY:1"])
    assert unknown == missing(
        unsure("offence_scope.unknown", articles=["TOY:2"], months=48), "facts.articles", "facts.elements"
    )
    # What may be on the list stays open though the penalty is too low.
    open_list = asked(within(("TOY:1",), 49), book, elements={"taking": True})
    assert open_list.verdict is UNKNOWN
    assert looks_at(within((), 48)) == {"facts", "requesting"}


def test_the_face_of_a_scope_is_the_penalty_of_the_state():
    book = toy_book(offences=[penal("XA", months=48)])
    here = asking(book, articles=["TOY:1"])
    assert face(within(), here, "XA") is None
    assert face(within(("TOY:2",), 48), here, "XA") == ("yes", False, ((True, "verified", False),))
    assert face(within(("TOY:2",), 49), here, "XA") == ("no", False, ((True, "verified", False),))
    assert face(within(("TOY:2",), 48), here, "XC") == ("unknown", True, ((False, "recalled", False),))


# --- how grave ----------------------------------------------------------------------------------------------------


def made(*offences, **facts):
    book = toy_book(offences=offences)
    return made_out_in(book, question(**{"articles": [], **facts}).facts, "XB", DAY)


def test_what_counts_is_made_out_or_open_under_an_article_that_is_named():
    done, still = made(penal(), elements=TAKEN), made(penal("XB", "by_night"), elements=TAKEN)
    never = made(penal(), elements={**TAKEN, "intent": False})
    assert counted(done, ()) == list(done) and counted(done, ("TOY:2",)) == list(done)
    assert counted(still, ()) == list(still) and counted(still, ("TOY:1",)) == list(still)
    assert counted(still, ("TOY:2",)) == []
    assert never and counted(never, ()) == [] and counted(never, ("TOY:1",)) == []


def test_the_highest_maximum_of_what_counts():
    done = made(penal(months=12), elements=TAKEN)
    still = made(penal("XB", "by_night", months=60), elements=TAKEN)
    unknown = made(penal(months=None), elements=TAKEN)
    assert maximum([*done, *still], None) == 60
    assert maximum([*done, *still], None, sure=True) == 12
    assert maximum(still, None, sure=True) is None
    assert maximum([*unknown, *done], None) == 12
    assert maximum((), None) is None
    assert maximum(still, 7) == 7 and maximum(still, 0) == 0


@pytest.mark.parametrize(
    ("months", "verdict", "code"),
    [(24, YES, "threshold.reached"), (25, YES, "threshold.reached"), (23, NO, "threshold.not_reached")],
)
def test_max_penalty_on_one_side(months, verdict, code):
    book = toy_book(offences=[penal(months=months)])
    reason = sure(code, record=RECORD.format("XB"), state="XB", months=24, highest=months)
    assert asked(GRAVE, book, articles=["TOY:1"]) == Outcome(verdict, (reason,))


def test_a_penalty_the_scenario_states_needs_no_record():
    book = toy_book(offences=())
    reached = Outcome(YES, (unsure("threshold.reached", state="XB", months=24, highest=24),))
    stated = {"articles": ["OTHER"], "max_penalty_months": {"XB": 24}}
    assert asked(GRAVE, book, offence_known_to={"XB": True}, **stated) == reached
    assert asked(GRAVE, book, **stated) == reached
    below = asked(GRAVE, book, articles=["OTHER"], max_penalty_months={"XB": 23})
    assert below == Outcome(NO, (unsure("threshold.not_reached", state="XB", months=24, highest=23),))


def test_a_penalty_nobody_knows_is_a_question():
    book = toy_book(offences=[penal(months=None)])
    reason = unsure("threshold.unknown", state="XB", months=24)
    outcome = missing(reason, "facts.max_penalty_months.XB")
    assert asked(GRAVE, book, articles=["TOY:1"]) == outcome
    # One alternative below, another unknown: still a question.
    both = toy_book(offences=[penal(months=None), penal(months=12, statute="XB Code 2")])
    assert asked(GRAVE, both, articles=["TOY:1"]) == outcome
    # One alternative that is grave enough settles it.
    enough = toy_book(offences=[penal(months=None), penal(months=24, statute="XB Code 2")])
    assert asked(GRAVE, enough, articles=["TOY:1"]).verdict is YES


def test_only_an_offence_still_open_is_grave_enough():
    book = toy_book(
        offences=[
            penal(months=12),
            penal("XB", "by_night", "by_force", months=60, statute="XB Code 2"),
            penal("XB", "by_force", months=24, statute="XB Code 3", confidence="recalled"),
            penal("XB", "by_night", months=23, statute="XB Code 4"),
        ]
    )
    found = asked(GRAVE, book, elements=TAKEN)
    record = "offences/XB/TOY:1/XB Code "
    assert found == Outcome(
        UNKNOWN,
        (
            sure("threshold.depends_on_elements", CITE, record + "2", state="XB", months=24, highest=60, statute="XB Code 2", unknown=["by_night", "by_force"]),
            unsure("threshold.depends_on_elements", CITE, record + "3", state="XB", months=24, highest=24, statute="XB Code 3", unknown=["by_force"]),
        ),
        settles=("facts.elements.by_night", "facts.elements.by_force"),
        soft=True,
    )  # fmt: skip


def test_what_is_made_out_decides_over_what_is_open():
    book = toy_book(offences=[penal(months=24), penal("XB", "by_night", months=60, statute="XB Code 2")])
    found = asked(GRAVE, book, elements=TAKEN)
    reason = sure("threshold.reached", record=RECORD.format("XB"), state="XB", months=24, highest=24)
    assert found == Outcome(YES, (reason,))


def test_a_recalled_record_makes_the_threshold_recalled():
    book = toy_book(offences=[penal(months=36, confidence="recalled")])
    assert asked(GRAVE, book, articles=["TOY:1"]).reasons[0].confidence == "recalled"
    mixed = toy_book(
        offences=[penal(months=36), penal(months=36, statute="XB Code 2", confidence="recalled")]
    )
    (one,) = asked(GRAVE, mixed, articles=["TOY:1"]).reasons
    assert (one.confidence, one.record) == ("recalled", RECORD.format("XB"))


@pytest.mark.parametrize(
    ("who", "here", "there", "verdict"),
    [
        ("both", 36, 36, YES), ("both", 36, 12, NO), ("both", 12, 36, NO), ("both", 36, None, UNKNOWN),
        ("both", None, 12, NO),
        ("either", 36, 12, YES), ("either", 12, 36, YES), ("either", 12, 12, NO), ("either", 12, None, UNKNOWN),
        ("requesting", 36, 12, YES), ("requesting", 12, 36, NO), ("requesting", None, 36, UNKNOWN),
        ("requested", 12, 36, YES), ("requested", 36, 12, NO),
    ],
)  # fmt: skip
def test_whose_law_must_be_grave_enough(who, here, there, verdict):
    book = toy_book(offences=[penal("XA", months=here), penal("XB", months=there)])
    condition = c.MaxPenaltyAtLeast(months=24, who=who, **GIVEN)
    found = asked(condition, book, articles=["TOY:1"])
    assert (found.verdict, found.soft) == (verdict, verdict is UNKNOWN)
    sides = {"both": ["XA", "XB"], "either": ["XA", "XB"], "requesting": ["XA"], "requested": ["XB"]}[who]
    assert [reason.params["state"] for reason in found.reasons] == sides
    unknown = [
        one
        for one, months in zip(("XA", "XB"), (here, there), strict=True)
        if months is None and one in sides
    ]
    assert found.settles == tuple(f"facts.max_penalty_months.{one}" for one in unknown)
    assert looks_at(condition) == {"facts", *({"requesting", "requested"} if len(sides) == 2 else {who})}


def test_an_exempt_article_needs_no_threshold():
    condition = c.MaxPenaltyAtLeast(months=24, who="requested", exempt_articles=("TOY:1",), **GIVEN)
    low = toy_book(offences=[penal(months=1)])
    assert asked(condition, low, articles=["TOY:1"]) == Outcome(
        YES, (unsure("threshold.exempt", articles=["TOY:1"]),)
    )
    assert asked(condition, low, elements={"taking": True}).verdict is not YES
    other = c.MaxPenaltyAtLeast(months=24, who="requested", exempt_articles=("TOY:2",), **GIVEN)
    assert asked(other, low, articles=["TOY:1"]).verdict is NO


def test_the_face_of_a_threshold():
    book = toy_book(offences=[penal("XA", months=48), penal("XB", months=12)])
    here = asking(book, articles=["TOY:1"])
    assert face(GRAVE, here, "XA") == ("yes", False, ((True, "verified", False),))
    assert face(GRAVE, here, "XB") == ("no", False, ((True, "verified", False),))
    here.matter.setting.old = frozenset([RECORD.format("XB")])
    assert face(GRAVE, here, "XB") == ("no", False, ((True, "verified", True),))


# --- tags ---------------------------------------------------------------------------------------------------------


def test_no_tag():
    condition = c.NoTag(tags=("press", "expression"), **GIVEN)
    assert asked(condition) == Outcome(YES, (sure("rights.no_tag"),))
    assert asked(condition, tags=["minor"]).verdict is YES
    assert asked(condition, tags=["press", "minor", "expression"]) == Outcome(
        NO, (sure("rights.tagged", tags=["expression", "press"]),)
    )
    own = c.NoTag(tags=("press",), code="rights.of_its_own", **GIVEN)
    assert asked(own, tags=["press"]) == Outcome(NO, (sure("rights.of_its_own", tags=["press"]),))
    assert looks_at(condition) == {"facts"}


def test_what_the_scenario_states_goes_before_what_is_on_record():
    below = unsure("threshold.not_reached", state="XB", months=24, highest=23)
    book = toy_book(offences=[penal("XB", "by_night", months=36)])
    found = asked(GRAVE, book, articles=["TOY:1"], max_penalty_months={"XB": 23})
    assert (found.verdict, found.reasons[0].code, found.reasons[0].params["highest"]) == (NO, below.code, 23)


def test_a_penalty_stated_of_no_offence_at_all():
    reached = unsure("threshold.reached", state="XB", months=24, highest=24)
    assert asked(GRAVE, toy_book(offences=()), max_penalty_months={"XB": 24}) == Outcome(YES, (reached,))
    below = unsure("threshold.not_reached", state="XB", months=24, highest=23)
    assert asked(GRAVE, toy_book(offences=()), max_penalty_months={"XB": 23}) == Outcome(NO, (below,))


def test_an_open_offence_exactly_grave_enough():
    book = toy_book(offences=[penal("XB", "by_night", months=24)])
    assert asked(GRAVE, book, articles=["TOY:1"]).verdict is UNKNOWN
    here = asking(book, articles=["TOY:1"])
    assert face(GRAVE, here, "XB") == ("unknown", True, ((True, "verified", False),))


def test_what_is_open_under_an_article_nobody_named_is_no_offence_of_the_case():
    book = toy_book(offences=[penal("XB", "by_night", months=60)])
    found = asked(GRAVE, book, articles=["OTHER"], elements=TAKEN)
    assert [reason.code for reason in found.reasons] == ["threshold.unknown"]


def test_what_is_open_elsewhere_does_not_make_the_named_offence_grave():
    other = r.OffenceArticle(id="TOY:2", title="Noise", core=("by_force",), **FACT)
    rows = [
        penal("XB", "by_night", months=60),
        msgspec.structs.replace(penal(months=12, statute="XB Code 2"), article="TOY:2"),
    ]
    book = toy_book(offences=rows)
    contents = msgspec.structs.replace(book.contents, offence_articles=(*book.offence_articles, other))
    book = Book(contents, digest=book.digest, origin="toy")
    assert asked(GRAVE, book, articles=["TOY:2"], elements=TAKEN).verdict is NO
    assert asked(GRAVE, book, elements={**TAKEN, "by_force": True}).verdict is UNKNOWN


def test_an_article_that_depends_on_others_is_met_with_one_of_them():
    attempt = r.OffenceArticle(
        id="TOY:9", title="Attempt", core=("by_night",), of_articles=("TOY:1",), **FACT
    )
    book = toy_book()
    contents = msgspec.structs.replace(book.contents, offence_articles=(*book.offence_articles, attempt))
    book = Book(contents, digest=book.digest, origin="toy")
    assert offence_among(asking(book, elements={**TAKEN, "by_night": True}), ("TOY:9",)) is YES
    assert offence_among(asking(book, elements={"taking": False, "by_night": True}), ("TOY:9",)) is NO
