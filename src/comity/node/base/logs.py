"""Log lines as JSON on standard error: an event code, ids, a duration. Never a word of a person's matter.

A log call names an event (``"report.received"``) and passes ``extra={"facts": {...}}``; values that are not ids, codes or
numbers do not belong there. The traceback of an error names places in the program, not values: Python's message of
an exception can hold input, so only its class is written.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def __init__(self, door: str = "", **_: Any) -> None:
        super().__init__()
        self._door = door

    def format(self, record: logging.LogRecord) -> str:
        """Write the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "door": self._door,
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage() if record.name.startswith("comity") else record.msg,
        }
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [
                f"{frame.filename.rpartition('/site-packages/')[2].rpartition('/src/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-8:]
            ]
        return json.dumps(line, ensure_ascii=False, default=str)
