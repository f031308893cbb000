"""``comity law consultation``: the record of who should prosecute, opened from a scenario, filled by both sides, checked and joined.

Exit status: 0 fine; 1 not agreed yet (``show``), or the copies part (``join``); 2 bad input.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast, get_args

import click

from comity.cli.law_given import Given, read_json, write_whole
from comity.cli.output import FINE, NO, emit, note, print_line, print_table
from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, Conflict, declare
from comity.law import consultation as consulting
from comity.law.book import load
from comity.law.paper.consulting import pdf
from comity.law.words import country_name

FILE = click.Path(path_type=Path, dir_okay=False)
UNREADABLE = declare("law.cli.unreadable_record", "{file}: it cannot be read or written ({why}).")


@click.group("consultation")
def consultation_group() -> None:
    """Who should prosecute: a record both sides fill. Facts beside factors; no winner is computed."""


def _read(file: Path) -> dict[str, Any]:
    document = read_json(file, UNREADABLE)
    if not isinstance(document, dict):
        raise BadInput(consulting.NOT_A_RECORD.fault(file=file.name, why="no table"))
    consulting.check(document, file.name)
    return document


def _write(file: Path, record: Mapping[str, Any]) -> None:
    write_whole({file: canonical_json(record)}, UNREADABLE)
    note(f"Saved {file}: {len(record['statements'])} statements.")


@consultation_group.command("open")
@click.argument("scenario_file", metavar="SCENARIO", type=FILE)
@click.option("--out", type=FILE, required=True, help="The record to write.")
@click.pass_obj
def open_(chosen: Any, scenario_file: Path, out: Path) -> None:
    """Open a record from SCENARIO: claims, facts per factor and state, duties, bars, what could follow."""
    given = Given()
    scenario = given.scenario(scenario_file)
    book = load(chosen.book)
    given.about(book, scenario)
    given.stop()
    _write(out, consulting.open_record(book, scenario, at=datetime.now(UTC)))


@consultation_group.command("add")
@click.argument("file", type=FILE)
@click.option("--state", required=True, help="The side that speaks.")
@click.option("--kind", type=click.Choice(get_args(consulting.Kind)), required=True, help="What is stated.")
@click.option("--code", default="", help="The factor, decision or follow-up, as the record names it.")
@click.option("--about", default="", help="The state a factor speaks for; without it the own.")
@click.option("--words", default="", help="In the side's own words.")
@click.option("--by", "asserted_by", required=True, help="The authority that asserts it.")
def add(file: Path, *, state: str, kind: str, code: str, about: str, words: str, asserted_by: str) -> None:
    """Add a statement of one side; what was said before stays as it is."""
    given = Given()
    side = given.states([state], "--state")
    spoken_for = given.states([about] if about else [], "--about")
    before = given.trying(lambda: _read(file))
    given.stop()
    assert before is not None
    record = consulting.add(
        before,
        side[0],
        cast(consulting.Kind, kind),
        asserted_by=asserted_by,
        at=datetime.now(UTC),
        about=spoken_for[0] if spoken_for else "",
        code=code,
        words=words,
    )
    _write(file, record)


@consultation_group.command("join")
@click.argument("ours", type=FILE)
@click.argument("theirs", type=FILE)
@click.option("--out", type=FILE, required=True, help="The record to write.")
def join(ours: Path, theirs: Path, out: Path) -> None:
    """Join two copies where one continues the other."""
    try:
        _write(out, consulting.join(_read(ours), _read(theirs)))
    except Conflict as error:
        for fault in error.faults:
            note(f"{fault.text}  [{fault.code}]")
        raise SystemExit(NO) from error


@consultation_group.command("show")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(file: Path, as_json: bool) -> None:
    """Show where a consultation stands. Exit status 1 while the sides have not agreed."""
    record = _read(file)
    stands = consulting.standing(record)

    def people() -> None:
        rows = [
            [
                factor["title"],
                factor["weight"],
                "\n".join(f"{s}: {', '.join(found)}" for s, found in factor["states"].items()) or "-",
                "\n".join(
                    f"{about}: {one['words']} ({one['asserted_by']})"
                    for about, said in stands["factors"].get(factor["id"], {}).items()
                    for one in said
                )
                or "-",
            ]
            for factor in record["factors"]
        ]
        print_table(
            "Factors (nothing is added up)", ["factor", "weight", "facts", "what the sides say"], rows
        )
        for state in record["states"]:
            print_line(f"{country_name(state)}: {stands['decisions'].get(state, 'has said nothing yet')}")
        print_line("Agreed." if stands["agreed"] else "Not agreed yet.")

    emit({**record, "standing": stands}, as_json=as_json, people=people)
    raise SystemExit(FINE if stands["agreed"] else NO)


@consultation_group.command("paper")
@click.argument("file", type=FILE)
@click.option("--out", type=FILE, required=True, help="The PDF to write.")
@click.option("--lang", default="en", show_default=True, help="Language of the labels.")
def paper(file: Path, out: Path, lang: str) -> None:
    """Print a record as PDF, to be signed and filed."""
    given = Given()
    given.lang(lang)
    record = given.trying(lambda: _read(file))
    given.stop()
    assert record is not None
    data = pdf(record, lang)
    write_whole({out: data}, UNREADABLE)
    note(f"Printed {out}.")


COMMANDS: tuple[click.Command, ...] = (consultation_group,)
"""What ``comity law`` adds to its group."""
