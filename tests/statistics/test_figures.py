"""Figures equal a count by hand on every engine; what is hidden stays hidden against a reader who can do sums."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadInput
from comity.statistics import figures, measures
from comity.statistics.backends.duckdb import Engine
from comity.statistics.disclosure import narrows_nothing, protect
from comity.statistics.measures import UNITS, Measure, load
from comity.statistics.plan import Cell, tally

MONTHS = ["2026-10", "2026-11", "2026-12"]
VALUES = ["a", "b", 'with "quotes", and a comma', "é – ü", "", "=1+1", "NULL", "two\nlines"]
words = {"en": "x"}


def rows_of(unit):
    columns = [st.sampled_from(MONTHS), *(st.sampled_from(VALUES) for _ in UNITS[unit][1:])]
    return st.lists(st.tuples(*columns), max_size=60)


def by_hand(measure, rows):
    columns = UNITS[measure.unit]
    counted = Counter()
    for row in rows:
        named = dict(zip(columns, row, strict=True))
        if all(named[name] == value for name, value in measure.where):
            counted[(named["month"], tuple(named[name] for name in measure.dimensions))] += 1
    return dict(counted)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_both_ways_of_counting_equal_a_count_by_hand(tmp_path_factory, data):
    unit = data.draw(st.sampled_from(list(UNITS)))
    others = UNITS[unit][1:]
    dimensions = tuple(data.draw(st.lists(st.sampled_from(others), unique=True, max_size=3)))
    where = data.draw(st.dictionaries(st.sampled_from(others), st.sampled_from(VALUES), max_size=1))
    rows = data.draw(rows_of(unit))
    measure = Measure("m", "public", unit, dimensions, tuple(sorted(where.items())), words, words)
    expected = by_hand(measure, rows)
    assert {(one.month, one.values): one.count for one in tally(measure, rows)} == expected
    with Engine(tmp_path_factory.getbasetemp()) as engine:
        assert engine.load(unit, rows) == len(rows)
        found = engine.count(measure)
    assert {(one.month, one.values): one.count for one in found} == expected
    assert sum(one.count for one in found) == sum(expected.values())


tables = st.lists(
    st.builds(Cell, st.sampled_from(MONTHS), st.tuples(st.sampled_from("abcdefg")), st.integers(0, 12)),
    max_size=12, unique_by=lambda one: (one.month, one.values),
)  # fmt: skip


def possible(shown, threshold):
    """Every value each hidden cell can have, for a reader who knows all that is published and tries everything out."""
    hidden = [place for place, one in enumerate(shown.cells) if one.count is None]
    found = [set() for _ in hidden]
    for guess in itertools.product(range(1, threshold), repeat=len(hidden)):
        counts = [one.count for one in shown.cells]
        for place, value in zip(hidden, guess, strict=True):
            counts[place] = value
        months = {row.month: row.count for row in shown.months}
        sums = Counter()
        for one, count in zip(shown.cells, counts, strict=True):
            sums[one.month] += count
        if any(total is not None and sums[month] != total for month, total in months.items()):
            continue
        if shown.total is not None and sum(counts) != shown.total:
            continue
        for place, value in enumerate(guess):
            found[place].add(value)
    return found


@given(tables, st.integers(2, 4))
@settings(max_examples=300, deadline=None)
def test_a_reader_who_tries_everything_learns_nothing_of_a_hidden_cell(cells, threshold):
    small = [one for one in cells if 0 < one.count < threshold]
    if len(small) > 6:
        return
    shown = protect(cells, threshold=threshold)
    assert all(one.count is None or one.count >= threshold for one in shown.cells)
    for values in possible(shown, threshold):
        assert values == set(range(1, threshold))


@given(tables)
def test_what_is_shown_is_true(cells):
    shown = protect(cells, threshold=5)
    real = {(one.month, one.values): one.count for one in cells if one.count}
    assert {(one.month, one.values) for one in shown.cells} == set(real)
    assert all(one.count in (None, real[one.month, one.values]) for one in shown.cells)
    for month in shown.months:
        assert month.count in (None, sum(count for (name, _), count in real.items() if name == month.month))
    assert shown.total in (None, sum(real.values()))


def test_a_total_that_gives_nothing_away_is_shown():
    cells = [Cell("2026-11", (name,), count) for name, count in (("a", 2), ("b", 3), ("c", 3), ("d", 20))]
    assert narrows_nothing(cells, 5)
    assert protect(cells, threshold=5).total == 28
    assert protect(cells[:1], threshold=5).total is None


def test_a_threshold_that_hides_nothing_is_refused():
    with pytest.raises(ValueError, match="hides nothing"):
        protect([], threshold=1)


def test_the_document_and_its_csv():
    measure = Measure("reports", "public", "report", ("offence", "harm"), (), words, words)
    shown = protect(
        [Cell("2026-11", ("=cmd|x", "EUR:0-1000"), 7), Cell("2026-11", ("@b", "none"), 2)], threshold=5
    )
    document = figures.document(
        [(measure, shown)],
        node="DE (demonstration)",
        country="DE",
        built_at=datetime(2027, 2, 12, tzinfo=UTC),
        threshold=5,
    )
    assert json.loads(json.dumps(document))["measures"][0]["cells"][1] == {
        "month": "2026-11", "offence": "@b", "harm": "none", "count": None, "suppressed": True,
    }  # fmt: skip
    lines = list(csv.DictReader(io.StringIO(figures.table(document))))
    assert [line["offence"] for line in lines] == ["'=cmd|x", "'@b", "", ""]
    assert [(line["level"], line["count"], line["suppressed"]) for line in lines] == [
        ("cell", "7", "no"), ("cell", "", "yes"), ("month", "", "yes"), ("total", "", "yes"),
    ]  # fmt: skip


@given(st.text(max_size=8))
def test_no_csv_value_is_a_formula(value):
    assert not figures.harmless(value).startswith(("=", "+", "-", "@", "\t", "\r"))


def write(folder, text):
    (folder / "figures").mkdir()
    (folder / "figures" / "measures.toml").write_text(text)
    return folder


HEAD = 'threshold = 5\n[[measure]]\nid = "a"\naudience = "public"\nunit = "report"\ndimensions = []\ntitle = {en = "x"}\nrule = {en = "x"}\n'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD.replace("5", "1", 1), "statistics.measure.bad"),
        (HEAD + 'colour = "red"\n', "statistics.measure.bad"),
        (HEAD.replace("[]", '["name"]'), "statistics.measure.bad"),
        (HEAD.replace('"report"', '"person"'), "statistics.measure.bad"),
        (HEAD + HEAD.split("\n", 1)[1].replace('"a"', '"b"'), "statistics.measure.overlap"),
    ],
)
def test_measures_are_read_strictly(tmp_path, text, code):
    with pytest.raises(BadInput) as error:
        load(write(tmp_path, text))
    assert error.value.faults[0].code == code


def test_the_measures_of_the_house():
    found = load()
    assert [one.id for one in found.public] == [
        "reports",
        "cases",
        "requests_made",
        "requests_received",
        "money_held",
        "money_held_abroad",
    ]
    assert all(one.title.get("de") and one.rule.get("de") for one in found.all)
    assert measures.UNITS["report"][0] == "month"
