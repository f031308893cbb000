"""What the atlas says of one relation: the answer, how sure, and the small number it is kept as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from comity.law.status import ORDER, Status

if TYPE_CHECKING:
    from comity.law.atlas.geometry import Shown

Answer = Literal["open", "conditional", "closed", "protected", "unknown"]
PLACE, COLOURED, NO_RECORD = 7, 8, 16
"""The parts of the number: the place of the status in the engine's order, whether it is coloured, whether a record is missing."""
NONE = 7
"""No instrument serves the measure for this kind of data."""
NUMBERS = 32
"""How many such numbers there are."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the atlas says of one relation. ``later``: closed today, and time or a signature may open it."""

    status: Answer
    shown: Shown
    no_record: bool
    later: bool


def as_answer(status: Status) -> Answer:
    """Return the word of the atlas for the best status of the engine: what is not on offer yet is closed."""
    return "closed" if status == "future" or status == "displaced" else status  # noqa: PLR1714 - mypy narrows this


def read(number: int) -> Cell:
    """Read one number."""
    found = number & PLACE
    status: Status = "closed" if found == NONE else ORDER[found]
    answer = as_answer(status)
    return Cell(
        answer,
        "coloured" if number & COLOURED else "hatched",
        no_record=bool(number & NO_RECORD) and answer in ("closed", "unknown"),
        later=status == "future",
    )
