"""Sheets: the fast table cut up by state, one letter for each relation, so that who shows it need not make it again.

A sheet holds both sides of one state: where it asks and where it is asked. It is small enough to be read whole for a
page, needs no numpy, and says the same as the table it was cut from. Made for one book on one day: the digest of the
book stands in it, and another book does not read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from comity.kernel.errors import BadInput, declare
from comity.law.atlas.answers import Cell, read
from comity.law.atlas.relations import Relation

if TYPE_CHECKING:
    from comity.law.atlas.table import Table
    from comity.law.book import Book

SCHEMA = "comity.atlas-sheet/1"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
"""The letter for each number of the table."""
OTHER_BOOK = declare(
    "law.atlas.sheet_of_another_book",
    "This sheet was made from another law book.",
    "Wait until it is made again from the present one.",
)
BAD_SHEET = declare("law.atlas.bad_sheet", "This is no whole sheet of the atlas.", "Have it made again.")
SIDES = ("requesting", "requested")
_TO_LETTERS = LETTERS.encode().ljust(256, b"?")


def cut(table: Table, state: str) -> dict[str, Any]:
    """Return the sheet of a state as a document: for each side, measure with kind of data, and conduct, a letter for each state.

    The letter of a state with itself means nothing.
    """

    return {
        "schema": SCHEMA,
        "book": {"version": table.book.version, "digest": table.book.digest},
        "on": table.on.isoformat(),
        "seen_on": table.seen_on.isoformat(),
        "layer": "duty" if table.duty else "any",
        "state": state,
        "states": list(table.states),
        "conducts": list(table.conducts),
        "kinds": [list(kind) for kind in table.kinds],
        "letters": {
            side: [
                [bytes(line).translate(_TO_LETTERS).decode() for line in lines]
                for lines in table.of(state, side)
            ]
            for side in SIDES
        },
    }


@dataclass(frozen=True)
class Sheet:
    """One state's sheet, read. ``conducts`` and ``kinds`` may be narrowed with :meth:`only`; the letters stay whole."""

    book: Book
    state: str
    on: date
    seen_on: date
    duty: bool
    states: tuple[str, ...]
    conducts: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    document: dict[str, Any]

    def only(self, *, conducts: Iterable[str] = (), kinds: Iterable[tuple[str, str]] = ()) -> Sheet:
        """Return the sheet with only this conduct, only these measures with kinds of data (all of what is not named)."""
        conducts, kinds = tuple(conducts), tuple(kinds)
        return replace(
            self,
            conducts=tuple(one for one in self.conducts if not conducts or one in conducts),
            kinds=tuple(one for one in self.kinds if not kinds or one in kinds),
        )

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int], dict[tuple[str, str], int]]:
        given = self.document
        return (
            {one: at for at, one in enumerate(given["states"])},
            {one: at for at, one in enumerate(given["conducts"])},
            {(measure, kind): at for at, (measure, kind) in enumerate(given["kinds"])},
        )

    def cell(self, relation: Relation) -> Cell:
        """Return the answer for one relation of the state.

        Raises:
            KeyError: the relation is none of this state, or not in the atlas.
        """
        states, conducts, kinds = self._places
        if relation.requesting == self.state:
            side, other = SIDES[0], relation.requested
        elif relation.requested == self.state:
            side, other = SIDES[1], relation.requesting
        else:
            raise KeyError(self.state)
        lines = self.document["letters"][side][kinds[relation.measure, relation.category]]
        return read(LETTERS.index(lines[conducts[relation.conduct]][states[other]]))


def opened(document: dict[str, Any], book: Book) -> Sheet:
    """Read a sheet.

    Raises:
        BadInput: it is no whole sheet, or one of another book.
    """
    if document.get("schema") != SCHEMA or not _whole(document):
        raise BadInput(BAD_SHEET.fault())
    if document["book"]["digest"] != book.digest:
        raise BadInput(OTHER_BOOK.fault())
    return Sheet(
        book=book,
        state=document["state"],
        on=date.fromisoformat(document["on"]),
        seen_on=date.fromisoformat(document["seen_on"]),
        duty=document["layer"] == "duty",
        states=tuple(document["states"]),
        conducts=tuple(document["conducts"]),
        kinds=tuple((measure, kind) for measure, kind in document["kinds"]),
        document=document,
    )


def _whole(document: dict[str, Any]) -> bool:
    """Say whether there is a letter for every relation."""
    try:
        states, conducts, kinds = (len(document[name]) for name in ("states", "conducts", "kinds"))
        return all(
            len(document["letters"][side]) == kinds
            and all(
                len(lines) == conducts
                and all(len(one) == states and set(one) <= set(LETTERS) for one in lines)
                for lines in document["letters"][side]
            )
            for side in SIDES
        )
    except (KeyError, TypeError):
        return False
