"""What forbids telling a reporter now: apps above letters (cases) register who knows of confidentiality.

    flags.register("cases", lambda letter, at: Flag("request_secrecy", until) or None)

Asked at the moment of release, so a flag set after a letter was drafted holds it too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.node.letters.models import Letter


@dataclass(frozen=True, slots=True)
class Flag:
    """Nothing may be told before ``until`` (``None``: until the flag is lifted), for a reason of a closed list."""

    reason_code: str
    until: datetime | None = None


Asker = Callable[["Letter", datetime], Flag | None]
_askers: dict[str, Asker] = {}


def register(name: str, asker: Asker) -> None:
    """Register who is asked before a letter is released.

    Raises:
        ValueError: another function has that name.
    """
    if _askers.setdefault(name, asker) is not asker:
        raise ValueError(f"two askers of flags are called {name!r}")


def standing(letter: Letter, at: datetime) -> Flag | None:
    """Return the first flag that forbids the letter now; its own ``not_before`` counts as one."""
    if letter.not_before is not None and letter.not_before > at:
        return Flag(letter.reason_code or "confidential", letter.not_before)
    for asker in _askers.values():
        flag = asker(letter, at)
        if flag is not None and (flag.until is None or flag.until > at):
            return flag
    return None
