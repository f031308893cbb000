"""The peer in its own environment (``.venv-bench``): OpenFisca evaluating the country template's simplest formula.

``income_tax`` of one person in one month is a salary times a rate. For each line on standard input one round is timed and two
numbers of seconds are printed: the formula alone (a person there already, nothing kept from before), and a case from its JSON form
to the answer. Run by :mod:`bench.bench_law`; it imports nothing of Comity.
"""

from __future__ import annotations

import sys
import time

MONTH = "2026-01"
EACH = 20


def main() -> None:
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_country_template import CountryTaxBenefitSystem

    system = CountryTaxBenefitSystem()
    case = {
        "persons": {"one": {"salary": {MONTH: 3000}}},
        "households": {"home": {"adults": ["one"]}},
    }

    def built():
        return SimulationBuilder().build_from_entities(system, case)

    there = built()
    for _ in sys.stdin:
        start = time.perf_counter()
        for _ in range(EACH):
            there.delete_arrays("income_tax")
            there.calculate("income_tax", MONTH)
        formula = (time.perf_counter() - start) / EACH
        start = time.perf_counter()
        for _ in range(EACH):
            built().calculate("income_tax", MONTH)
        print(formula, (time.perf_counter() - start) / EACH, flush=True)


if __name__ == "__main__":
    main()
