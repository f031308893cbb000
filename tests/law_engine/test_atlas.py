"""The atlas says what the engine says: every cell of toy worlds, random cells of the real book; and what it may not show."""

import json
import random
from datetime import date
from itertools import combinations, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadInput
from comity.law import condition_records as c
from comity.law.atlas.closing import close
from comity.law.atlas.explained import explain, routes_of
from comity.law.atlas.geometry import has_profile, verified_share
from comity.law.atlas.relations import Relation, core_conduct, fields, kinds_of_data
from comity.law.atlas.table import Table
from comity.law.atlas.view import COLUMNS, View
from comity.law.atlas.world import World
from comity.law.joining import can_join
from comity.law.steps import Conclude, Empower, Enact, Ratify, Withdraw, lay_over

from .toy import BOUND, instrument, party, toy_book
from .toy_world import ON, STATES, best, brute_cells, joined, worlds

RELAXED = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=12
)
REAL_DAY = date(2026, 11, 24)


@RELAXED
@given(worlds())
def test_every_cell_of_a_toy_world_is_the_engine_s(book):
    table = Table(World(book, ON))
    for relation, (status, shown) in brute_cells(book).items():
        cell = table.cell(relation)
        assert (cell.status, cell.shown) == (status, shown), relation


@RELAXED
@given(worlds())
def test_the_explained_answer_is_the_table_s(book):
    world = World(book, ON)
    for duty in (False, True):
        table = Table(world, duty=duty)
        for requesting, requested in (("XA", "XE"), ("XF", "XB"), ("XC", "XD")):
            for field in world.fields:
                relation = Relation(requesting, requested, "TOY:1", field.measure, field.category)
                cell, told = table.cell(relation), explain(book, relation, ON, duty=duty, closing=False)
                assert (cell.status, cell.shown, cell.no_record, cell.later) == (
                    told.status,
                    told.shown,
                    told.no_record,
                    bool(told.opens),
                )


def _random_cells(book, number: int, seed: int) -> None:
    world = World(book, REAL_DAY)
    tables = (Table(world), Table(world, duty=True))
    chance = random.Random(seed)
    for _ in range(number):
        requesting, requested = chance.sample(world.states, 2)
        field = chance.choice(world.fields)
        conduct = chance.choice(world.conducts)
        relation = Relation(requesting, requested, conduct, field.measure, field.category)
        for table in tables:
            cell = table.cell(relation)
            told = explain(book, relation, REAL_DAY, duty=table.duty, closing=False)
            assert (cell.status, cell.shown, cell.no_record, cell.later) == (
                told.status,
                told.shown,
                told.no_record,
                bool(told.opens),
            ), relation


def test_random_cells_of_the_book_are_the_engine_s(book):
    _random_cells(book, 250, seed=3)


def test_a_kind_of_help_exempt_from_dual_criminality_has_a_column_of_its_own(book):
    """An investigation order for a subscriber's data never asks it; the table took the answer of another kind of help."""
    table = Table(World(book, REAL_DAY))
    for measure, category in (("production", "subscriber"), ("subscriber_information", "subscriber")):
        relation = Relation("SK", "FR", "ETS185:8", measure, category)
        told = explain(book, relation, REAL_DAY, closing=False)
        assert table.cell(relation).status == told.status, measure
    assert told.status == "open"


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_twenty_thousand_cells_of_the_book_are_the_engine_s(book):
    _random_cells(book, 20_000, seed=20)


def _every_step(book, first: str, second: str) -> list:
    every = [Conclude(*sorted((first, second)))]
    for state in (first, second):
        every += [
            Ratify(state, treaty.id)
            for treaty in book.treaties
            if can_join(book, treaty, state) and book.standing(treaty.id, state, ON).force != "yes"
        ]
        every += [
            Withdraw(state, row.treaty, row.article)
            for row in book.contents.reservations
            if row.state == state
        ]
        every += [Enact(state, one.id) for one in core_conduct(book)]
        every += [
            Empower(state, one)
            for one in {m.power for m in book.measures if m.power}
            if book.powers(state, one)
        ]
    return every


@settings(RELAXED, max_examples=8)
@given(worlds(), st.sampled_from([("XA", "XB"), ("XE", "XC"), ("XD", "XF")]), st.booleans())
def test_the_gap_is_closed_by_the_fewest_steps(book, pair, open_to_all):
    """Against brute force: every set of steps of the two, the smallest first."""
    book = joined(book) if open_to_all else book
    relation = Relation(*pair, "TOY:1", "preservation", "traffic")
    rows = routes_of(book, relation, ON, duty=False)
    if best(rows) != "closed":
        return
    found = close(book, relation, ON, rows)
    every = _every_step(book, *pair)
    for size in (1, 2):
        working = {
            frozenset(steps)
            for steps in combinations(every, size)
            if best(routes_of(lay_over(book, steps, ON), relation, ON, duty=False)) in ("open", "conditional")
        }
        if working:
            assert {len(plan) for plan, _ in found.plans} == {size}
            assert {frozenset(plan) for plan, _ in found.plans} <= working
            return
    assert all(len(plan) > 2 for plan, _ in found.plans)


def test_the_one_closed_relation_is_found_and_opens_with_the_one_treaty():
    parties = [party(state) for state in STATES if state != "XF"]
    bound = toy_book(
        codes=STATES, parties=parties, powers=(), instruments=[instrument((BOUND,), asked="never")]
    )
    book = joined(bound)
    table = Table(World(book, ON))
    closed = {
        pair
        for pair in permutations(STATES, 2)
        if table.cell(Relation(*pair, "TOY:1", "preservation", "traffic")).status == "closed"
    }
    assert closed == {pair for pair in permutations(STATES, 2) if "XF" in pair}
    told = explain(book, Relation("XA", "XF", "TOY:1", "preservation", "traffic"), ON)
    assert [plan for plan, _ in told.closing.plans] == [(Ratify("XF", "toy"),)]
    after = Table(World(lay_over(book, [Ratify("XF", "toy")], ON), ON))
    assert {
        after.cell(Relation(*pair, "TOY:1", "preservation", "traffic")).status
        for pair in permutations(STATES, 2)
    } == {"open"}


def test_a_refusal_that_protects_is_never_counted_as_closed():
    protects = c.StateIs(gate="grounds", cite="R", otherwise="protected", states=("XA",), who="requested")
    book = toy_book(instruments=[instrument((BOUND, protects), asked="never")])
    relation = Relation("XA", "XB", "TOY:1", "preservation", "traffic")
    assert Table(World(book, ON)).cell(relation).status == "protected"
    told = explain(book, relation, ON)
    assert (told.status, told.closing) == ("protected", None)


def test_a_missing_row_reads_no_record_and_a_signature_is_later():
    relation = Relation("XA", "XB", "TOY:1", "preservation", "traffic")
    missing = toy_book(parties=[party("XA")], instruments=[instrument((BOUND,), asked="never")])
    cell = Table(World(missing, ON)).cell(relation)
    assert (cell.status, cell.no_record, cell.shown) == ("closed", True, "hatched")
    signed = toy_book(
        parties=[party("XA"), party("XB", None, force="no", how="signature-only")],
        instruments=[instrument((BOUND,), asked="never")],
    )
    cell = Table(World(signed, ON)).cell(relation)
    assert (cell.status, cell.no_record, cell.later) == ("closed", False, True)


def test_old_or_unverified_records_are_hatched():
    relation = Relation("XA", "XB", "TOY:1", "preservation", "traffic")
    plain = [instrument((BOUND,), asked="never")]
    book = toy_book(instruments=plain)
    assert Table(World(book, ON)).cell(relation).shown == "coloured"
    assert Table(World(book, ON, seen_on=date(2028, 1, 1))).cell(relation).shown == "coloured"
    late = Table(World(book, ON, seen_on=date(2028, 1, 2)))
    assert late.cell(relation).shown == "hatched"
    assert explain(book, relation, ON, seen_on=date(2028, 1, 2)).shown == "hatched"
    recalled = toy_book(
        parties=[party("XA"), party("XB")],
        instruments=[instrument((BOUND,), asked="never", confidence="recalled")],
    )
    assert Table(World(recalled, ON)).cell(relation).shown == "hatched"


def test_only_core_conduct_is_offered(book):
    offered = [article.id for article in core_conduct(book)]
    assert len(offered) == 8
    other = next(one.id for one in book.offence_articles if one.id not in offered)
    with pytest.raises(BadInput, match="core conduct only"):
        World(book, REAL_DAY, conducts=[other])
    with pytest.raises(BadInput, match="core conduct only"):
        explain(book, Relation("DE", "JP", other, "preservation", "traffic"), REAL_DAY)


def test_bad_input_is_told_all_at_once(book):
    with pytest.raises(BadInput) as caught:
        World(book, REAL_DAY, states=["DE", "QQ"], measures=["preservatoin"], conducts=["NO:1"])
    assert [fault.code for fault in caught.value.faults] == [
        "law.atlas.no_state",
        "law.atlas.not_core_conduct",
        "law.atlas.no_measure",
    ]
    assert "preservation" in str(caught.value)
    with pytest.raises(BadInput, match="does not ask itself"):
        explain(book, Relation("DE", "DE", core_conduct(book)[0].id, "preservation", "traffic"), REAL_DAY)
    with pytest.raises(BadInput, match="not asked for 'content'"):
        explain(book, Relation("DE", "JP", core_conduct(book)[0].id, "extradition", "content"), REAL_DAY)


def test_a_view_is_of_one_state_in_the_order_of_names_and_carries_its_notice(book):
    world = World(book, REAL_DAY, measures=["preservation"], conducts=[core_conduct(book)[0].id])
    view = View(Table(world), "DE")
    document = json.loads(json.dumps(view.document()))
    assert document["schema"] == "comity.atlas/1"
    names = [row["requested"] for row in document["relations"]]
    assert names == sorted(names) and "DE" not in names
    assert {row["requesting"] for row in document["relations"]} == {"DE"}
    assert document["notice"]["right_of_reply_days"] == 14
    assert document["notice"]["last_checked"]
    lines = view.csv().splitlines()
    notes = [line for line in lines if line.startswith("#")]
    assert len(notes) == 4
    assert lines[len(notes)].split(",") == list(COLUMNS)
    assert len(lines) == len(notes) + 1 + len(document["relations"])
    assert "haven" not in json.dumps(document).lower() + view.csv().lower()


def test_a_state_without_enough_verified_records_shows_no_profile(book):
    world = World(book, REAL_DAY, measures=["preservation"], conducts=[core_conduct(book)[0].id])
    table = Table(world)
    for state in world.states:
        verified, every = verified_share(book, state)
        assert has_profile(book, state) == (every > 0 and verified >= 0.8 * every)
    weak = next(state for state in world.states if not has_profile(book, state))
    assert View(table, weak).profile() is None
    assert View(table, weak).document()["profile"]["shown"] is False


def test_the_fields_cover_every_measure_and_kind_of_data(book):
    found = {(field.measure, field.category) for field in fields(book)}
    assert {measure for measure, _ in found} == {one.id for one in book.measures}
    for field in fields(book):
        assert field.category in kinds_of_data(book, field.measure)
        assert field.rows
