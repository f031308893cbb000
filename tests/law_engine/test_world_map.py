"""The world map: every state of the book is on it, and every look has a pattern of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import comity.law.book
from comity.law.atlas import world_map
from comity.law.atlas.answers import Cell

PATH = re.compile(r"(?:M-?\d+[ -]-?\d+l(?:-?\d+[ ]?)+z)+(?:m|M)?", re.A)


def test_every_state_of_the_book_is_drawn() -> None:
    assert set(comity.law.book.load().states) <= world_map.drawn_states()


def test_shapes_are_paths_or_dots_on_the_paper() -> None:
    drawing = world_map.draw(dict.fromkeys(world_map.drawn_states(), "open"))
    assert [shape.state for shape in drawing.shapes] == sorted(world_map.drawn_states())
    for shape in drawing.shapes:
        assert bool(shape.path) != bool(shape.dot)
        if shape.dot:
            assert 0 <= shape.dot[0] <= drawing.width
            assert 0 <= shape.dot[1] <= drawing.height
        else:
            assert shape.path.startswith("M")
            assert re.fullmatch(r"[Mmlz\d -]+", shape.path)
            assert _inside(shape.path, drawing.width, drawing.height), shape.state


def _inside(path: str, width: int, height: int) -> bool:
    """Follow a path and see that it never leaves the paper."""
    x = y = 0
    for command, rest in re.findall(r"([Mml])([\d -]+)", path):
        numbers = [int(one) for one in re.findall(r"-?\d+", rest)]
        assert len(numbers) % 2 == 0
        if command == "M":
            x = y = 0
        start = (x, y) if command == "l" else None
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            if not (-3 <= x <= width + 3 and -3 <= y <= height + 3):
                return False
        if command == "l":
            x, y = start or (x, y)  # a closed path goes back to where it began
    return True


def test_land_of_which_nothing_is_said_stays_on_the_map() -> None:
    some, none = world_map.draw({"DE": "open"}), world_map.draw({})
    assert len(none.rest) > len(some.rest)
    assert [shape.state for shape in some.shapes] == ["DE"]


@pytest.mark.parametrize(
    ("cell", "look"),
    [
        (Cell("open", "coloured", no_record=False, later=False), "open"),
        (Cell("open", "hatched", no_record=False, later=False), "open-unsure"),
        (Cell("protected", "hatched", no_record=False, later=False), "protected-unsure"),
        (Cell("closed", "hatched", no_record=True, later=False), "no_record"),
        (Cell("unknown", "coloured", no_record=False, later=False), "unknown"),
    ],
)
def test_only_what_is_sure_is_coloured(cell: Cell, look: str) -> None:
    assert world_map.look(cell) == look


def test_a_look_nobody_draws_is_refused() -> None:
    with pytest.raises(KeyError):
        world_map.draw({"DE": "red"})


def test_a_state_that_is_on_no_map_is_left_to_the_table() -> None:
    assert world_map.draw({"XA": "open"}).shapes == ()


def test_the_file_says_where_it_is_from() -> None:
    document = json.loads((Path(world_map.__file__).with_name("world_map.json")).read_text(encoding="utf-8"))
    assert "Natural Earth" in document["source"]
    assert "public domain" in document["source"]
    assert "tools/world_map.py" in document["about"]


def test_the_legend_keeps_one_order() -> None:
    drawing = world_map.draw({"DE": "here", "JP": "closed", "FR": "open", "IT": "open"})
    assert drawing.looks == ("here", "open", "closed")
