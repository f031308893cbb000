"""``comity law``: the book checked, one record shown; the engine's answers join where they are installed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from comity.cli.law_given import Given
from comity.cli.output import FINE, NO, emit, print_line, print_table
from comity.kernel.errors import Fault
from comity.law import check as checking
from comity.law import completeness as completing
from comity.law import show as showing
from comity.law.atlas.geometry import PROFILE_FROM
from comity.law.book import Book, find_folder, load
from comity.law.words import country_name

_FIRST = 20
"""Findings shown as a table for people; the rest are counted (``--json`` has them all)."""

_WEIGHTY = 5
"""Facts a state must have to be named among the least verified."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the group's options chose: the folder of the book, or none."""

    book: Path | None = None


@click.group("law")
@click.option(
    "--book",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of the law book. Without it: COMITY_BOOK, the installed book, the checkout.",
)
@click.pass_context
def law(ctx: click.Context, book: Path | None) -> None:
    """Ask the law book: check it, show a record, see routes, offences, dual criminality, jurisdiction."""
    ctx.obj = Choice(book)


@law.command("check")
@click.argument("states", metavar="[CC]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def check(choice: Choice, states: tuple[str, ...], as_json: bool) -> None:
    """Check the whole book: every finding, the counts against those expected, what is verified.

    With country codes: what is missing, from memory or known by its heading only for these (comity.law-completeness/1).
    Exit status 1 if there is a finding, or if something is missing.
    """
    if states:
        _missing(load(choice.book), tuple(dict.fromkeys(code.upper() for code in states)), as_json=as_json)
    folder, origin = find_folder(choice.book)
    report = checking.run(folder)
    emit(_document(report, origin), as_json=as_json, people=lambda: _for_people(report, origin))
    raise SystemExit(NO if report.findings else FINE)


def _missing(book: Book, states: tuple[str, ...], *, as_json: bool) -> None:
    document = completing.document(book, states)
    emit(document, as_json=as_json, people=lambda: _print_missing(book, states))
    raise SystemExit(NO if any(one["lacking"] for one in document["states"]) else FINE)


def _print_missing(book: Book, states: tuple[str, ...]) -> None:
    for found in (completing.figures(book, state) for state in states):
        verified, every = found.facts
        shown = "profile shown" if found.profile else f"no profile below {PROFILE_FROM} %"
        print_line(f"{country_name(found.state)}: {_share((verified, every))} verified, {shown}; last checked on {found.last_checked}")  # fmt: skip
        print_table(
            "Records",
            ["kind", "verified", "from memory", "missing", "heading only"],
            [[kind, str(one.verified), str(one.recalled), str(one.missing), str(one.unread)] for kind, one in found.shares],
        )  # fmt: skip
        print_table(
            "To be looked up",
            ["kind", "what", "why", "record"],
            [[one.kind.replace("_", " "), one.id, one.lack.replace("_", " "), one.record] for one in found.lacking],
        )  # fmt: skip


def _fault(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "facts": dict(fault.facts), "text": fault.text}


def _document(report: checking.Report, origin: str) -> dict[str, Any]:
    return {
        "schema": "comity.law-check/1",
        "book": {"version": report.version, "digest": report.digest, "origin": origin},
        "findings": [_fault(fault) for fault in report.findings],
        "notes": [_fault(fault) for fault in report.notes],
        "counts": report.counts,
        "expected": report.expected,
        "verified": {
            state: {"verified": share[0], "all": share[1]} for state, share in report.shares.items()
        },
        "verified_law": {
            state: {kind: {"verified": share[0], "all": share[1]} for kind, share in row.items()}
            for state, row in report.national.items()
        },
    }


def _for_people(report: checking.Report, origin: str) -> None:
    print_line(f"Law book {report.version or '(unreadable)'}, {report.digest}, from the {origin}")
    rows = [
        [
            kind.replace("_", " "),
            str(number),
            str(report.expected.get("records", {}).get(kind, "")),
            str(report.counts["verified"].get(kind, "")),
        ]
        for kind, number in report.counts.get("records", {}).items()
    ]
    if rows:
        print_table("Records", ["kind", "in the book", "expected", "verified"], rows)
    shares = dict(report.shares)
    if shares:
        verified, total = shares.pop("all")
        print_line(f"Verified: {verified} of {total} facts ({100 * verified // total} %).")
        weighty = [item for item in shares.items() if item[1][1] >= _WEIGHTY]
        weakest = sorted(weighty, key=lambda item: item[1][0] / item[1][1])[:10]
        print_table(
            "Least verified states",
            ["state", "verified", "of"],
            [[state, str(share[0]), str(share[1])] for state, share in weakest],
        )
        _national(report)
    for title, faults in (("Notes", report.notes), ("Findings", report.findings)):
        if not faults:
            print_line(f"{title}: none.")
            continue
        print_line(f"{title}: {len(faults)}")
        for fault in faults[:_FIRST]:
            print_line(f"  {fault.text}  [{fault.code}]")
        if len(faults) > _FIRST:
            print_line(f"  and {len(faults) - _FIRST} more: use --json to see them all.")


def _national(report: checking.Report) -> None:
    """Print what of each state's own law was read: its offences, its powers, and all of them."""
    kinds = {"offences": "offences verified", "powers": "powers verified"}
    rows = dict(report.national)
    everything = rows.pop("all")
    print_table(
        "Own law, by state",
        ["state", *kinds.values()],
        [[state, *(_share(row[kind]) for kind in kinds)] for state, row in rows.items()],
    )
    for kind, title in kinds.items():
        print_line(f"{title.capitalize()}: {_share(everything[kind])}.")


def _share(share: tuple[int, int]) -> str:
    """Write a share; without a record there is none.

    >>> _share((3, 4)), _share((0, 0))
    ('3 of 4 (75 %)', 'no record')
    """
    verified, total = share
    return f"{verified} of {total} ({100 * verified // total} %)" if total else "no record"


@law.command("show")
@click.argument("kind")
@click.argument("id")
@click.option("--on", "day", default=None, help="As of this day (2026-11-22); default: the book's day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def show(choice: Choice, kind: str, id: str, day: str | None, as_json: bool) -> None:
    """Show one record: treaty ets185, party ets185/JP, state JP, offence JP/ETS185:2, instrument, assistance DE/JP, record parties/ets185/JP ..."""
    given = Given()
    book = load(choice.book)
    on = given.asked_on(book, day)
    document = given.trying(lambda: showing.show(book, kind, id, on))
    given.stop()
    assert document is not None
    emit(document, as_json=as_json, people=lambda: _print_tree(document))


def _print_tree(value: Any, indent: int = 0) -> None:
    pad = "  " * indent
    for key, item in value.items():
        name = key.replace("_", " ")
        if isinstance(item, dict):
            print_line(f"{pad}{name}:")
            _print_tree(item, indent + 1)
        elif isinstance(item, list | tuple) and item and isinstance(item[0], dict):
            print_line(f"{pad}{name}: {len(item)}")
            for row in item:
                print_line(f"{pad}  - {_one_line(row)}")
        elif isinstance(item, list | tuple):
            print_line(f"{pad}{name}: {', '.join(str(part) for part in item) or 'none'}")
        else:
            print_line(f"{pad}{name}: {item}")


def _one_line(row: dict[str, Any]) -> str:
    return "; ".join(
        f"{key.replace('_', ' ')} {', '.join(map(str, item)) if isinstance(item, list | tuple) else item}"
        for key, item in row.items()
        if not isinstance(item, dict)
    )


_MORE = (
    "comity.cli.law_routes",
    "comity.cli.law_answers",
    "comity.cli.law_saved",
    "comity.cli.law_gaps",
    "comity.cli.law_consultation",
    "comity.cli.law_atlas",
    "comity.cli.law_steps",
)
"""The engine's commands: routes, offences, dual, jurisdiction; rerun, paper, diff; gaps; consultation;
atlas, what-if, next-steps."""

for _module in _MORE:
    if find_spec(_module) is not None:
        for command in import_module(_module).COMMANDS:
            law.add_command(command)
