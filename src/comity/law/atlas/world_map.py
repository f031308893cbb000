"""The world map: where each state is drawn, and how it looks. Shapes only; a page writes the SVG.

The shapes lie in ``world_map.json``, in Equal Earth projection, made from Natural Earth by ``tools/world_map.py``. A look
is a name for a pattern; that looks differ in pattern and not only in colour, so that they are told apart in grey, is for
the part that draws them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.law.atlas.answers import Cell

HERE = "here"
"""The look of the state whose relations are shown."""
NO_RECORD = "no_record"
UNSURE = "-unsure"
"""What is added to the name of a look that is hatched: a record is not verified, or was looked at long ago."""
LOOKS = (
    HERE, "open", "open-unsure", "conditional", "conditional-unsure", "closed", "closed-unsure",
    "protected", "protected-unsure", "unknown", "unknown-unsure", NO_RECORD,
)  # fmt: skip
"""All looks, in the order a legend shows them; no state is ordered by them."""
_FILE = Path(__file__).with_name("world_map.json")


@dataclass(frozen=True, slots=True)
class Shape:
    """One state: a path, or a dot for one that is too small to be seen as land."""

    state: str
    look: str
    path: str = ""
    dot: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The shapes to draw, in the order of names. ``rest``: land of which nothing is said. ``source``: where the shapes are from."""

    width: int
    height: int
    rest: str
    shapes: tuple[Shape, ...]
    about: str
    source: str

    @property
    def looks(self) -> tuple[str, ...]:
        """Return the looks that occur, for the legend."""
        found = {shape.look for shape in self.shapes}
        return tuple(look for look in LOOKS if look in found)


def look(cell: Cell) -> str:
    """Return how an answer looks on the map: only what is verified and was looked at lately is coloured."""
    if cell.no_record:
        return NO_RECORD
    return cell.status + (UNSURE if cell.shown == "hatched" else "")


def draw(looks: Mapping[str, str]) -> Drawing:
    """Return the drawing for a look by state. A state that is on no map is left out: the table beside has it.

    Raises:
        KeyError: a look that nobody draws.
    """
    given = _read()
    for one in looks.values():
        if one not in LOOKS:
            raise KeyError(one)
    states = given["states"]
    return Drawing(
        width=given["width"],
        height=given["height"],
        rest=_joined(
            [given["land"], *(one.get("path", "") for state, one in states.items() if state not in looks)]
        ),
        shapes=tuple(
            Shape(
                state,
                looks[state],
                _absolute(states[state].get("path", "")),
                tuple(states[state]["dot"]) if "dot" in states[state] else None,
            )
            for state in sorted(looks)
            if state in states
        ),
        about=given["about"],
        source=given["source"],
    )


def drawn_states() -> frozenset[str]:
    """Return the states the map has."""
    return frozenset(_read()["states"])


@lru_cache(maxsize=1)
def _read() -> Any:
    return json.loads(_FILE.read_text(encoding="utf-8"))


def _absolute(path: str) -> str:
    """Begin a path at the corner of the paper, so that it may follow another one."""
    return f"M{path[1:]}" if path else ""


def _joined(paths: Iterable[str]) -> str:
    return "".join(map(_absolute, paths))
