"""``comity law gaps CC``: where a state's law asks less or more than an article, and what that does to cooperation.

Exit status: 0 no gap is known; 1 there is one; 2 bad input.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import click

from comity.cli.law_given import Given
from comity.cli.output import FINE, NO, emit, print_line, print_table
from comity.law.book import load
from comity.law.gaps import Report, report
from comity.law.gaps.articles import GAPS
from comity.law.gaps.report import ArticleReport, faults
from comity.law.words import country_name, sentence


class Chosen(Protocol):
    """What the group chose: the folder of the book, or none."""

    book: Path | None


@click.command("gaps")
@click.argument("state")
@click.option("--article", "articles", multiple=True, help="Only this article (ETS185:2); may be repeated.")
@click.option(
    "--among", multiple=True, metavar="CC", help="A state to share a common core with; may be repeated."
)
@click.option("--on", "day", default=None, help="As of this day (2026-11-22); default: the book's day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (comity.gaps/1).")
@click.pass_obj
def gaps(
    choice: Chosen,
    state: str,
    articles: tuple[str, ...],
    among: tuple[str, ...],
    day: str | None,
    *,
    as_json: bool,
) -> None:
    """Show the gaps of STATE: elements missing or asked on top, their effect, model texts, penalties, offline and online.

    Unknown stays unknown: what nobody read is no gap.
    """
    given = Given()
    book = load(choice.book)
    on = given.asked_on(book, day)
    together = tuple(code.upper() for code in among)
    given.faults += [fault.at("STATE") for fault in faults(book, (state.upper(),), ())]
    given.faults += [fault.at("--among") for fault in faults(book, together, ())]
    given.faults += faults(book, (), articles)
    given.stop()
    found = report(book, state.upper(), on=on, articles=articles, among=together)
    emit(found.document(), as_json=as_json, people=lambda: _for_people(found))
    raise SystemExit(NO if any(one.gap.status in GAPS for one in found.articles) else FINE)


def _for_people(found: Report) -> None:
    print_line(f"{country_name(found.state)}, {found.on.isoformat()}, law book {found.book.version}")
    print_table(
        "Articles",
        ["article", "status", "asked on top or missing", "relations changed", "maximum", "confidence"],
        [_row(one) for one in found.articles],
    )
    for one in found.articles:
        if one.gap.status not in GAPS:
            continue
        print_line(" ".join(sentence(reason) for reason in one.reasons))
        for model in one.models:
            print_line(f"  {model.cite}: {model.text} [{model.confidence}]")
    if found.offline:
        print_table(
            "Offline and online",
            ["pair", "offline", "online", "together"],
            [
                [one.pair.title, one.offline.value, one.online.value, one.flag.replace("_", " ")]
                for one in found.offline
            ],
        )
    if found.common:
        print_table(
            f"Crime in all of {', '.join(found.common[0].states)}",
            ["article", "answer", "conduct", "not known in", "no offence in"],
            [
                [
                    one.article.id,
                    one.verdict.value,
                    " / ".join(", ".join(conduct) for conduct in one.conduct),
                    ", ".join(one.open),
                    ", ".join(one.without),
                ]
                for one in found.common
            ],
        )
    print_line(found.book.edition.disclaimer)


def _row(one: ArticleReport) -> list[str]:
    changed = "" if one.effect is None else _changed(one.effect.document())
    maximum = one.penalties.highest
    return [
        one.gap.article.id,
        one.gap.status.replace("_", " "),
        ", ".join(one.gap.extra or one.gap.missing),
        changed,
        "" if maximum is None else f"{maximum} months, {one.penalties.place.replace('_', ' ')}",
        one.gap.confidence,
    ]


def _changed(effect: dict[str, Any]) -> str:
    """Write how many relations the gap costs, for the bare conduct and for conduct that lacks what is asked on top."""
    parts = []
    for name, words in (("bare_conduct", "bare"), ("conduct_without_the_extra_elements", "without")):
        changes = effect[name]
        if changes is None:
            continue
        counts = ", ".join(
            f"{number} {change.replace('_', ' ')}" for change, number in changes["changed"].items()
        )
        parts.append(f"{words}: {counts or 'none'} of {changes['relations']}")
    return "; ".join(parts)


COMMANDS = (gaps,)
