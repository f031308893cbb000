"""Countries as ISO 3166-1 alpha-2 codes; ``XA`` to ``XZ`` are free for invented states.

A code names whom a record is about; it takes no side on status. Names for people come from
``content`` and carry the usual disclaimer. ``EU`` is used where the Union itself concluded a text.

    >>> country("de")
    'DE'
    >>> is_invented(country("XR"))
    True
"""

from __future__ import annotations

import re
from typing import NewType

from comity.kernel.errors import BadInput, declare

Country = NewType("Country", str)

BAD_CODE = declare(
    "kernel.country.bad_code",
    "{value!r} is not a country code.",
    "Write two letters of ISO 3166-1, such as DE, or XA to XZ for an invented state.",
)

_SHAPE = re.compile(r"[A-Za-z]{2}\Z")


def country(value: str) -> Country:
    """Read a country code in either case.

    Whether the code is assigned is for the book to say (it lists the states it knows);
    this checks the shape only.

    Raises:
        BadInput: not two ASCII letters.
    """
    code = value.strip()
    # Looked at before it is raised: a letter such as ß becomes two when it is made a capital.
    if not _SHAPE.match(code):
        raise BadInput(BAD_CODE.fault(value=value))
    return Country(code.upper())


def is_invented(code: Country) -> bool:
    """Say whether the code is one of the user-assigned codes XA to XZ (ISO 3166-1, clause 8.1.3)."""
    return code.startswith("X")
