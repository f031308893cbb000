"""``comity triage``: selectors of records, and what the questions are."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from comity.cli.output import USAGE, note, print_line
from comity.selectors import scan
from comity.triage.intake import Format, Intake, Record, read


def read_file(file: Path) -> Intake:
    """Read a file of records by its ending and say on standard error what is wrong in which line."""
    format_: Format = "csv" if file.suffix.lower() == ".csv" else "jsonl"
    with file.open("rb") as lines:
        intake = read(lines, format=format_)
    for fault in intake.faults:
        note(f"{fault.text}  [{fault.fault.code}]")
    return intake


def selectors_of(record: Record) -> dict[str, object]:
    """Return a record's own selectors and those found in its narrative, as the command prints them."""
    found = scan(record.narrative, language=record.language, country=record.country)
    given = [one.document() for one in record.selectors]
    answer: dict[str, object] = {
        "id": record.id,
        "selectors": [*given, *(one.document() for one in found.selectors)],
    }
    if not found.complete:
        answer["complete"] = False
    return answer


@click.group()
def triage() -> None:
    """Look at reports: what they name, how urgent they are."""


@triage.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a line a record.")
def extract(file: Path, as_json: bool) -> None:
    """Print the selectors of each record of FILE (JSON lines, or CSV by its ending), one JSON object a line.

    Lines with faults are named on standard error and left out; the exit status is then 2.
    """
    intake = read_file(file)
    answers = (selectors_of(record) for record in intake.records)
    if as_json:
        faults = [{"line": one.line, "code": one.fault.code, "text": one.fault.text} for one in intake.faults]
        document = {"schema": "comity.selectors/1", "records": list(answers), "faults": faults}
        print_line(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for answer in answers:
            print_line(json.dumps(answer, ensure_ascii=False))
    if intake.faults:
        sys.exit(USAGE)
