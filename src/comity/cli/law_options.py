"""What commands of ``comity law`` share: the book chosen, the options of every answer, a question as of another day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import click

from comity.cli.law_given import Given
from comity.cli.output import print_line
from comity.facts.scenario import Scenario
from comity.kernel.errors import Fault
from comity.law.book import Book


class Chosen(Protocol):
    """What the group chose: the folder of the book, or none."""

    book: Path | None


def json_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option to print JSON."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def saving(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every answer: the day, and where to save it."""
    file = click.Path(path_type=Path, dir_okay=False)
    for option in (
        click.option(
            "--pdf", type=file, help="Also print the saved answer as PDF, for a reader without the software."
        ),
        click.option(
            "--save", "receipt", type=file, help="Save the answer as a decision receipt (see rerun)."
        ),
    ):
        command = option(command)
    return command


def on_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option to ask as of another day."""
    return click.option("--on", "day", metavar="DATE", help="Ask as of this day.")(command)


def as_of(given: Given, scenario: Scenario, text: str | None) -> Scenario:
    """Ask the question of a file as of another day; its hour goes with its own day."""
    day = given.day(text)
    if day is None:
        return scenario
    return replace(scenario, on=day, at=scenario.at if scenario.on == day else None)


LAYER = click.option(
    "--duty", is_flag=True, help="Count only instruments that bind the state asked, no practice or comity."
)


def shared(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of everything the atlas answers."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("--lang", default="en", show_default=True, help="Language of the sentences."),
        click.option("--on", "day", metavar="DATE", help="As of this day; default: the book's day."),
        LAYER,
    ):
        command = option(command)
    return command


def choice_faults(book: Book, conduct: Iterable[str], measure: Iterable[str]) -> list[Fault]:
    """Return what of the conduct and the measures chosen the book does not have."""
    from comity.law.atlas.relations import faults

    return [
        *(fault.at("--conduct") for fault in faults(book, conducts=conduct)),
        *(fault.at("--measure") for fault in faults(book, measures=measure)),
    ]


def print_notice(notice: Mapping[str, Any]) -> None:
    """Print what stands under every answer of the atlas: what hatching means, the disclaimer, when it was last checked."""
    print_line("* hatched: a record it rests on is not verified, or was looked at long ago.")
    for text in notice["texts"]:
        print_line(text["text"])
    print_line(f"Last checked on {notice['last_checked'] or 'no day on record'}.")
