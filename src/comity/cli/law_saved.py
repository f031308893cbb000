"""``comity law rerun|paper|diff``: saved answers made again or printed, and two books compared.

Exit status: 0 the same (no change); 1 something differs; 2 bad input.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from comity.cli.law_books import book_of
from comity.cli.law_given import Given, write_whole
from comity.cli.output import FINE, NO, emit, note, print_line, print_table
from comity.kernel.errors import BadInput, declare
from comity.law.book import Book, load
from comity.law.decision import Question, Receipt, decide, parse
from comity.law.diff import Diff, compare_books
from comity.law.paper.printing import pdf
from comity.law.rerun import Rerun, rerun

FILE = click.Path(path_type=Path, dir_okay=False)
NO_FILE = declare("law.cli.no_file", "{file}: it cannot be read or written ({why}).")
_SHOWN = 30


def save(book: Book, question: Question, receipt: Path | None, paper: Path | None) -> None:
    """Save an answer as a receipt, on paper, or both; what was written where is said on standard error."""
    if receipt is None and paper is None:
        return
    made = decide(book, question, at=datetime.now(UTC))
    files = {} if receipt is None else {receipt: made.data}
    if paper is not None:
        files[paper] = pdf(made)
    write_whole(files, NO_FILE)
    for file in files:
        word = "Saved" if file == receipt else "Printed"
        note(f"{word} {file}; the receipt has the digest {made.digest}.")


def _read(file: Path) -> Receipt:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadInput(NO_FILE.fault(file=str(file), why=error.strerror or type(error).__name__)) from error
    return parse(data, file.name)


@click.command("rerun")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option(
    "--against",
    metavar="BOOK",
    help="Another book: a folder, or a git revision of the book. The answer is compared.",
)
@click.option("--on", "day", metavar="DATE", help="Ask as of another day. The answer is compared.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def rerun_command(
    chosen: Any, files: tuple[Path, ...], *, against: str | None, day: str | None, as_json: bool
) -> None:
    """Make saved answers again, byte for byte; with --against or --on say which would now differ.

    Exit status 0: reproduced (with --against or --on: the same answer). 1: something differs, and what.
    """
    given = Given()
    read = [(file, given.trying(partial(_read, file))) for file in files]
    book = given.trying(lambda: book_of(against, chosen.book) if against else load(chosen.book))
    on = given.day(day) if day is None or book is None else given.asked_on(book, day)
    given.stop()
    assert book is not None
    saved = [(file, receipt) for file, receipt in read if receipt is not None]
    runs = [(file, rerun(receipt, book, on=on)) for file, receipt in saved]
    compared = against is not None or on is not None
    document: dict[str, Any] = {"schema": "comity.reruns/1", "compared": compared}
    document["files"] = [{"file": str(file), **run.document()} for file, run in runs]

    def people() -> None:
        for file, run in runs:
            _say(file, run, compared)

    emit(document, as_json=as_json, people=people)
    good = all(run.same_answer if compared else run.reproduced for _, run in runs)
    raise SystemExit(FINE if good else NO)


def _say(file: Path, run: Rerun, compared: bool) -> None:
    if run.reproduced:
        print_line(f"{file}: reproduced byte for byte ({run.saved.digest}).")
    elif run.same_answer:
        print_line(f"{file}: the same answer" + ("." if compared else ", but not byte for byte."))
    else:
        print_line(f"{file}: the answer differs in {len(run.answer)} places.")
    if not run.same_book:
        saved, now = run.saved.document["book"], run.now.document["book"]
        print_line(
            f"  Saved with book {saved['version']} {saved['digest']}; now {now['version']} {now['digest']}."
        )
    if not run.same_engine:
        print_line("  The programs are others than those it was saved with.")
    if not run.same_words:
        print_line("  The sentences have changed; codes and values are compared.")
    if run.records:
        rows = [[one.what, one.id] for one in run.records[:_SHOWN]]
        print_table(f"Records that differ: {len(run.records)}", ["how", "record"], rows)
    elif not run.reproduced and not run.same_book:
        print_line("  No record this answer rests on differs.")
    if run.answer:
        rows = [[one.where, _short(one.saved), _short(one.now)] for one in run.answer[:_SHOWN]]
        print_table("Where the answer differs", ["where", "saved", "now"], rows)


def _short(value: Any) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= 80 else text[:77] + "..."


@click.command("paper")
@click.argument("file", type=FILE)
@click.option("--out", type=FILE, required=True, help="The PDF to write.")
def paper_command(file: Path, out: Path) -> None:
    """Print a saved answer as PDF, to be read without the software. Nothing is asked again."""
    receipt = _read(file)
    write_whole({out: pdf(receipt)}, NO_FILE)
    note(f"Printed {out}; the receipt has the digest {receipt.digest}.")


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--lang", default="en", show_default=True, help="Language of the sentences.")
@click.option(
    "--law-only", is_flag=True, help="Leave out what only says how a fact is known (source, last looked at)."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def diff_command(chosen: Any, before: str, after: str, *, lang: str, law_only: bool, as_json: bool) -> None:
    """Say in words what changed between two books, given as folders or git revisions of the book."""
    given = Given()
    given.lang(lang)
    books = [given.trying(partial(book_of, name, chosen.book)) for name in (before, after)]
    given.stop()
    one, other = (book for book in books if book is not None)
    found = compare_books(one, other)
    if law_only:
        found = Diff(found.before, found.after, tuple(one for one in found.changes if one.is_law))
    document = found.document(lang)

    def people() -> None:
        print_line(f"From {found.before['version']} {found.before['digest']}")
        print_line(f"to   {found.after['version']} {found.after['digest']}: {len(found.changes)} records.")
        for change in document["changes"]:
            for text in change["text"]:
                print_line(f"- {text}")

    emit(document, as_json=as_json, people=people)
    raise SystemExit(NO if found.changes else FINE)


COMMANDS: tuple[click.Command, ...] = (rerun_command, paper_command, diff_command)
"""What ``comity law`` adds to its group."""
