"""A toy book of two or more invented states, one treaty and one instrument, built in memory from records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from comity.facts.scenario import Scenario, read
from comity.kernel.digest import digest_of
from comity.law import condition_records as c
from comity.law import records as r
from comity.law.book import Book
from comity.law.contents import Contents

DAY = date(2026, 1, 1)
FACT: dict[str, Any] = {"source": "toy", "confidence": "verified", "checked_on": DAY}
IN_FORCE = date(2020, 1, 1)


def word(name: str) -> r.Word:
    return r.Word(id=name, meaning=name)


VOCABULARY = r.Vocabulary(
    elements=tuple(map(word, ("taking", "by_night", "intent", "without_right", "by_force"))),
    prosecution_conditions=(),
    effect_codes=(word("reserved_dual"),),
    tags=(word("expression"), word("press")),
    roles=(word("police"),),
    functions=(),
    data_categories=tuple(map(word, ("subscriber", "traffic", "identification", "content", "registration"))),
    clock_kinds=(),
    field_types=(),
    ground_tests=(),
    urgency=tuple(map(word, ("routine", "urgent", "emergency"))),
)
THEFT = r.OffenceArticle(id="TOY:1", title="Taking", core=("taking", "intent"), core_conduct=True, **FACT)
TREATY = r.Treaty(
    id="toy",
    title="Toy convention",
    short_name="Toy convention",
    cite="T",
    depositary="nobody",
    binding=True,
    opened=date(2000, 1, 1),
    entry_into_force=IN_FORCE,
    **FACT,
)


def offence(state: str, *requires: str, coverage: str = "full", **more: Any) -> r.Offence:
    return r.Offence(
        state=state,
        article="TOY:1",
        statute=f"{state} Code 1",
        coverage=coverage,
        requires=requires,
        since=date(2000, 1, 1),
        **{"max_penalty_months": 36, **FACT, **more},
    )


def power(state: str, categories: tuple[str, ...] | None = None, available: str = "full") -> r.Power:
    return r.Power(
        state=state,
        measure="preservation",
        statute=f"{state} Procedure 1",
        available=available,
        data_categories=categories,
        **FACT,
    )


def party(state: str, in_force: date | None = IN_FORCE, **more: Any) -> r.Party:
    given = {"how": "ratification", "force": "yes", **more}
    return r.Party(state=state, treaty="toy", in_force=in_force, **given, **FACT)


BOUND = c.Bound(gate="in_force", cite="T 1", treaties=("toy",), confidence="verified")
POWER = c.HomePower(gate="conditions", cite="T 2", otherwise="conditional", confidence="verified")
RIGHTS = c.NoTag(gate="grounds", cite="T 3", otherwise="protected", tags=("expression",))


def instrument(
    conditions: Sequence[c.Condition] = (BOUND, POWER), asked: str = "may_be_required", **more: Any
) -> r.Instrument:
    given: dict[str, Any] = {
        "id": "toy-hold",
        "title": "Hold",
        "legal_basis": "T 2",
        "treaty": "toy",
        "basis": "treaty",
        "from_role": ("police",),
        "to_role": ("police",),
        "measures": ("preservation",),
        "data_categories": ("traffic", "content"),
        "direct_to_private_party": False,
        "urgency_levels": ("routine", "urgent", "emergency"),
        "lifecycle": "preserve",
        "states": ("draft",),
        "dual_criminality": r.DualCriminality(asked=asked, cite="T 4", confidence="verified"),
        "conditions": tuple(conditions),
    }
    return r.Instrument(**{**given, **FACT, **more})


def toy_book(
    *,
    parties: Iterable[r.Party] = (party("XA"), party("XB")),
    offences: Iterable[r.Offence] = (offence("XA"), offence("XB")),
    powers: Iterable[r.Power] = (power("XA"), power("XB")),
    instruments: Iterable[r.Instrument] = (instrument(),),
    safeties: Iterable[r.Safety] = (),
    treaties: Iterable[r.Treaty] = (TREATY,),
    codes: Sequence[str] = ("XA", "XB"),
    **more: Any,
) -> Book:
    contents = Contents(
        edition=r.Edition(version="toy", as_of=DAY, format=1, licence="CC0", disclaimer="toy"),
        states=r.States(disclaimer="toy", source="toy", checked_on=DAY, codes=("XA", "XB", "XC", *codes)),
        vocabulary=VOCABULARY,
        measures=(
            r.Measure(id="preservation", title="Hold", phase="hold", power="preservation"),
            r.Measure(id="stored_data_access", title="Access", phase="ask", power="stored_data_access"),
        ),
        offence_articles=(THEFT,),
        treaties=tuple(treaties),
        parties=tuple(parties),
        instruments=tuple(instruments),
        safeties=tuple(safeties),
        offences=tuple(offences),
        powers=tuple(powers),
        countries=tuple(r.Country(code=code, legal_system="toy", **FACT) for code in codes),
        **more,
    )
    return Book(contents, digest=digest_of({"toy": repr(contents)}), origin="toy")


def question(on: date = date(2026, 6, 1), *, ask: dict[str, Any] | None = None, **facts: Any) -> Scenario:
    return read(
        {
            "scenario": {"on": on.isoformat()},
            "ask": {"requesting": "XA", "requested": "XB", "measure": "preservation", **(ask or {})},
            "facts": {"articles": ["TOY:1"], **facts},
        }
    )
