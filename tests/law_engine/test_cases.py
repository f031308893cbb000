"""Every case file under ``tests/cases`` holds, and a case can fail."""

from pathlib import Path

import pytest

from comity.cli.law_routes import check_case
from comity.facts.scenario import parse, read_file
from comity.law.route import routes

CASES = sorted((Path(__file__).parents[1] / "cases").rglob("*.toml"))
SOURCE = (Path(__file__).parents[1] / "cases" / "t01-preservation-inside-the-convention.toml").read_text(
    "utf-8"
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(book, path):
    scenario = read_file(path)
    assert scenario.expect or scenario.must_not, "a case states what it expects"
    misses = check_case(book, scenario, routes(book, scenario).document())
    assert not misses, "\n".join(map(str, misses))


def test_the_cases_this_landing_owes_are_there():
    names = {path.stem.split("-")[0] for path in CASES}
    assert {"t01", "t04", "t06", "t10", "t13", "t14", "t15", "lantern"} <= names


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('status = "open"', 'status = "closed"', "is open"),
        ("due = 2026-11-09, cite", "due = 2026-11-08, cite", "2026-11-09"),
        ('asked = "never"', 'asked = "required"', "is never"),
        ('only_grounds = ["BC 29(5)(a)", "BC 29(5)(b)"]', 'only_grounds = ["BC 29(5)(a)"]', "BC 29(5)(b)"),
        ('"home_power.narrower_than_treaty"', '"home_power.none"', "lacks"),
        ('instrument = "bc-29-preservation"\ndata_category = "content"', 'instrument = "no-such"\ndata_category = "content"', "no such row"),
        ('asked = "never"', 'askd = "never"', "no key a route can be checked on"),
        ('instrument = ["p2-7-subscriber-direct", "p2-8-giving-effect"]', 'instrument = "bc-29-preservation"', "must not"),
    ],
)  # fmt: skip
def test_a_planted_mistake_is_found(book, right, wrong, said):
    assert right in SOURCE
    scenario = parse(SOURCE.replace(right, wrong))
    misses = check_case(book, scenario, routes(book, scenario).document())
    assert misses and any(said in str(miss) for miss in misses)
