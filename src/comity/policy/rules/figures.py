"""Figures and oversight: counts without content, use without content."""

from comity.policy.rule import Rule, allow

RULES: tuple[Rule, ...] = (
    allow("figures.view", "statistician", "oversight", "prosecutor", "legal_officer", "intake_officer", "duty_officer", on="any",
          why="a desk sees its own figures before small cells are suppressed"),
    allow("figures.build", "statistician", on="any", why="the statistician builds; the worker counts coded values only"),
    allow("figures.build", kind="system", on="any", why="the worker counts coded values only"),
    allow("figures.release", "statistician", on="any", step_up=True, why="nothing is published but by a person"),
    allow("use.read", "oversight", on="any", why="oversight reads all use and no content"),
    allow("checkpoint.view", "oversight", "evidence_officer", on="any", why="the log's signed heads are open to who watches it"),
)  # fmt: skip
