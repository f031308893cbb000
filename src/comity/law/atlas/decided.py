"""What the marks of all answers together mean for a route: asked of :func:`comity.law.status.of`, once for each of the 256 ways."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from comity.law.atlas.marks import DECIDE, FORCE, MILD, OTHER_FAILS, SENDER_FAILS
from comity.law.gates import Consequence, GateAnswer
from comity.law.status import ORDER, of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.law.condition_records import Gate


def _gates(marks: int) -> Iterable[GateAnswer]:
    """Return gates as the engine would have them where the answers bear these marks."""

    def gate(name: Gate, found: tuple[Consequence, ...], *, fails: bool) -> GateAnswer:
        return GateAnswer(name, "fail" if fails else "unknown", found, (), (), (), ())

    force = tuple(meant for meant, bit in FORCE.items() if marks & bit)
    if force:
        yield gate("in_force", force, fails=True)
    if marks & SENDER_FAILS:
        yield gate("sender", ("fail",), fails=True)
    if marks & OTHER_FAILS:
        yield gate("threshold", ("fail",), fails=True)
    milder = tuple(meant for meant, bit in MILD.items() if marks & bit)
    if milder:
        yield gate("grounds", milder, fails=False)


@lru_cache(maxsize=1)
def statuses() -> NDArray[np.uint8]:
    """Return the place in :data:`~comity.law.status.ORDER` of the status each of the 256 ways gives."""
    return np.array([ORDER.index(of(tuple(_gates(marks)))) for marks in range(DECIDE + 1)], dtype=np.uint8)
