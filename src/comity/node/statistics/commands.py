"""``comity stats``: build the figures of a node by hand."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli.output import emit, print_line, print_table
from comity.node.base.commands import inside
from comity.node.base.home import read


@click.group("stats")
def stats() -> None:
    """Count what a node has, with small cells suppressed."""


@stats.command("build")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the document comity.figures/1.")
def build_(folder: Path, as_json: bool) -> None:
    """Build the figures of the node in FOLDER now. A statistician publishes them at the desk; this does not."""
    with inside(read(folder.resolve())):
        from comity.node.base import clock
        from comity.node.statistics import actions

        row = actions.build(at=clock.now())
        document = row.document

    def people() -> None:
        print_line(
            f"{document['node']}: built, not published. Counts under {document['threshold']} are hidden."
        )
        rows = [
            [
                one["title"]["en"],
                str(len(one["cells"])),
                str(sum(cell["suppressed"] for cell in one["cells"])),
                _count(one["total"]),
            ]
            for one in document["measures"]
        ]
        print_table("Figures", ["measure", "cells", "hidden", "in all"], rows)

    emit(document, as_json=as_json, people=people)


def _count(total: dict[str, object]) -> str:
    return "hidden" if total["suppressed"] else str(total["count"])
