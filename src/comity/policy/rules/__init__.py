"""The table: one file for each part of the work. A verb that stands nowhere here is refused to everybody."""

from comity.policy.rule import Rule
from comity.policy.rules import accounts, cases, evidence, figures, reports, requests

TABLE: tuple[Rule, ...] = (
    *reports.RULES,
    *cases.RULES,
    *requests.RULES,
    *evidence.RULES,
    *figures.RULES,
    *accounts.RULES,
)
