"""``comity linkage``: which records belong together, and why."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from comity.cli.output import USAGE, print_line
from comity.cli.triage import read_file
from comity.linkage import Clustering, Key, cluster, keys_of
from comity.selectors import extract
from comity.selectors.lists import default_hubs
from comity.triage.intake import Record


def keys_of_record(record: Record) -> tuple[Key, ...]:
    """Return the keys of a record: its own selectors, those in its narrative, and the narrative's words."""
    found = extract(record.narrative, language=record.language, country=record.country)
    return keys_of([*record.selectors, *found], record.narrative, hubs=default_hubs())


def lines_of(clustering: Clustering) -> list[dict[str, object]]:
    """Return one object a report: its campaign and why it is in it."""
    lines: list[dict[str, object]] = []
    for campaign in clustering.campaigns:
        reasons: dict[str, list[dict[str, object]]] = {member: [] for member in campaign.members}
        for link in campaign.links:
            for shared in link.reasons:
                reasons[link.one].append(shared.document(link.other))
                reasons[link.other].append(shared.document(link.one))
        lines.extend(
            {"id": member, "campaign": campaign.id, "reasons": reasons[member]} for member in campaign.members
        )
    return lines


@click.group()
def linkage() -> None:
    """Link reports into campaigns."""


@linkage.command("cluster")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document, with the possible links.")
def cluster_command(file: Path, as_json: bool) -> None:
    """Print the campaign of each record of FILE with reasons, one JSON object a line, in the order of the file.

    A record that shares nothing is a campaign of its own. Lines with faults are named on standard error and left
    out; the exit status is then 2.
    """
    intake = read_file(file)
    found = cluster({record.id: keys_of_record(record) for record in intake.records})
    order = {record.id: place for place, record in enumerate(intake.records)}
    lines = sorted(lines_of(found), key=lambda line: order[str(line["id"])])
    if as_json:
        document = {
            "schema": "comity.campaigns/1",
            "records": lines,
            "possible": [
                {"one": link.one, "other": link.other, "weight": link.weight,
                 "reasons": [shared.document(link.other) for shared in link.reasons]}
                for link in found.possible
            ],
            "faults": [{"line": one.line, "code": one.fault.code, "text": one.fault.text} for one in intake.faults],
        }  # fmt: skip
        print_line(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print_line(json.dumps(line, ensure_ascii=False))
    if intake.faults:
        sys.exit(USAGE)
