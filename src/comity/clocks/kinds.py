"""What a clock is: a floor, a ceiling, a deadline, or a duty without a number. They are never mixed up.

>>> ends_by_time("minimum"), ends_by_time("validity")
(False, True)
"""

from __future__ import annotations

from typing import Literal

Nature = Literal["floor", "ceiling", "stated", "deadline", "review", "target", "duty"]
"""``stated``: a ceiling whose day the order itself (or an agreement) names, not the law."""

_NATURE: dict[str, Nature] = {
    "minimum": "floor",
    "validity": "ceiling",
    "national_period": "ceiling",
    "eligibility": "ceiling",
    "as_stated": "stated",
    "agreed_term": "stated",
    "deadline": "deadline",
    "review": "review",
    "best_effort": "target",
    "target": "target",
    "service_level": "target",
}


def nature(kind: str) -> Nature:
    """Say what a kind of clock is; a kind without a number ("promptly") is a duty."""
    return _NATURE.get(kind, "duty")


def ends_by_time(kind: str) -> bool:
    """Say whether time alone may end what the clock is about.

    A floor never does: data kept *at least* sixty days (BC 29(7), UN 42(7)) do not lapse on day sixty; data kept *at
    most* sixty days (Regulation 2023/1543 Article 11(1)) do.
    """
    return nature(kind) in ("ceiling", "stated", "deadline")
