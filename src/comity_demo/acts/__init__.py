"""What is done in each step, by the pages alone: one module for each part of the story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from comity_demo.acts import answer, ending, evidence, money, orders, report, request, triage

if TYPE_CHECKING:
    from comity_demo.walk import Walk

Act = Callable[["Walk"], str]
ACTS: Mapping[str, Act] = {
    **report.ACTS,
    **triage.ACTS,
    **money.ACTS,
    **request.ACTS,
    **answer.ACTS,
    **orders.ACTS,
    **evidence.ACTS,
    **ending.ACTS,
}
