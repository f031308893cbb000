"""Toy worlds of six states with every kind of gap the atlas knows, and the answers by brute force from the routes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

from hypothesis import strategies as st

from comity.law import condition_records as c
from comity.law import records as r
from comity.law.atlas.relations import Relation, fields, question
from comity.law.book import Book
from comity.law.route import routes
from comity.law.status import ORDER

from .toy import BOUND, FACT, IN_FORCE, POWER, TREATY, instrument, offence, toy_book

STATES = ("XA", "XB", "XC", "XD", "XE", "XF")
ON = date(2026, 6, 1)
SECOND = r.Treaty(
    id="second",
    title="Second convention",
    short_name="Second convention",
    cite="S",
    depositary="nobody",
    binding=True,
    entry_into_force=IN_FORCE,
    access="open_for_accession",
    **FACT,
)
GENERAL = r.Treaty(
    id="general",
    title="General assistance",
    short_name="General assistance",
    cite="G",
    depositary="nobody",
    binding=True,
    general_assistance="yes",
    entry_into_force=IN_FORCE,
    access="open_for_accession",
    dual_criminality=r.DualCriminality(asked="never", cite="G 2"),
    **FACT,
)
LATER = r.Treaty(
    id="later",
    title="Convention not in force",
    short_name="Convention not in force",
    cite="L",
    depositary="nobody",
    binding=True,
    access="open_for_accession",
    ratifications_needed=5,
    **FACT,
)
UNION = r.MemberTable(
    id="union",
    title="Union",
    complete=True,
    members=tuple(r.Member(state=state, since=IN_FORCE, confidence="verified") for state in ("XE", "XF")),
    **FACT,
)
RIGHTS = c.NoTag(gate="grounds", cite="R", otherwise="protected", tags=("expression",), confidence="verified")
KEPT = c.NotReserved(
    gate="reservation", cite="T 9", treaty="toy", codes=("reserved_dual",), confidence="verified"
)
NATIONALS = c.StateIs(
    gate="grounds", cite="R 2", otherwise="protected", states=("XA", "XB", "XC", "XD"), who="requested"
)
MEMBERS = c.MemberOf(gate="in_force", cite="U 1", table="union")
GIVES_WAY = c.AssistanceTreaty(gate="in_force", cite="T 27", otherwise="displaced", want="absent")
HAS_ONE = c.AssistanceTreaty(gate="in_force", cite="G 1", want="present")
POWER_OR_NOTHING = c.HomePower(gate="conditions", cite="S 2")
GRAVE = c.MaxPenaltyAtLeast(gate="threshold", cite="S 3", months=24, who="both")
EITHER = c.AnyOf(
    gate="in_force", cite="A", of=(c.Bound(gate="in_force", cite="S", treaties=("second",)), MEMBERS)
)
RESERVED = r.DualCriminality(
    asked="if_reserved", reserved_treaty="toy", reserved_codes=("reserved_dual",), cite="T 29"
)
WARNS = c.TransferBasis(gate="conditions", cite="U 9", otherwise="warn", table="union")
INSTRUMENTS = (
    instrument((BOUND, POWER), id="hold", dual_criminality=RESERVED),
    instrument((BOUND, KEPT), id="kept", asked="never", confidence="recalled"),
    instrument(
        (c.Bound(gate="in_force", cite="S 1", treaties=("second", "later")), POWER_OR_NOTHING, GRAVE),
        id="second-hold",
        treaty="second",
        asked="required",
    ),
    instrument((BOUND, GIVES_WAY), id="frame", asked="may_be_required"),
    instrument((HAS_ONE, NATIONALS), id="assist", treaty="", basis="treaty", grounds_from_treaty=True),
    instrument((EITHER,), id="either", treaty="", basis="practice", data_categories=("traffic",)),
)
FORCES = st.sampled_from(["yes", "yes", "no", "unknown", ""])
COVERAGE = st.sampled_from(["full", "full", "partial", "none", "unread", ""])
POWERS = st.sampled_from(["full", "partial", "none", ""])


def _parties(draw: st.DrawFn) -> Iterable[r.Party]:
    for treaty in ("toy", "second", "general"):
        for state in STATES:
            force = draw(FORCES)
            if force:
                how = "ratification" if force == "yes" else "signature-only"
                yield r.Party(
                    state=state,
                    treaty=treaty,
                    how=how,
                    force=force,
                    in_force=IN_FORCE if force == "yes" else None,
                    **{**FACT, "confidence": draw(st.sampled_from(["verified", "verified", "recalled"]))},
                )


@st.composite
def worlds(draw: st.DrawFn, **more: Any) -> Book:
    """Draw a book of six states."""
    offences, powers, reservations, alone = [], [], [], []
    for state in STATES:
        if coverage := draw(COVERAGE):
            requires = draw(st.sampled_from([(), (), ("by_night",), ("by_force", "without_right")]))
            months = draw(st.sampled_from([12, 36, None]))
            offences.append(offence(state, *requires, coverage=coverage, max_penalty_months=months))
        if available := draw(POWERS):
            reaches = draw(st.sampled_from([None, ("traffic",)]))
            powers.append(
                r.Power(
                    state=state,
                    measure="preservation",
                    statute="P",
                    available=available,
                    data_categories=reaches,
                    **FACT,
                )
            )
        if draw(st.integers(0, 3)) == 0:
            reservations.append(
                r.Reservation(
                    state=state,
                    treaty="toy",
                    article="9",
                    kind="reservation",
                    effect="not applied",
                    effect_codes=("reserved_dual",),
                    **FACT,
                )
            )
    for first, second in draw(
        st.sets(st.sampled_from([pair for pair in permutations(STATES, 2) if pair[0] < pair[1]]), max_size=3)
    ):
        alone.append(
            r.Bilateral(
                id=f"{first}-{second}".lower(),
                states=(first, second),
                title="alone",
                kind="mlat",
                force="yes",
                in_force=IN_FORCE,
                **FACT,
            )
        )
    return toy_book(
        codes=STATES,
        treaties=(TREATY, SECOND, GENERAL, LATER),
        parties=tuple(_parties(draw)),
        offences=offences,
        powers=powers,
        reservations=tuple(reservations),
        bilaterals=tuple(alone),
        tables=(UNION,),
        instruments=INSTRUMENTS,
        safeties=(
            r.Safety(id="rights", title="Rights", conditions=(RIGHTS,), **FACT),
            r.Safety(id="data", title="Data", conditions=(WARNS,), **FACT),
        ),
        **more,
    )


def brute_routes(book: Book, on: date = ON) -> dict[tuple[str, ...], Any]:
    """Ask the engine for every route: by pair, conduct, instrument, measure and kind of data."""
    found = {}
    every = fields(book)
    for requesting, requested in permutations(STATES, 2):
        for conduct in (one.id for one in book.offence_articles if one.core_conduct):
            for field in every:
                relation = Relation(requesting, requested, conduct, field.measure, field.category)
                for route in routes(book, question(relation, on)).routes:
                    if (route.measure, route.data_category) == (field.measure, field.category):
                        name = (route.instrument.id, route.measure, route.data_category)
                        found[requesting, requested, conduct, *name] = route
    return found


def best(found: Iterable[Any]) -> str:
    """Return the atlas's word for the best of some routes."""
    statuses = [route.status for route in found if route.status != "displaced"]
    status = min(statuses, key=ORDER.index, default="closed")
    return "closed" if status == "future" else status


def brute_cells(book: Book, on: date = ON) -> dict[Relation, tuple[str, str]]:
    """Answer every relation from the routes: the word, and whether the weakest record used is verified."""
    by_relation: dict[Relation, list[Any]] = {}
    for (requesting, requested, conduct, _, measure, category), route in brute_routes(book, on).items():
        relation = Relation(requesting, requested, conduct, measure, category)
        by_relation.setdefault(relation, []).append(route)
    cells = {}
    for relation, rows in by_relation.items():
        answer = best(rows)
        if answer in ("open", "conditional"):
            sure = any(one.confidence == "verified" for one in rows if one.status == answer)
        else:
            sure = any(one.status != "displaced" for one in rows) and all(
                one.confidence == "verified" for one in rows
            )
        cells[relation] = answer, "coloured" if sure else "hatched"
    return cells


def joined(book: Book, **members: Any) -> Book:
    """Return a book with other treaties open to all, for worlds in which nothing but the steps counts."""
    import msgspec

    from comity.kernel.digest import digest_of

    treaties = tuple(
        msgspec.structs.replace(one, access="open_for_accession") if one.membership == "parties" else one
        for one in book.treaties
    )
    contents = msgspec.structs.replace(book.contents, treaties=treaties, **members)
    return Book(contents, digest=digest_of({"toy": repr(contents)}), origin="toy")


__all__ = ["ON", "STATES", "best", "brute_cells", "brute_routes", "joined", "replace", "worlds"]
