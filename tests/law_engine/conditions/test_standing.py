"""Conditions on who is bound: each way a state stands to a treaty, in full."""

from datetime import date

import msgspec
import pytest

from comity.law import condition_records as c
from comity.law.asking import Outcome
from comity.law.conditions.registry import between, face, looks_at

from ..toy import DAY, FACT, IN_FORCE, TREATY, party, r, toy_book
from .asked import CITE, GIVEN, NO, ON, UNKNOWN, YES, asked, asking, sure, unsure

BOUND = c.Bound(treaties=("toy",), who="requested", **GIVEN)
LATER = date(2030, 1, 1)


def row(state: str, kind: str):
    """One row of the parties file for each way of standing."""
    rows = {
        "bound": party(state),
        "signed_only": party(state, None, force="no", how="signature-only"),
        "not_in_force": party(state, None, force="no"),
        "not_yet": party(state, LATER),
        "ended": party(state, until=date(2026, 6, 1)),
        "unknown": party(state, None, force="unknown"),
    }
    return rows[kind]


def world(kind: str, **treaty):
    parties = [party("XA")] + ([] if kind == "no_record" else [row("XB", kind)])
    return toy_book(treaties=(msgspec.structs.replace(TREATY, **treaty),), parties=parties)


def stands(code: str, *, since: str = "", record: str = "parties/toy/XB", state: str = "XB", recalled=False):
    say = unsure if recalled else sure
    return say(code, CITE, record, state=state, treaty="Toy convention", since=since, via="")


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("bound", Outcome(YES, (stands("in_force.bound", since="2020-01-01"),), in_time=True)),
        ("signed_only", Outcome(NO, (stands("in_force.signed_only"),), in_time=True)),
        ("not_in_force", Outcome(NO, (stands("in_force.not_yet"),), in_time=True)),
        ("not_yet", Outcome(NO, (stands("in_force.not_yet", since="2030-01-01"),), in_time=True)),
        ("ended", Outcome(NO, (stands("in_force.ended", since="2026-06-01"),))),
        ("unknown", Outcome(UNKNOWN, (stands("in_force.unknown"),))),
        ("no_record", Outcome(NO, (stands("in_force.not_party", record="treaties/toy", recalled=True),))),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_each_way_a_state_stands_to_a_treaty(kind, outcome):
    assert asked(BOUND, world(kind)) == outcome


def test_a_list_of_parties_that_is_complete_is_sure_of_who_is_not_in_it():
    assert asked(BOUND, world("no_record", parties_complete=True)).reasons[0].confidence == "verified"


@pytest.mark.parametrize(
    ("treaty", "in_time"),
    [
        ({}, False),
        ({"access": "open_for_accession"}, True),
        ({"entry_into_force": None}, True),
        ({"entry_into_force": ON}, False),
        ({"entry_into_force": date(2026, 6, 2)}, True),
    ],
    ids=["closed", "open to all", "not in force at all", "in force from today", "from tomorrow"],
)
def test_time_may_bind_a_state_without_a_row_where_the_treaty_stands_open_to_it(treaty, in_time):
    assert asked(BOUND, world("no_record", **treaty)).in_time is in_time


@pytest.mark.parametrize(
    ("treaty", "code", "params"),
    [
        ({"applies_from": LATER}, "in_force.applies_later", {"day": "2030-01-01"}),
        ({"entry_into_force": LATER}, "in_force.enters_later", {"day": "2030-01-01"}),
        ({"entry_into_force": None, "ratifications_needed": 5, "ratifications_seen": 2}, "in_force.treaty_not_in_force", {"seen": 2, "needed": 5}),
        ({"entry_into_force": None, "ratifications_needed": 5}, "in_force.treaty_not_in_force", {"seen": 0, "needed": 5}),
        ({"entry_into_force": None}, "", {}),
        ({"applies_from": ON, "entry_into_force": ON}, "", {}),
        ({"ratifications_needed": 5}, "", {}),
    ],
)  # fmt: skip
def test_what_keeps_the_treaty_itself_from_working_is_said_first(treaty, code, params):
    found = asked(BOUND, world("signed_only", **treaty))
    about = {"treaty": "Toy convention", "on": "2026-06-01", **params}
    first = (sure(code, CITE, "treaties/toy", **about),) if code else ()
    assert found.reasons == (*first, stands("in_force.signed_only"))


def test_who_has_left_is_not_on_the_way_in_though_the_treaty_stands_open():
    assert not asked(BOUND, world("ended", access="open_for_accession")).in_time
    assert not asked(BOUND, world("unknown", access="open_for_accession")).in_time


def test_what_applies_later_binds_nobody_yet():
    found = asked(BOUND, world("bound", applies_from=LATER))
    assert (found.verdict, found.in_time) == (NO, True)
    assert [reason.code for reason in found.reasons] == [
        "in_force.applies_later",
        "in_force.not_applicable_yet",
    ]


def test_nothing_is_said_of_the_treaty_where_it_binds():
    assert asked(BOUND, world("bound", entry_into_force=None, ratifications_needed=5)).reasons == (
        stands("in_force.bound", since="2020-01-01"),
    )


@pytest.mark.parametrize(
    ("who", "here", "there", "verdict"),
    [
        ("both", "bound", "bound", YES), ("both", "bound", "unknown", UNKNOWN), ("both", "signed_only", "unknown", NO),
        ("either", "bound", "signed_only", YES), ("either", "signed_only", "unknown", UNKNOWN), ("either", "ended", "ended", NO),
        ("requesting", "bound", "ended", YES), ("requesting", "ended", "bound", NO), ("requested", "ended", "bound", YES),
    ],
)  # fmt: skip
def test_whose_standing_counts(who, here, there, verdict):
    book = toy_book(parties=[row("XA", here), row("XB", there)])
    found = asked(c.Bound(treaties=("toy",), who=who, **GIVEN), book)
    assert found.verdict is verdict
    sides = {"requesting": ["XA"], "requested": ["XB"]}.get(who, ["XA", "XB"])
    assert [reason.params["state"] for reason in found.reasons] == sides


def test_time_must_bind_all_that_are_lacking():
    both = c.Bound(treaties=("toy",), **GIVEN)
    assert asked(both, toy_book(parties=[row("XA", "signed_only"), row("XB", "not_yet")])).in_time
    assert not asked(both, toy_book(parties=[row("XA", "signed_only"), row("XB", "ended")])).in_time
    assert asked(both, toy_book(parties=[row("XA", "bound"), row("XB", "signed_only")])).in_time


OTHER = msgspec.structs.replace(TREATY, id="other", title="Other", short_name="Other")


def two(first: str, second: str, **more):
    rows = [row("XB", first), msgspec.structs.replace(row("XB", second), treaty="other")]
    return toy_book(treaties=(TREATY, OTHER), parties=rows, **more)


def test_one_of_several_treaties_is_enough_and_is_the_one_shown():
    either = c.Bound(treaties=("toy", "other"), who="requested", **GIVEN)
    found = asked(either, two("ended", "bound"))
    assert (found.verdict, [reason.params["treaty"] for reason in found.reasons]) == (YES, ["Other"])
    found = asked(either, two("bound", "bound"))
    assert [reason.params["treaty"] for reason in found.reasons] == ["Toy convention"]
    found = asked(either, two("ended", "signed_only"))
    assert (found.verdict, found.in_time) == (NO, True)
    assert [reason.code for reason in found.reasons] == ["in_force.ended", "in_force.signed_only"]
    assert not asked(either, two("ended", "ended")).in_time
    assert asked(either, two("ended", "unknown")).verdict is UNKNOWN


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("ended", "ended", Outcome(YES)),
        ("ended", "bound", Outcome(NO, (sure("in_force.gives_way", CITE, "treaties/other", requesting="XA", requested="XB", treaty="Other"),))),
        ("unknown", "bound", Outcome(NO, (sure("in_force.gives_way", CITE, "treaties/other", requesting="XA", requested="XB", treaty="Other"),))),
        ("unknown", "ended", Outcome(UNKNOWN, (sure("in_force.may_give_way", CITE, "treaties/toy", requesting="XA", requested="XB", treaty="Toy convention"),))),
    ],
)  # fmt: skip
def test_giving_way_names_what_has_taken_the_place(first, second, outcome):
    condition = c.Bound(treaties=("toy", "other"), who="requested", want="absent", **GIVEN)
    assert asked(condition, two(first, second)) == outcome


def test_bound_through_the_union():
    union = r.MemberTable(
        id="union", title="Union", complete=True, members=(r.Member(state="XB", since=DAY),), **FACT
    )
    treaty = msgspec.structs.replace(TREATY, extends_to=(r.Extension(party="XC", table="union"),))
    book = toy_book(treaties=(treaty,), tables=(union,), parties=[party("XC")], codes=("XA", "XB", "XC"))
    (reason,) = asked(BOUND, book).reasons
    assert (reason.code, reason.params["via"]) == ("in_force.bound_through", "XC")
    ended = toy_book(
        treaties=(treaty,), tables=(union,), parties=[row("XC", "ended")], codes=("XA", "XB", "XC")
    )
    (reason,) = asked(BOUND, ended).reasons
    assert (reason.code, reason.params["via"]) == ("in_force.ended", "XC")


def test_the_face_of_a_standing():
    here = asking(two("bound", "signed_only"))
    condition = c.Bound(treaties=("toy", "other"), **GIVEN)
    assert face(condition, here, "XB") == (
        ("yes", "bound", "verified", False, False),
        ("no", "signed_only", "verified", False, False),
    )
    assert looks_at(condition) == {"requesting", "requested"}
    assert looks_at(BOUND) == {"requested"}
    assert looks_at(c.Bound(treaties=("toy",), who="either", **GIVEN)) == {"requesting", "requested"}


def test_no_treaty_needed():
    condition = c.NoTreatyNeeded(**GIVEN)
    assert asked(condition) == Outcome(YES, (sure("in_force.no_treaty_needed"),))
    assert looks_at(condition) == frozenset()


# --- tables of members --------------------------------------------------------------------------------------------


def table(*, complete: bool = True):
    return r.MemberTable(
        id="union",
        title="The Union",
        complete=complete,
        members=(
            r.Member(state="XB", since=DAY, confidence="verified"),
            r.Member(state="XC", since=DAY, until=DAY),
        ),
        **FACT,
    )


MEMBER = "networks/union"


@pytest.mark.parametrize(
    ("state", "complete", "verdict", "reason"),
    [
        ("XB", True, YES, sure("member.yes", CITE, MEMBER, state="XB", table="The Union")),
        ("XC", True, NO, unsure("member.no", CITE, MEMBER, state="XC", table="The Union")),
        ("XD", True, NO, sure("member.no", CITE, MEMBER, state="XD", table="The Union")),
        ("XD", False, UNKNOWN, unsure("member.unknown", CITE, MEMBER, state="XD", table="The Union")),
    ],
)
def test_member_of(state, complete, verdict, reason):
    condition = c.MemberOf(table="union", who="requested", **GIVEN)
    book = toy_book(tables=(table(complete=complete),))
    assert asked(condition, book, pair=("XA", state)) == Outcome(verdict, (reason,))
    assert face(condition, asking(book), "XB") == ("yes", "bound", "verified", False, False)


@pytest.mark.parametrize(
    ("who", "pair", "verdict"),
    [
        ("both", ("XB", "XB"), YES),
        ("both", ("XB", "XD"), NO),
        ("either", ("XB", "XD"), YES),
        ("either", ("XD", "XD"), NO),
        ("requesting", ("XB", "XD"), YES),
        ("requested", ("XB", "XD"), NO),
    ],
)
def test_whose_membership_counts(who, pair, verdict):
    condition = c.MemberOf(table="union", who=who, **GIVEN)
    assert asked(condition, toy_book(tables=(table(),)), pair=pair).verdict is verdict


@pytest.mark.parametrize(
    ("day", "verdict", "in_time"), [(ON, YES, False), (date(2026, 6, 2), NO, True), (DAY, YES, False)]
)
def test_applies_from(day, verdict, in_time):
    condition = c.AppliesFrom(day=day, **GIVEN)
    reason = sure("in_force.applies_from", day=day.isoformat(), on="2026-06-01")
    assert asked(condition) == Outcome(verdict, (reason,), in_time=in_time)
    assert looks_at(condition) == frozenset()


# --- assistance treaties --------------------------------------------------------------------------------------------


def alone(name: str = "xa-xb", **more):
    return r.Bilateral(
        **{
            "id": name,
            "states": ("XA", "XB"),
            "title": "Alone",
            "kind": "mlat",
            "force": "yes",
            "in_force": IN_FORCE,
            **FACT,
            **more,
        }
    )


def general(kind: str = "yes", *states: str):
    treaty = msgspec.structs.replace(
        TREATY, id="general", title="General", short_name="General", general_assistance=kind
    )
    rows = [msgspec.structs.replace(party(state), treaty="general") for state in states or ("XA", "XB")]
    return {"treaties": (TREATY, treaty), "parties": [party("XA"), party("XB"), *rows]}


PRESENT = c.AssistanceTreaty(want="present", **GIVEN)
ABSENT = c.AssistanceTreaty(want="absent", **GIVEN)
PAIR = {"requesting": "XA", "requested": "XB"}


def about(code: str, record: str = "bilateral/xa-xb", treaty: str = "Alone", since: str = "2020-01-01"):
    return sure(code, CITE, record, **PAIR, treaty=treaty, since=since)


def test_none_on_record_is_said():
    silence = unsure("assistance.none_on_record", **PAIR)
    assert asked(PRESENT, toy_book()) == Outcome(NO, (silence,))
    assert asked(ABSENT, toy_book()) == Outcome(YES, (silence,), warnings=(silence,))


def test_one_in_force_between_the_two():
    book = toy_book(bilaterals=(alone(),))
    assert asked(PRESENT, book) == Outcome(YES, (about("assistance.in_force"),))
    assert asked(ABSENT, book) == Outcome(NO, (about("assistance.displaces"),))
    undated = toy_book(bilaterals=(alone(in_force=None),))
    assert asked(PRESENT, undated).reasons == (about("assistance.in_force", since=""),)


def test_one_of_which_it_is_not_known_is_neither():
    book = toy_book(bilaterals=(alone(force="unknown"),))
    unknown = Outcome(UNKNOWN, (about("assistance.not_established"),))
    assert asked(PRESENT, book) == unknown
    assert asked(ABSENT, book) == unknown
    # Beside one that is in force only that one is named.
    both = toy_book(bilaterals=(alone(), alone("xa-xb-2", title="Other", force="unknown")))
    assert asked(PRESENT, both) == Outcome(YES, (about("assistance.in_force"),))


def test_an_arrangement_is_no_treaty():
    book = toy_book(**general("arrangement"))
    said = Outcome(UNKNOWN, (about("assistance.arrangement", "treaties/general", "General"),))
    assert asked(PRESENT, book) == said
    assert asked(ABSENT, book) == said
    beside = toy_book(bilaterals=(alone(),), **general("arrangement"))
    assert asked(PRESENT, beside) == Outcome(YES, (about("assistance.in_force"),))


def test_what_the_record_leaves_out_does_not_count():
    book = toy_book(**general())
    assert asked(PRESENT, book).verdict is YES
    without = c.AssistanceTreaty(want="present", except_treaties=("general",), **GIVEN)
    assert asked(without, book).verdict is NO
    beside = toy_book(bilaterals=(alone(),), **general())
    assert [one.params["treaty"] for one in asked(without, beside).reasons] == ["Alone"]


def test_what_stands_between_two_is_seen_of_the_two():
    book = toy_book(bilaterals=(alone(),))
    here = asking(book)
    assert looks_at(PRESENT) == {"pair"}
    assert between(PRESENT, here) == (("bilateral", "yes", "", "verified", False),)
    assert between(PRESENT, asking(book, pair=("XA", "XC"))) == ()


# --- named states, reservations -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "pair", "good"),
    [
        ("requested", ("XA", "XB"), True),
        ("requested", ("XB", "XA"), False),
        ("requesting", ("XB", "XA"), True),
        ("both", ("XB", "XC"), True),
        ("both", ("XA", "XB"), False),
        ("either", ("XA", "XB"), True),
        ("either", ("XA", "XA"), False),
    ],
)
def test_state_is(who, pair, good):
    condition = c.StateIs(states=("XB", "XC"), who=who, **GIVEN)
    sides = {"requesting": [pair[0]], "requested": [pair[1]]}.get(who, list(pair))
    code = "state.is_one_of" if good else "state.is_none_of"
    reason = sure(code, asked=sides, states=["XB", "XC"])
    assert asked(condition, pair=pair) == Outcome(YES if good else NO, (reason,))
    own = c.StateIs(states=("XB", "XC"), who=who, code="state.of_its_own", **GIVEN)
    assert asked(own, pair=pair).reasons[0].code == ("state.is_one_of" if good else "state.of_its_own")
    assert [face(condition, asking(), one) for one in ("XA", "XB", "XC")] == [False, True, True]
    assert looks_at(condition) == ({"requesting", "requested"} if len(sides) == 2 else {who})


def test_the_state_of_the_provider_s_seat():
    condition = c.StateIs(states=("XB",), who="provider_seat", **GIVEN)
    assert looks_at(condition) == {"facts"}
    unknown = unsure("provider.seat_unknown", states=["XB"])
    assert asked(condition) == Outcome(UNKNOWN, (unknown,), settles=("facts.provider.seat",), soft=True)
    assert asked(condition, provider={"seat": "XB"}) == Outcome(
        YES, (sure("state.is_one_of", asked=["XB"], states=["XB"]),)
    )
    assert asked(condition, provider={"seat": "XC"}) == Outcome(
        NO, (sure("state.is_none_of", asked=["XC"], states=["XB"]),)
    )


def reservation(state: str = "XB", article: str = "9", **more):
    return r.Reservation(
        **{
            "state": state,
            "treaty": "toy",
            "article": article,
            "kind": "reservation",
            "effect": "not applied",
            "effect_codes": ("reserved_dual",),
            **FACT,
            **more,
        }
    )


def kept(**more):
    return c.NotReserved(**{"treaty": "toy", "codes": ("reserved_dual",), **GIVEN, **more})


def closes(code: str = "reservation.applies", state: str = "XB", article: str = "9"):
    record = f"reservations/{state}/toy/{article}".rstrip("/")
    return sure(code, CITE, record, state=state, article=article, effect="not applied")


def held(*rows):
    return toy_book(reservations=rows)


def test_nothing_reserved():
    assert asked(kept(), held()) == Outcome(YES, (unsure("reservation.none", states=["XB"]),))
    assert asked(kept(who="both"), held()) == Outcome(YES, (unsure("reservation.none", states=["XA", "XB"]),))


def test_a_reservation_closes_what_it_is_made_to():
    assert asked(kept(), held(reservation())) == Outcome(NO, (closes(),))
    assert asked(kept(code="reservation.of_its_own"), held(reservation())) == Outcome(
        NO, (closes("reservation.of_its_own"),)
    )
    assert asked(kept(), held(reservation("XA"))).verdict is YES
    assert asked(kept(who="both"), held(reservation("XA"), reservation())) == Outcome(
        NO, (closes(state="XA"), closes())
    )
    assert asked(kept(codes=("other",)), held(reservation())).verdict is YES
    assert asked(kept(), held(reservation(treaty="other"))).verdict is YES
    assert asked(kept(), held(reservation(declared_on=LATER))).verdict is YES
    assert asked(kept(), held(reservation(force="no", withdrawn_on=DAY))).verdict is YES


def test_the_articles_of_a_reservation():
    assert asked(kept(articles=("9",)), held(reservation())).verdict is NO
    assert asked(kept(articles=("8",)), held(reservation())).verdict is YES
    # One made to the whole treaty reaches every article.
    assert asked(kept(articles=("8",)), held(reservation(article=""))).verdict is NO


def test_a_reservation_of_which_it_is_not_known_whether_it_stands():
    unsure_one = reservation(force="unknown")
    assert asked(kept(), held(unsure_one)) == Outcome(UNKNOWN, (closes(),))
    assert asked(kept(), held(unsure_one, reservation(article="8"))).verdict is NO


def test_the_face_of_reservations():
    here = asking(held(reservation(confidence="recalled")))
    assert face(kept(), here, "XB") == (("yes", "recalled", False),)
    assert face(kept(), here, "XA") == ()
    here.matter.setting.old = frozenset(["reservations/XB/toy/9"])
    assert face(kept(), here, "XB") == (("yes", "recalled", True),)
    assert looks_at(kept()) == {"requested"}
    assert looks_at(kept(who="both")) == {"requesting", "requested"}
