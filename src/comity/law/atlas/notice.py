"""What stands on every view of the atlas: what it is not, when it was last looked at, and that a state may answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from comity.kernel.finding import Reason
from comity.law.atlas.geometry import (
    CORRECTION_DAYS,
    FRESH_MONTHS,
    PROFILE_FROM,
    has_profile,
    last_checked,
    verified_share,
)
from comity.law.words import reason_document

if TYPE_CHECKING:
    from comity.law.book import Book


def notice(book: Book, states: Iterable[str], seen_on: date, lang: str = "en") -> dict[str, Any]:
    """Return the notice for a view that shows these states."""
    checked = last_checked(book)
    shown = sorted(set(states))
    days = [checked[state] for state in shown if state in checked]
    return {
        "texts": [
            reason_document(Reason(code, params), lang)
            for code, params in (
                ("atlas.disclaimer", {}),
                ("atlas.hatched", {"months": FRESH_MONTHS}),
                ("atlas.no_record", {}),
                ("atlas.right_of_reply", {"days": CORRECTION_DAYS}),
            )
        ],
        "last_checked": min(days).isoformat() if days else None,
        "last_checked_by_state": {
            state: checked[state].isoformat() if state in checked else None for state in shown
        },
        "right_of_reply_days": CORRECTION_DAYS,
        "seen_on": seen_on.isoformat(),
    }


def profile_notice(book: Book, state: str, lang: str = "en") -> dict[str, Any]:
    """Say whether a state has a profile, and why not."""
    verified, every = verified_share(book, state)
    shown = has_profile(book, state)
    code = "atlas.profile" if shown else "atlas.no_profile"
    params: dict[str, object] = {
        "state": state,
        "verified": verified,
        "all": every,
        "needed": PROFILE_FROM,
    }
    return {
        "shown": shown,
        "verified": verified,
        "all": every,
        "text": reason_document(Reason(code, params), lang),
    }
