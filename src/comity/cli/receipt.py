"""``comity receipt``: acknowledgements of reports and receipts for messages, verified off line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from comity.cli.output import NO, emit, note, print_line
from comity.cli.trusting import FILE, SCHEMA, holds, judged, read_bytes, read_trust, trust_options
from comity.custody import acknowledgement, verify
from comity.kernel.digest import digest
from comity.kernel.errors import declare

OTHER_COPY = declare(
    "cli.receipt.other_copy",
    "The acknowledgement holds, but it is about other words or files than those given.",
    "Compare with the copy that was made when the report was sent.",
)


@click.group("receipt")
def receipt() -> None:
    """Verify acknowledgements and receipts."""


@receipt.command("verify")
@click.argument("file", type=FILE)
@click.option(
    "--report", type=FILE, help="The reporter's copy of the report: is the acknowledgement about it?"
)
@click.option(
    "--file", "files", type=FILE, multiple=True, help="A file that was sent with the report. May be repeated."
)
@trust_options
def verify_(
    *,
    file: Path,
    report: Path | None,
    files: tuple[Path, ...],
    trust: Path,
    directory: Path | None,
    at: str | None,
    as_json: bool,
) -> None:
    """Verify an acknowledgement or a receipt, off line.

    Exit status: 0 it holds; 1 it does not, or FILE is no acknowledgement and no receipt; 2 a file cannot be read, or --trust holds
    no public keys.
    """
    trusted = read_trust(trust, directory, at)
    data = read_bytes(file)
    if verify.kind_of(data) == verify.RECEIPT:
        with judged("receipt", as_json=as_json):
            document = acknowledgement.check_receipt(data, trusted)
            holds(
                "receipt",
                {"document": document},
                trusted=trusted,
                as_json=as_json,
                people=lambda: _show_receipt(document),
            )
        return
    with judged("acknowledgement", as_json=as_json):
        document = acknowledgement.check(data, trusted)
    about = acknowledgement.matches(
        document,
        content=None if report is None else digest(read_bytes(report)),
        files=[digest(read_bytes(path)) for path in files],
    )
    if not about:
        fault = OTHER_COPY.fault()
        if as_json:
            found = [{"code": fault.code, "text": fault.text, "facts": {}}]
            emit(
                {"schema": SCHEMA, "kind": "acknowledgement", "holds": False, "faults": found},
                as_json=True,
                people=lambda: None,
            )
        else:
            note(f"{fault.text}  [{fault.code}]")
        sys.exit(NO)
    compared = report is not None or bool(files)
    holds(
        "acknowledgement",
        {"document": document, "compared": compared},
        trusted=trusted,
        as_json=as_json,
        people=lambda: _show(document, compared),
    )


def _show(document: dict[str, object], compared: bool) -> None:
    print_line("The acknowledgement holds.")
    print_line(f"  Reference  {document['reference']}")
    print_line(
        f"  Received   {document['received']}"
        + ("  (to the hour)" if document["precision"] == "hour" else "")
    )
    print_line(f"  By         {document['office']}")
    shown = document["shown"]
    for label, text in shown.items() if isinstance(shown, dict) else ():
        print_line(f"  {label}: {text}")
    if compared:
        print_line("  It is about the copy and files given.")
    print_line(str(document["statement"]))


def _show_receipt(document: dict[str, object]) -> None:
    event = {"stored": "was stored", "opened": "was opened by an officer"}[str(document["event"])]
    print_line("The receipt holds.")
    print_line(f"  The message {document['message']} from {document['to']} to {document['from']}")
    print_line(f"  {event} at {document['at']}; its bytes have the digest {document['digest']}.")
    place = document["log"]
    where = (
        f"entry {place['index']} of its log"
        if isinstance(place, dict)
        else "its place in the log is not shown"
    )
    print_line(f"  {where}")
