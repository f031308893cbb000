"""What every record is and what every legal fact carries."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import msgspec

from comity.kernel.finding import Confidence

Force: TypeAlias = Literal["yes", "no", "unknown"]
Asked: TypeAlias = Literal["never", "if_reserved", "may_be_required", "required"]
"""What an instrument says of dual criminality; the answer resolves ``if_reserved`` to never or may be."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Anything written in the book: immutable, keys checked."""


class Fact(Record, frozen=True, kw_only=True):
    """A legal fact: where it comes from, how sure it is, when somebody last looked."""

    source: str
    confidence: Confidence
    checked_on: date
    recalled: tuple[str, ...] = ()
    note: str = ""
