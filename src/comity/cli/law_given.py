"""What a person gives to ``comity law``: files, days, states, a language; every fault of all of them told together.

A command makes one :class:`Given`, takes what it needs from it, asks the book about it, and calls :meth:`Given.stop`
before it answers anything or writes a file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from comity.facts.scenario import LARGEST, Scenario, parse, read_file
from comity.kernel.country import Country, country
from comity.kernel.errors import BadInput, Code, Fault, declare, raise_all
from comity.law.book import Book
from comity.law.known import day_faults, scenario_faults
from comity.law.words import languages

Made = TypeVar("Made")

BAD_DAY = declare("law.day.unreadable", "{value!r} is not a day.", "Write it as 2026-11-22.")
NO_LANGUAGE = declare("law.lang.unknown", "There are no sentences in {lang!r}.", "There are: {known}.")


class Given:
    """What was given on the command line, read; ``faults`` is all that is wrong with it so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def scenario(self, file: str | Path) -> Scenario:
        """Read a scenario file (``-``: standard input). What cannot be read at all stops at once.

        Raises:
            BadInput: no such file, too large, not text, not TOML; with what was found before.
        """
        try:
            if str(file) == "-":
                data = sys.stdin.buffer.read(LARGEST + 1)
                return parse(data, file="standard input", faults=self.faults)
            return read_file(Path(file), faults=self.faults)
        except BadInput as error:
            raise BadInput(*self.faults, *error.faults) from error

    def day(self, text: str | None, option: str = "--on") -> date | None:
        """Read a day of the calendar; nothing where none was given or it is none."""
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.faults.append(BAD_DAY.fault(value=text).at(option))
            return None

    def states(self, texts: Iterable[str], place: str) -> tuple[Country, ...]:
        """Read country codes, in either case; those that are none are left out and told."""
        found: list[Country] = []
        for text in texts:
            try:
                found.append(country(text))
            except BadInput as error:
                self.faults += [fault.at(place) for fault in error.faults]
        return tuple(found)

    def lang(self, lang: str) -> None:
        """See that there are sentences in the language."""
        if lang not in (known := languages()):
            self.faults.append(NO_LANGUAGE.fault(lang=lang, known=", ".join(known)).at("--lang"))

    def asked_on(self, book: Book, text: str | None) -> date:
        """Read the day a question is asked as of: the book's own where none was given. It has to be a day the book covers."""
        day = self.day(text)
        if day is None:
            return book.edition.as_of
        self.faults += day_faults(book, day, "--on")
        return day

    def trying(self, make: Callable[[], Made]) -> Made | None:
        """Do something that may find faults of its own, and add them; nothing where it did."""
        try:
            return make()
        except BadInput as error:
            self.faults += error.faults
            return None

    def stop(self, *more: Fault) -> None:
        """Raise everything that was found, and ``more``.

        Raises:
            BadInput: there is something.
        """
        raise_all([*self.faults, *more])

    def about(self, book: Book, scenario: Scenario) -> None:
        """Add what of the scenario the book does not know, beside what is wrong with the file itself."""
        self.faults += scenario_faults(book, scenario, whole=not self.faults)


def write_whole(files: Mapping[Path, bytes], fault: Code) -> None:
    """Write files, each whole or not at all, and none where one cannot be written; what stood there before stays as it was.

    Raises:
        BadInput: a file cannot be written; ``fault`` says with ``file`` and ``why``.
    """
    parts: dict[Path, Path] = {}
    try:
        for file, data in files.items():
            if file.is_dir():
                raise BadInput(fault.fault(file=str(file), why="it is a folder"))
            part = file.with_name(f".{file.name}.{os.getpid()}.part")
            parts[file] = part
            part.write_bytes(data)
        for file, part in parts.items():
            part.replace(file)
    except OSError as error:
        raise BadInput(fault.fault(file=str(file), why=error.strerror or type(error).__name__)) from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def read_json(file: Path, fault: Code) -> Any:
    """Read a JSON file; ``fault`` says with ``file`` and ``why`` what is wrong with it.

    Raises:
        BadInput: it cannot be read, is not JSON, or is nested without end.
    """
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        why = error.strerror or type(error).__name__
    except RecursionError:
        why = "it is nested too deep"
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are both
        why = f"it is not JSON: {error}"
    raise BadInput(fault.fault(file=str(file), why=why))
