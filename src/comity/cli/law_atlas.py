"""``comity law atlas``: where cooperation is open and where it is closed, by relation; and what would close the gap.

Exit status: 0 there is an answer; 1 the relation is not on offer; 2 bad input.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from comity.cli.law_given import Given
from comity.cli.law_options import Chosen, choice_faults, print_notice, shared
from comity.cli.output import FINE, NO, emit, print_line, print_table
from comity.kernel.errors import BadInput, declare
from comity.law.book import Book, load
from comity.law.expectations import ON_OFFER
from comity.law.words import country_name, word

if TYPE_CHECKING:
    from datetime import date


NO_STATE = declare(
    "law.atlas.no_state_named",
    "No state is named.",
    "Give --from CC, --to CC, or both: the atlas shows the relations of a state, never states by their answer.",
)
TWO_FORMS = declare("law.atlas.two_forms", "--json and --csv are given.", "Choose one.")
DATA_OF_VIEW = declare(
    "law.atlas.data_of_a_view",
    "A kind of data is chosen for one relation only; a table shows them all.",
    "Leave out --data, or name both states, one conduct and one measure.",
)
CSV_OF_VIEW = declare(
    "law.atlas.csv_of_a_view",
    "One relation is no table.",
    "Leave out --to (or --from) to get a table as CSV.",
)


@click.command("atlas")
@click.option("--from", "requesting", metavar="CC", help="The state that asks.")
@click.option("--to", "requested", metavar="CC", help="The state asked.")
@click.option(
    "--conduct",
    metavar="ARTICLE",
    multiple=True,
    help="Core conduct only; may be repeated. Default: all of it.",
)
@click.option("--measure", metavar="M", multiple=True, help="Canonical name of a measure; may be repeated.")
@click.option("--data", "category", metavar="KIND", default="", help="Kind of data, for one relation.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the table as CSV.")
@shared
@click.pass_obj
def atlas_command(
    chosen: Chosen,
    *,
    requesting: str | None,
    requested: str | None,
    conduct: tuple[str, ...],
    measure: tuple[str, ...],
    category: str,
    as_csv: bool,
    duty: bool,
    day: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Show where cooperation is open and closed in the relations of a state, and what would close a gap.

    With both states, one conduct and one measure: the relation explained. Else a table, in the order of names.
    """
    if as_csv and as_json:
        raise BadInput(TWO_FORMS.fault())
    if not (requesting or requested):
        raise BadInput(NO_STATE.fault())
    from comity.law.atlas.relations import faults

    given = Given()
    given.lang(lang)
    book = load(chosen.book)
    on = given.asked_on(book, day)
    named = [(one, option) for one, option in ((requesting, "--from"), (requested, "--to")) if one]
    sides: tuple[str, ...] = ()
    for one, option in named:
        codes = given.states([one], option)
        given.faults += [fault.at(option) for fault in faults(book, states=codes)]
        sides += tuple(map(str, codes))
    one_relation = len(named) == 2 and len(conduct) == 1 and len(measure) == 1
    if category and not one_relation:
        given.faults.append(DATA_OF_VIEW.fault())
    given.stop(*choice_faults(book, conduct, measure))
    if one_relation:
        if as_csv:
            raise BadInput(CSV_OF_VIEW.fault())
        _one_relation(
            book, on, sides, conduct[0], measure[0], category=category, duty=duty, lang=lang, as_json=as_json
        )
        return
    from comity.law.atlas.table import Table
    from comity.law.atlas.view import View
    from comity.law.atlas.world import World

    states = sides if len(sides) == 2 else tuple(sorted({*book.states, *sides}))
    world = World(book, on, states=states, measures=measure, conducts=conduct)
    side = "requesting" if requesting else "requested"
    view = View(Table(world, duty=duty), sides[0], side, sides[1] if len(sides) == 2 else "")
    if as_csv:
        sys.stdout.write(view.csv(lang))
        return
    document = view.document(lang)
    emit(document, as_json=as_json, people=lambda: _print_view(document, lang))


def _one_relation(
    book: Book,
    on: date,
    sides: tuple[str, ...],
    conduct: str,
    measure: str,
    *,
    category: str,
    duty: bool,
    lang: str,
    as_json: bool,
) -> None:
    from comity.law.atlas.explained import explain
    from comity.law.atlas.relations import Relation, faults, kinds_of_data

    asked = not faults(book, measures=(measure,)) and not category
    categories = kinds_of_data(book, measure) if asked else (category,)
    told = [
        explain(book, Relation(sides[0], sides[1], conduct, measure, kind), on, duty=duty)
        for kind in categories
    ]
    documents = [one.document(lang) for one in told]
    document = documents[0] if len(documents) == 1 else {**documents[0], "kinds_of_data": documents}

    def people() -> None:
        rows = [
            [
                word(one["relation"]["data_category"], lang),
                _shown(one),
                "\n".join(f"{route['legal_basis']} ({route['status']})" for route in one["routes"][:3])
                or "-",
                "\n".join(reason["text"] for reason in one["against"][:3]) or "-",
                _plans(one["closing"]),
            ]
            for one in documents
        ]
        title = f"{country_name(sides[0], lang)} asks {country_name(sides[1], lang)}: {conduct}, {measure}, {on.isoformat()}"
        print_table(
            title,
            ["data", "answer", "carried by", "what stands against it", "what would close the gap"],
            rows,
        )
        print_notice(documents[0]["notice"])

    emit(document, as_json=as_json, people=people)
    raise SystemExit(FINE if any(one.status in ON_OFFER for one in told) else NO)


def _shown(cell: Mapping[str, Any]) -> str:
    """Write an answer for people: hatched ones are marked, a missing record is called so."""
    text = str(cell["status"])
    if cell["no_record"]:
        text += " (no record)"
    if cell.get("opens_later") or cell.get("opens"):
        text += " (may open later)"
    return text + (" *" if cell["shown"] == "hatched" else "")


def _plans(closing: Mapping[str, Any] | None) -> str:
    if closing is None:
        return "-"
    plans = ["; ".join(step["text"] for step in plan["steps"]) for plan in closing["plans"]]
    return "\n".join(plans[:3]) or "no step in the book's reach"


def _print_view(document: Mapping[str, Any], lang: str) -> None:
    rows = [
        [
            f"{row['requesting']} > {row['requested']}",
            row["conduct"],
            row["measure"],
            word(row["data_category"], lang),
            _shown(row),
        ]
        for row in document["relations"]
    ]
    title = f"{country_name(document['state'], lang)}, {document['on']}, book {document['book']['version']}"
    print_table(title, ["from > to", "conduct", "measure", "data", "answer"], rows)
    print_line(document["profile"]["text"]["text"])
    print_notice(document["notice"])


COMMANDS: tuple[click.Command, ...] = (atlas_command,)
"""What ``comity law`` adds to its group."""
