"""What every command does with an answer: one JSON document, or words and a table for people.

Answers go to standard output, everything else to standard error, so that ``--json`` can be piped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

__all__ = ["FINE", "NO", "USAGE", "emit", "note", "print_line", "print_table"]

FINE, NO, USAGE = 0, 1, 2
"""Exit statuses: fine; the answer is "no" or a check failed; bad input or usage."""


def emit(document: Any, *, as_json: bool, people: Callable[[], None]) -> None:
    """Print ``document`` as JSON, or let ``people`` print the same for a person."""
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        people()


def print_line(text: str = "") -> None:
    """Print one line of an answer."""
    sys.stdout.write(text + "\n")


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as wide as the terminal allows; in a pipe, as wide as it needs."""
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def note(text: str) -> None:
    """Say something about the work on standard error."""
    sys.stderr.write(text + "\n")
