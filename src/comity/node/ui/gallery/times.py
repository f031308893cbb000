"""Invented times for the gallery: clocks in every state, what happened, the stops of the live line, the board."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from comity.node.ui.gallery.places import BERLIN, BOTH, PARIS, here

CLOCKS = [
    {
        "name": "Answer to Kassel",
        "kind": "deadline",
        "due": datetime(2026, 11, 24, 3, 45, tzinfo=UTC),
        "cite": "desk rule",
    },
    {
        "name": "Dispatch of the request for assistance",
        "kind": "last_safe_day",
        "due": date(2026, 12, 18),
        "cite": "desk setting, 5 weeks",
    },
    {"name": "Treaty floor", "kind": "minimum", "due": date(2027, 1, 23), "cite": "Art. 29(7)"},
    {
        "name": "Home ceiling, 60 days",
        "kind": "ceiling",
        "due": date(2027, 1, 23),
        "cite": "CCP 197(4)",
        "confidence": "recalled",
    },
    {
        "name": "Hold on EUR 3,150",
        "kind": "ceiling",
        "due": date(2026, 11, 27),
        "note": "lapses unless seized",
    },
    {"name": "Second request of Lyon", "kind": "deadline", "due": datetime(2026, 11, 23, 23, 10, tzinfo=UTC)},
    {
        "name": "Receipt opened",
        "kind": "deadline",
        "due": datetime(2026, 11, 23, 2, 19, tzinfo=UTC),
        "state": "met",
    },
]

EVENTS = [
    {
        "at": datetime(2026, 11, 22, 20, 52, tzinfo=UTC),
        "title": "Report acknowledged",
        "who": "Kassel",
        "side": "here",
    },
    {
        "at": datetime(2026, 11, 23, 2, 12, tzinfo=UTC),
        "title": "Request for preservation sent",
        "who": "Nils Petersen for the contact point",
        "text": "National holiday in Japan; the contact point works, ministry and provider do not.",
        "cite": "Art. 29",
    },
    {
        "at": datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
        "title": "Hold confirmed",
        "who": "Hoshi Hosting K.K. (demonstration)",
        "side": "there",
        "state": "now",
        "text": "28 h 38 min after the acknowledgement.",
    },
    {"at": date(2026, 12, 18), "title": "Last safe day for the request for assistance", "state": "ahead"},
]

STOPS = [
    {
        "title": "Report",
        "where": "DE",
        "at": datetime(2026, 11, 22, 20, 52, tzinfo=UTC),
        "zones": (BERLIN,),
        "state": "done",
    },
    {
        "title": "Hold",
        "where": "JP",
        "at": datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
        "zones": BOTH,
        "state": "now",
        "clock": {"kind": "ceiling", "name": "ends", "due": date(2027, 1, 23)},
    },
    {
        "title": "Path",
        "where": "JP to FR",
        "at": None,
        "zones": BOTH,
        "state": "ahead",
        "clock": {"kind": "last_safe_day", "name": "last safe day", "due": date(2026, 11, 27)},
    },
    {"title": "Order", "where": "FR", "at": None, "zones": (PARIS,), "state": "ahead"},
    {"title": "Evidence", "where": "JP to DE", "at": None, "zones": BOTH, "state": "ahead"},
    {"title": "Victim told", "where": "DE", "at": None, "zones": (BERLIN,), "state": "ahead"},
]


def board() -> list[dict[str, Any]]:
    """Return the board Tonight with rows in every state."""

    def row(title: str, kind: str, due: date | datetime, who: str, step: str) -> dict[str, Any]:
        return {
            "title": title,
            "href": here("law"),
            "kind": kind,
            "due": due,
            "zones": BOTH,
            "who": who,
            "next": step,
        }

    return [
        {
            "title": "What will be lost next",
            "hint": "By last safe day, not by due day.",
            "empty": "Nothing is at risk.",
            "rows": [
                row(
                    "Hold on EUR 3,150 at Banque du Port",
                    "ceiling",
                    date(2026, 11, 27),
                    "Banque du Port (demonstration)",
                    "Ask Paris for the seizure",
                ),
                row(
                    "Logs of 203.0.113.77",
                    "last_safe_day",
                    date(2026, 12, 18),
                    "Hoshi Hosting K.K. (demonstration)",
                    "Dispatch the request for assistance",
                ),
            ],
        },
        {
            "title": "What others wait for from us",
            "empty": "Nobody waits.",
            "rows": [
                row(
                    "Answer to the ticket of Paris",
                    "deadline",
                    datetime(2026, 11, 24, 3, 45, tzinfo=UTC),
                    "French police contact (demonstration)",
                    "Name the report",
                ),
                row(
                    "Receipt for the notice of Tokyo",
                    "deadline",
                    datetime(2026, 11, 23, 23, 10, tzinfo=UTC),
                    "24/7 point Tokyo (demonstration)",
                    "Open it",
                ),
            ],
        },
        {"title": "What we wait for", "empty": "We wait for nothing.", "rows": []},
    ]
