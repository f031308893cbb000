"""``comity node import``: bring in reports that were taken elsewhere, a file whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from comity.cli.output import USAGE, emit, note, print_line
from comity.kernel.actor import system
from comity.kernel.errors import BadInput, declare
from comity.node.base import commands, home
from comity.triage.intake import Format, Intake, read

NO_DESK = declare(
    "reports.import.no_desk",
    "{code!r} is not an organisation this node hosts.",
    "Name one of them with --owner: {known}.",
)
_SHOWN = 50
_FORMATS: dict[str, Format] = {".csv": "csv", ".jsonl": "jsonl", ".json": "jsonl", ".ndjson": "jsonl"}


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--owner", default="", help="The desk that answers for these reports; its police desk if not given."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    help="What FILE is; its ending says so if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(folder: Path, file: Path, *, owner: str, form: Format | None, as_json: bool) -> None:
    """Import the reports of FILE (JSON lines or CSV) into the node in FOLDER.

    All or nothing: with one fault in any line nothing of FILE is imported, and every fault is named with its line. Run
    again, it imports nothing twice.

    Exit status: 0 imported; 2 faults in the file.
    """
    chosen: Format = form or _FORMATS.get(file.suffix.lower(), "jsonl")
    with file.open("rb") as lines:
        intake = read(lines, format=chosen)
    if intake.faults:
        _tell_faults(file, intake, as_json)
        sys.exit(USAGE)
    node = home.read(folder.resolve())
    with commands.inside(node):
        done = _import(node, intake, owner)
    document = {"schema": "comity.import/1", "imported": done.new, "known": done.known, "faults": []}
    emit(
        document,
        as_json=as_json,
        people=lambda: print_line(f"{done.new} reports imported, {done.known} known before."),
    )


def _import(node: home.Home, intake: Intake, owner: str) -> Any:
    from comity.node.base import clock
    from comity.node.base.models import Participant
    from comity.node.reports.importing import import_records
    from comity.node.reports.queries import desk_for_reports

    hosted = {row.code: row for row in Participant.objects.filter(hosted=True)}
    if owner and owner not in hosted:
        raise BadInput(NO_DESK.fault(code=owner, known=", ".join(sorted(hosted))))
    desk = hosted[owner] if owner else desk_for_reports()
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar, clock.holding() as now:
        task = bar.add_task("import", total=len(intake.records))
        return import_records(
            intake.records,
            owner=desk,
            by=system("import"),
            at=now,
            progress=lambda done: bar.update(task, completed=done),
        )


def _tell_faults(file: Path, intake: Intake, as_json: bool) -> None:
    document = {
        "schema": "comity.import/1",
        "imported": 0,
        "known": 0,
        "faults": [
            {"line": one.line, "code": one.fault.code, "text": one.fault.text} for one in intake.faults
        ],
    }

    def people() -> None:
        for one in intake.faults[:_SHOWN]:
            note(f"{file.name}, {one.text}  [{one.fault.code}]")
        if len(intake.faults) > _SHOWN:
            note(f"... and {len(intake.faults) - _SHOWN} more faults; --json names them all.")
        note("Nothing was imported.")

    emit(document, as_json=as_json, people=people)
