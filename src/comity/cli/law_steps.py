"""``comity law what-if|next-steps``: what a step of a state would open or close, and which steps open most.

Exit status: 0 there is an answer; 1 no step opens anything; 2 bad input.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli.law_given import Given
from comity.cli.law_options import Chosen, choice_faults, print_notice, shared
from comity.cli.output import FINE, NO, emit, note, print_line, print_table
from comity.kernel.errors import BadInput, declare
from comity.law.book import Book, load
from comity.law.known import state_faults
from comity.law.words import word

if TYPE_CHECKING:
    from comity.law.steps import Step

NO_STEP = declare(
    "law.what_if.no_step",
    "No step is named.",
    "Give one: --ratify, --withdraw, --amend, --enact, --empower or --conclude.",
)
BAD_WEIGHTS = declare(
    "law.next_steps.bad_weights",
    "{file}, line {line}: this is no weight.",
    "Write a CSV file with the columns requesting,requested,reports.",
)
NO_FILE = declare("law.next_steps.no_file", "{file}: there is no such file, or it cannot be read ({why}).")

_SHOWN_PAIRS = 6


@click.command("what-if")
@click.option("--ratify", nargs=2, multiple=True, metavar="CC TREATY", help="A state becomes a party.")
@click.option(
    "--withdraw", nargs=3, multiple=True, metavar="CC TREATY ARTICLE", help="A state withdraws a reservation."
)
@click.option(
    "--amend",
    nargs=3,
    multiple=True,
    metavar="CC ARTICLE ELEMENTS",
    help="A state amends an offence: -element to drop, +element to add, with commas between.",
)
@click.option(
    "--enact",
    nargs=2,
    multiple=True,
    metavar="CC ARTICLE",
    help="A state enacts an offence in the article's words.",
)
@click.option(
    "--empower", nargs=2, multiple=True, metavar="CC MEASURE", help="A state gives its authorities a power."
)
@click.option(
    "--conclude", nargs=2, multiple=True, metavar="CC CC", help="Two states conclude an assistance treaty."
)
@click.option("--conduct", metavar="ARTICLE", multiple=True, help="Only this core conduct; may be repeated.")
@click.option("--measure", metavar="M", multiple=True, help="Only this measure; may be repeated.")
@shared
@click.pass_obj
def what_if_command(
    chosen: Chosen,
    /,
    *,
    conduct: tuple[str, ...],
    measure: tuple[str, ...],
    duty: bool,
    day: str | None,
    lang: str,
    as_json: bool,
    **given: tuple[tuple[str, ...], ...],
) -> None:
    """Show which routes open or close, for whom, if the steps named were taken; and what protection falls away or is missing."""
    if not any(given.values()):
        raise BadInput(NO_STEP.fault())
    from comity.law.simulation import Simulation
    from comity.law.steps import faults as step_faults
    from comity.law.what_if import what_if

    reading = Given()
    reading.lang(lang)
    steps = _steps(reading, given)
    book = load(chosen.book)
    on = reading.asked_on(book, day)
    reading.stop(*step_faults(book, steps), *choice_faults(book, conduct, measure))
    states = tuple(sorted({*book.states, *(step.state for step in steps)}))
    simulation = Simulation(book, on, states=states, measures=measure, conducts=conduct, duty=duty)
    answer = what_if(simulation, steps)
    document = answer.document(lang)
    emit(document, as_json=as_json, people=lambda: _print_what_if(document, lang))
    raise SystemExit(FINE if answer.changes else NO)


def _steps(reading: Given, given: Mapping[str, tuple[tuple[str, ...], ...]]) -> list[Step]:
    """Read the steps; one whose state is no code is told and left out."""
    from comity.law.steps import Amend, Conclude, Empower, Enact, Ratify, Withdraw

    def of(kind: str, state: str) -> Iterable[str]:
        return map(str, reading.states([state], f"--{kind}"))

    steps: list[Step] = [Ratify(s, treaty) for one, treaty in given["ratify"] for s in of("ratify", one)]
    steps += [
        Withdraw(s, treaty, article)
        for one, treaty, article in given["withdraw"]
        for s in of("withdraw", one)
    ]
    for one, article, written in given["amend"]:
        words = [word.strip() for word in written.split(",") if word.strip()]
        drop = tuple(word.lstrip("-") for word in words if not word.startswith("+"))
        add = tuple(word.lstrip("+") for word in words if word.startswith("+"))
        steps += [Amend(s, article, drop, add) for s in of("amend", one)]
    steps += [Enact(s, article) for one, article in given["enact"] for s in of("enact", one)]
    steps += [Empower(s, measure) for one, measure in given["empower"] for s in of("empower", one)]
    for one, two in given["conclude"]:
        pair = sorted((*of("conclude", one), *of("conclude", two)))
        steps += [Conclude(*pair)] if len(pair) == 2 else []
    return steps


def _print_what_if(document: Mapping[str, Any], lang: str) -> None:
    for step in document["steps"]:
        print_line(step["text"])
    routes = document["routes"]
    print_line(
        f"Routes opened: {routes['opened']}; closed: {routes['closed']}; given way to a treaty: {routes['gives_way']}."
    )
    rows = [
        [
            one["direction"],
            f"{one['before']} > {one['after']}",
            one["title"],
            one["measure"],
            word(one["data_category"], lang),
            str(len(one["conducts"])),
            _pairs(one["pairs"]),
        ]
        for one in document["changes"]
        if one["direction"] != "other"
    ]
    print_table(
        f"What changes on {document['on']}",
        ["", "before > after", "instrument", "measure", "data", "conduct", "for whom"],
        rows,
    )
    _print_protections(document)
    for reason in document["notes"]:
        note(f"Note: {reason['text']}")
    print_notice(document["notice"])


def _pairs(pairs: list[list[str]]) -> str:
    shown = ", ".join(f"{one} > {two}" for one, two in pairs[:_SHOWN_PAIRS])
    more = len(pairs) - _SHOWN_PAIRS
    return shown + (f" and {more} more" if more > 0 else "")


def _print_protections(found: Mapping[str, Any], indent: str = "") -> None:
    for key, title in (
        ("protections_that_fall_away", "Protections that fall away"),
        ("protections_missing", "Protections missing"),
    ):
        reasons = found[key]
        print_line(f"{indent}{title}: {'none found' if not reasons else ''}".rstrip())
        for reason in reasons:
            print_line(f"{indent}  {reason['text']}")


@click.command("next-steps")
@click.option(
    "--state", "states", metavar="CC", multiple=True, required=True, help="The state; repeated, a region."
)
@click.option("--steps", "number", default=1, show_default=True, help="How many steps together.")
@click.option(
    "--kind", "kinds", multiple=True, help="Only this kind of step (ratify, withdraw, ...); may be repeated."
)
@click.option(
    "--weights",
    "weights_file",
    metavar="FILE",
    help="CSV of requesting,requested,reports: pairs count by reports seen.",
)
@click.option("--first", type=click.IntRange(min=1), default=10, show_default=True, help="How many to show.")
@click.option("--measure", metavar="M", multiple=True, help="Only this measure; may be repeated.")
@shared
@click.pass_obj
def next_steps_command(
    chosen: Chosen,
    *,
    states: tuple[str, ...],
    number: int,
    kinds: tuple[str, ...],
    weights_file: str | None,
    first: int,
    measure: tuple[str, ...],
    duty: bool,
    day: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Rank the next steps of a state or a region by the routes they open. What only takes protection away is shown apart."""
    from comity.law.next_steps import faults as faults_of_ranking
    from comity.law.next_steps import next_steps
    from comity.law.simulation import Simulation

    given = Given()
    given.lang(lang)
    book = load(chosen.book)
    on = given.asked_on(book, day)
    named = tuple(map(str, given.states(states, "--state")))
    every = tuple(sorted({*book.states, *(one for one in named if book.knows(one))}))
    weights = _weights(given, book, Path(weights_file)) if weights_file else None
    if named or not given.faults:
        given.faults += faults_of_ranking(every, named, kinds, number)
    given.stop(*choice_faults(book, (), measure))
    simulation = Simulation(book, on, states=every, measures=measure, duty=duty)
    answer = next_steps(simulation, named, number=number, kinds=kinds, weights=weights, first=first)
    document = answer.document(lang)
    emit(document, as_json=as_json, people=lambda: _print_next_steps(document))
    raise SystemExit(FINE if answer.ranked else NO)


def _weights(given: Given, book: Book, file: Path) -> dict[tuple[str, str], float]:
    """Read how much each pair counts; a line that is no weight, or names no state, is added to what is wrong.

    Raises:
        BadInput: no such file, or no CSV.
    """
    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(*given.faults, NO_FILE.fault(file=str(file), why=type(error).__name__)) from error
    found: dict[tuple[str, str], float] = {}
    for number, row in enumerate(rows, 1):
        if number == 1 and row[:1] == ["requesting"]:
            continue
        try:
            requesting, requested, reports = row
            weight = float(reports)
        except ValueError:
            weight = -1.0
        if weight < 0 or not isfinite(weight):
            given.faults.append(BAD_WEIGHTS.fault(file=file.name, line=number))
            continue
        place = f"{file.name}, line {number}"
        pair = tuple(map(str, given.states((requesting, requested), place)))
        given.faults += state_faults(book, pair, place)
        if len(pair) == 2:
            found[pair] = weight
    return found


def _print_next_steps(document: Mapping[str, Any]) -> None:
    rows = [
        [
            str(place),
            "\n".join(step["text"] for step in one["steps"]),
            f"{one['gain']:g}",
            str(one["routes"]["closed"]),
            str(one["pairs"]),
            "\n".join(reason["text"] for reason in one["protections_that_fall_away"]) or "-",
        ]
        for place, one in enumerate(document["ranked"], 1)
    ]
    names = ", ".join(document["states"])
    print_table(
        f"Next steps of {names} on {document['on']}, weights {document['weights']}",
        ["", "steps", "routes opened", "closed", "pairs", "protections that fall away"],
        rows,
    )
    for place, one in enumerate(document["ranked"], 1):
        print_line(f"{place}.")
        _print_protections(one, "   ")
    for one in document["only_take_protection_away"]:
        print_line("Not ranked, because it only takes protection away:")
        for step in one["steps"]:
            print_line(f"  {step['text']}")
        _print_protections(one, "  ")
    if document["search"] == "one_by_one":
        note("Note: too many sets to try all; each step was added to the best so far.")
    print_notice(document["notice"])


COMMANDS: tuple[click.Command, ...] = (what_if_command, next_steps_command)
"""What ``comity law`` adds to its group."""
