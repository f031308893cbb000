"""``comity law offences|dual|jurisdiction``: the engine's answers on one law or two, as a table or one JSON document.

Exit status: 0 there is an answer; 1 the answer is "no" (no offence, no dual criminality); 2 bad input.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from comity.cli.law_given import Given
from comity.cli.law_options import Chosen, as_of, json_option, on_option, saving
from comity.cli.law_saved import save
from comity.cli.output import FINE, NO, emit, print_line, print_table
from comity.kernel.errors import declare
from comity.kernel.finding import Verdict
from comity.law.book import load
from comity.law.decision import Question
from comity.law.dual_criminality import compare
from comity.law.jurisdiction import claims
from comity.law.known import state_faults
from comity.law.offences import made_out
from comity.law.route import best_asked
from comity.law.words import country_name, sentence

NO_SIDES = declare(
    "law.cli.no_sides",
    "The scenario names no requesting or no requested state.",
    "Write ask.requesting and ask.requested.",
)


@click.command("offences")
@click.argument("scenario_file", metavar="SCENARIO")
@click.option("--country", "states", metavar="CC", multiple=True, help="Only this state; may be repeated.")
@on_option
@saving
@json_option
@click.pass_obj
def offences_command(
    chosen: Chosen,
    scenario_file: str,
    *,
    states: tuple[str, ...],
    day: str | None,
    receipt: Path | None,
    pdf: Path | None,
    as_json: bool,
) -> None:
    """Show which offences the facts of SCENARIO make out, in all states of the book or in those named."""
    given = Given()
    scenario = as_of(given, given.scenario(scenario_file), day)
    named = given.states(states, "--country")
    book = load(chosen.book)
    given.about(book, scenario)
    given.stop(*state_faults(book, named, "--country"))
    save(book, Question("offences", scenario, countries=named), receipt, pdf)
    answer = made_out(book, scenario.facts, named or None, scenario.on)
    emit(answer.document(), as_json=as_json, people=lambda: _print_offences(answer.document()))
    found = any(one.verdict is Verdict.YES for offences in answer.countries.values() for one in offences)
    raise SystemExit(FINE if found else NO)


def _print_offences(document: Mapping[str, Any]) -> None:
    rows = [
        [
            country_name(state),
            one["article"],
            one["statute"] or "-",
            one["verdict"],
            ", ".join(one["unmet"]) or "-",
            ", ".join(one["unknown"]) or "-",
            str(one["max_penalty_months"] if one["max_penalty_months"] is not None else "-"),
            one["confidence"],
        ]
        for state, offences in document["countries"].items()
        for one in offences
    ]
    columns = ["state", "article", "statute", "made out", "unmet", "unknown", "max. months", "record"]
    print_table(f"Offences on {document['on']}", columns, rows)


@click.command("dual")
@click.argument("scenario_file", metavar="SCENARIO")
@on_option
@saving
@json_option
@click.pass_obj
def dual_command(
    chosen: Chosen,
    scenario_file: str,
    *,
    day: str | None,
    receipt: Path | None,
    pdf: Path | None,
    as_json: bool,
) -> None:
    """Compare the two laws for SCENARIO, element by element."""
    given = Given()
    scenario = as_of(given, given.scenario(scenario_file), day)
    book = load(chosen.book)
    whole = not given.faults
    given.about(book, scenario)
    if whole and (scenario.ask.requesting is None or not scenario.ask.requested):
        given.faults.append(NO_SIDES.fault())
    given.stop()
    save(book, Question("dual", scenario), receipt, pdf)
    compared = compare(book, scenario)
    documents = [one.document(best_asked(book, scenario, one.requested)) for one in compared]
    document = documents[0] if len(documents) == 1 else {**documents[0], "pairs": documents}

    def people() -> None:
        for one in compared:
            for reason in one.reasons:
                print_line(sentence(reason))
            rows = [
                [
                    row.element,
                    "yes" if row.requesting else "-",
                    "yes" if row.requested else "-",
                    str(row.document()["fact"]),
                ]
                for row in one.elements
            ]
            title = f"{country_name(one.requesting)} and {country_name(one.requested)}: {one.verdict.value}"
            print_table(title, ["element", one.requesting, one.requested, "fact"], rows)

    emit(document, as_json=as_json, people=people)
    raise SystemExit(NO if any(one.verdict is Verdict.NO for one in compared) else FINE)


@click.command("jurisdiction")
@click.argument("scenario_file", metavar="SCENARIO")
@on_option
@saving
@json_option
@click.pass_obj
def jurisdiction_command(
    chosen: Chosen,
    scenario_file: str,
    *,
    day: str | None,
    receipt: Path | None,
    pdf: Path | None,
    as_json: bool,
) -> None:
    """Set out who may prosecute SCENARIO: claims, facts for each factor, duties. No winner is computed."""
    given = Given()
    scenario = as_of(given, given.scenario(scenario_file), day)
    book = load(chosen.book)
    given.about(book, scenario)
    given.stop()
    save(book, Question("jurisdiction", scenario), receipt, pdf)
    document = claims(book, scenario).document()

    def people() -> None:
        rows = [
            [
                country_name(claim["state"]),
                claim["head"],
                claim["cite"],
                claim["verdict"],
                "\n".join(reason["text"] for reason in claim["reasons"]),
            ]
            for claim in document["claims"]
        ]
        print_table("Claims", ["state", "head", "source", "shown", "why"], rows)
        facts = [
            [
                factor["title"],
                factor["weight"],
                "; ".join(f"{s}: {', '.join(v)}" for s, v in factor["states"].items()) or "-",
            ]
            for factor in document["factors"].values()
        ]
        print_table("Factors (nothing is added up)", ["factor", "weight", "what the facts say"], facts)
        for duty in document["duties"]:
            print_line(f"{', '.join(duty['states'])}: {duty['text']} ({duty['cite']})")
        bars = [
            [
                f"{country_name(bar['judged_in'])} > {country_name(bar['state'])}",
                f"{bar['title']} ({bar['cite']})",
                bar["verdict"] if bar["reach"] == "across" else "bars nothing there",
                ", ".join(step["settles"] for step in bar["steps"] if step["settles"]) or "-",
            ]
            for bar in document["ne_bis_in_idem"]
        ]
        if bars:
            print_table(
                "Earlier proceedings (ne bis in idem)",
                ["judged > for", "bar", "barred", "what would settle it"],
                bars,
            )

    emit(document, as_json=as_json, people=people)
    raise SystemExit(FINE if any(claim["verdict"] != "no" for claim in document["claims"]) else NO)


COMMANDS: tuple[click.Command, ...] = (offences_command, dual_command, jurisdiction_command)
"""What ``comity law`` adds to its group."""
