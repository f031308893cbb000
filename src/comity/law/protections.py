"""What a step takes away from people, and what is missing where a way opens: printed beside every step.

Protections that fall away: a reservation withdrawn, an element dropped, routes for which dual criminality is no longer
asked, routes a protection had closed. Protections missing: safeguards the book does not show in the states between
which a way opens, and warnings the law has for such requests (personal data that leave without an adequacy decision).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from comity.kernel.finding import Reason, Verdict
from comity.law.asking import ANY_DATA, Asking
from comity.law.conditions.registry import applies, evaluate
from comity.law.contents import record_id
from comity.law.standing import holds_on
from comity.law.steps import Amend, Step, Withdraw

if TYPE_CHECKING:
    from datetime import date

    from comity.law.book import Book
    from comity.law.simulation import Effect

WANTED = ("judicial_authorisation", "notice_to_person", "oversight_body")
"""Safeguards whose absence, or of which no record, is told."""
RISKS = ("death_penalty", "expression_offence")
"""Features of a law whose presence, or of which no record, is told."""


def fall_away(book: Book, steps: Iterable[Step], effect: Effect | None = None) -> tuple[Reason, ...]:
    """Return what the steps take away: by themselves, and through the routes they open."""
    found = [reason for step in steps for reason in _by_itself(book, step)]
    if effect is not None:
        for code, counts in (
            ("protection.dual_not_asked", effect.dual_not_asked),
            ("protection.no_longer_protected", effect.no_longer_protected),
        ):
            if counts.any():
                found.append(Reason(code, {"routes": int(counts.sum())}))
    return tuple(found)


def _by_itself(book: Book, step: Step) -> Iterator[Reason]:
    if isinstance(step, Withdraw):
        treaty = book.treaty(step.treaty)
        for row in book.reservations(step.state, treaty.id):
            if row.article == step.article:
                yield Reason(
                    "protection.reservation_withdrawn",
                    {
                        "state": step.state,
                        "treaty": treaty.short_name,
                        "article": row.article,
                        "effect": row.effect,
                    },
                    record=record_id(row),
                    confidence=row.confidence,
                )
    if isinstance(step, Amend) and step.drop:
        yield Reason(
            "protection.element_dropped",
            {"state": step.state, "article": step.article, "met": list(step.drop)},
        )


def missing(effect: Effect) -> tuple[Reason, ...]:
    """Return what is missing where the steps open a way: safeguards of the states, and warnings of the law."""
    pairs = effect.pairs(effect.opened > 0)
    if not pairs:
        return ()
    book, on = effect.simulation.book, effect.simulation.on
    states = sorted({state for pair in pairs for state in pair})
    found: list[Reason] = []
    for kind in (*WANTED, *RISKS):
        by_answer: dict[str, list[str]] = defaultdict(list)
        for state in states:
            by_answer[_safeguard(book, state, kind, on)].append(state)
        bad = "no" if kind in WANTED else "yes"
        for answer, code in ((bad, f"protection.{kind}"), ("none", f"protection.{kind}_no_record")):
            if by_answer[answer]:
                found.append(Reason(code, {"states": by_answer[answer], "number": len(by_answer[answer])}))
    found += _warnings(effect, pairs)
    return tuple(found)


def _safeguard(book: Book, state: str, kind: str, on: date) -> str:
    """Say what the book has: yes (or partly), no, or none where nothing is on record."""
    values = {row.value for row in book.safeguards(state, kind) if holds_on(row, on)}
    if values & {"yes", "partial"}:
        return "yes"
    return "no" if "no" in values else "none"


def _warnings(effect: Effect, pairs: Iterable[tuple[str, str]]) -> Iterator[Reason]:
    """Ask what is asked of every request and only warns, for each pair between which a way opens."""
    world, (row, _) = effect.world, effect.difference.rows[0]
    lacking: dict[str, dict[str, set[str]]] = {}
    for requesting, requested in pairs:
        matter = world.matter(requesting, requested)
        asking = Asking(matter, row.instrument, row.measure, ANY_DATA)
        for condition in matter.safeties:
            if condition.otherwise != "warn" or not applies(condition, asking):
                continue
            outcome = evaluate(condition, asking)
            if outcome.verdict is Verdict.NO:
                code = outcome.reasons[0].code
                lacking.setdefault(code, {}).setdefault(requested, set()).add(requesting)
    for by_state in lacking.values():
        yield Reason(
            "protection.no_adequacy",
            {
                "states": sorted(by_state),
                "asked": sorted({one for found in by_state.values() for one in found}),
                "number": sum(len(found) for found in by_state.values()),
            },
        )
