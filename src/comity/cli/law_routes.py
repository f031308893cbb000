"""``comity law routes``: every way with its gates, the plan, what may follow a refusal; a case file checked against what it expects.

Exit status: 0 a route is on offer; 1 none is, or with ``--check`` an expectation of the case does not hold; 2 bad input.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from comity.cli.law_given import Given
from comity.cli.law_measured import read_measured
from comity.cli.law_options import Chosen, as_of, json_option, on_option, saving
from comity.cli.law_saved import save
from comity.cli.output import FINE, NO, emit, note, print_line, print_table
from comity.facts.scenario import Scenario, read
from comity.kernel.errors import BadInput, declare
from comity.law.book import Book, load
from comity.law.decision import Question
from comity.law.dual_criminality import compare
from comity.law.expectations import ON_OFFER, Miss, check, check_other
from comity.law.jurisdiction import claims
from comity.law.known import side_faults
from comity.law.offences import made_out
from comity.law.route import best_asked, routes
from comity.law.running import Desk

NO_QUESTION = declare(
    "law.cli.no_question",
    "There is no question to answer.",
    "Give a scenario file, or --from CC --to CC --measure M.",
)
TWO_QUESTIONS = declare(
    "law.cli.two_questions",
    "A scenario file and --from/--to/--measure are given.",
    "Use --scenario FILE to add facts to --from and --to.",
)

_SHOWN_REASONS = 3


@click.command("routes")
@click.argument("scenario_file", metavar="SCENARIO", required=False)
@click.option("--from", "requesting", metavar="CC", help="The state that asks.")
@click.option("--to", "requested", metavar="CC", multiple=True, help="The state asked; may be repeated.")
@click.option("--measure", metavar="M", default="", help="Canonical name of a measure (see comity law show).")
@on_option
@click.option("--scenario", "facts_file", metavar="FILE", help="Take the facts from this file.")
@click.option("--lang", default="en", show_default=True, help="Language of the sentences.")
@click.option(
    "--measured",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Replies measured here (comity.measured/1, JSON).",
)
@click.option("--check", "checking", is_flag=True, help="Check the expectations the case file states.")
@saving
@json_option
@click.pass_obj
def routes_command(
    chosen: Chosen,
    scenario_file: str | None,
    *,
    requesting: str | None,
    requested: tuple[str, ...],
    measure: str,
    day: str | None,
    facts_file: str | None,
    lang: str,
    measured: Path | None,
    checking: bool,
    receipt: Path | None,
    pdf: Path | None,
    as_json: bool,
) -> None:
    """Show the routes for SCENARIO; without a measure, a parallel plan for its facts."""
    given = Given()
    given.lang(lang)
    scenario = _question(
        given,
        scenario_file,
        requesting=requesting,
        requested=requested,
        measure=measure,
        day=day,
        facts_file=facts_file,
    )
    book = load(chosen.book)
    whole = not given.faults
    given.about(book, scenario)
    desk = Desk(measured=read_measured(given, book, measured) if measured else ())
    given.stop(*(side_faults(scenario) if whole else ()))
    save(book, Question("routes", scenario, lang, desk=desk), receipt, pdf)
    answer = routes(book, scenario, desk)
    document = answer.document(lang)
    if checking:
        misses = check_case(book, scenario, document)
        document = {**document, "misses": [str(miss) for miss in misses]}
        emit(document, as_json=as_json, people=lambda: _print_misses(scenario, misses))
        raise SystemExit(NO if misses else FINE)
    emit(document, as_json=as_json, people=lambda: _print_routes(document, answer_day=scenario.on, lang=lang))
    raise SystemExit(FINE if any(row["status"] in ON_OFFER for row in document["routes"]) else NO)


def _question(
    given: Given,
    scenario_file: str | None,
    *,
    requesting: str | None,
    requested: tuple[str, ...],
    measure: str,
    day: str | None,
    facts_file: str | None,
) -> Scenario:
    """Read the question from a file or from the options, which lay it over the facts of ``--scenario``."""
    if scenario_file is not None:
        if requesting or requested or measure or facts_file:
            raise BadInput(TWO_QUESTIONS.fault())
        return as_of(given, given.scenario(scenario_file), day)
    if not (requesting and requested):
        given.stop(NO_QUESTION.fault())
    base = given.scenario(facts_file) if facts_file else None
    asking = given.states([requesting or ""], "--from")
    asked_of = given.states(requested, "--to")
    on = given.day(day) or (base.on if base else date.today())  # noqa: DTZ011 - the command's own day, where none is given
    asked = read(
        {
            "scenario": {"on": on.isoformat(), "urgency": base.urgency if base else "routine"},
            "ask": {
                "requesting": asking[0] if asking else "",
                "requested": list(asked_of),
                "measure": measure,
                "data_categories": list(base.ask.data_categories) if base else [],
            },
        },
        file="the options",
        faults=given.faults,
    )
    if base is None:
        return asked
    return Scenario(
        id=base.id,
        title=base.title,
        on=on,
        at=base.at if base.on == on else None,
        urgency=base.urgency,
        ask=asked.ask,
        facts=base.facts,
        events=base.events,
        assumptions=base.assumptions,
        source=base.source,
    )


def check_case(book: Book, scenario: Scenario, document: Mapping[str, Any]) -> list[Miss]:
    """Check every expectation of a case file: on routes, offences, dual criminality and jurisdiction."""
    misses = check(document, scenario.expect, scenario.must_not)
    kinds = {wanted.get("answer", "routes") for wanted in scenario.expect}
    others: dict[str, Mapping[str, Any]] = {}
    if "offences" in kinds:
        states = {str(wanted.get("country")) for wanted in scenario.expect if wanted.get("country")}
        others["offences"] = made_out(book, scenario.facts, sorted(states), scenario.on).document()
    if "dual" in kinds:
        compared = compare(book, scenario)[0]
        others["dual"] = compared.document(best_asked(book, scenario, compared.requested))
    others |= dict.fromkeys(("refusal", "plan"), document)
    if {"jurisdiction", "ne_bis_in_idem"} & kinds:
        others |= dict.fromkeys(("jurisdiction", "ne_bis_in_idem"), claims(book, scenario).document())
    return misses + check_other(others, scenario.expect)


def _print_misses(scenario: Scenario, misses: list[Miss]) -> None:
    stated = len(scenario.expect) + len(scenario.must_not)
    for miss in misses:
        print_line(f"  does not hold: {miss}")
    print_line(f"{scenario.id or scenario.source}: {stated} expectations, {len(misses)} do not hold.")


def _print_routes(document: Mapping[str, Any], *, answer_day: date, lang: str) -> None:
    for power in document["at_home"]:
        print_line(f"At home first: {power['measure']}: {power['statute']} ({power['authority'] or '-'})")
    rows = []
    for row in document["routes"]:
        reasons = [reason["text"] for gate in row["gates"] for reason in gate["reasons"][: gate["against"]]]
        mark = "" if row["confidence"] == "verified" else " *"
        rows.append(
            [
                row["status"] + mark,
                f"{row['requesting']} > {row['requested']}",
                row["legal_basis"],
                row["measure"],
                row["data_category"],
                _time(row["expected"]),
                "\n".join(reasons[:_SHOWN_REASONS]) or "-",
            ]
        )
    print_table(
        f"Routes on {answer_day.isoformat()}, book {document['book']['version']}",
        ["status", "from > to", "legal basis", "measure", "data", "expected", "what stands against it"],
        rows,
    )
    print_line("* rests on records nobody has verified yet.")
    for step in document["plan"]:
        print_line(f"{step['phase']}: {step['why']}")
    for refusal in document["after_refusal"]:
        _print_refusal(refusal)
    for warning in dict.fromkeys(
        text for row in document["routes"] if row["status"] in ON_OFFER for text in row["warnings"]
    ):
        note(f"Note: {warning}")


def _time(expected: Mapping[str, Any]) -> str:
    if expected["days"] is None:
        return "not known"
    first = f"{expected['from_days']} to " if "from_days" in expected else ""
    return f"{first}{expected['days']} days\n({expected['basis'].replace('_', ' ')})"


def _print_refusal(refusal: Mapping[str, Any]) -> None:
    print_line(f"Refused: {refusal['instrument']}: {refusal['why']}")
    for one in refusal["next"]:
        print_line(f"  {one['kind']} ({one['cite']}): {one['text']}")
        for way in one["ways"]:
            print_line(f"    {_way(way)}")
    for way in refusal["alternatives"]:
        print_line(f"  instead: {_way(way)}")


def _way(way: Mapping[str, Any]) -> str:
    data = ", ".join(f"{category} {status}" for category, status in way["data"].items())
    return f"{way['requesting']} > {way['requested']}: {way['legal_basis']} ({way['measure']}; {data}). {way['why']}"


COMMANDS: tuple[click.Command, ...] = (routes_command,)
"""What ``comity law`` adds to its group."""
