"""A person's own account, and those of others."""

from comity.policy.rule import Rule, allow

_EVERYONE = (
    "intake_officer", "duty_officer", "investigator", "prosecutor", "legal_officer", "evidence_officer",
    "filter_officer", "addressee_clerk", "statistician", "oversight", "administrator",
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    allow("account.own", *_EVERYONE, on="any", why="everyone keeps their own sign-in in order"),
    allow("account.list", "administrator", on="own", why="the administrator keeps accounts and can read no matter"),
    allow("account.create", "administrator", on="own", step_up=True, why="the administrator keeps accounts and can read no matter"),
    allow("account.change", "administrator", on="own", another_person=True, step_up=True,
          why="nobody changes their own roles"),
    allow("account.create", kind="system", on="any", why="the operator's command makes the first account"),
    allow("account.change", kind="system", on="any", why="the operator's command"),
    allow("approval.give", "evidence_officer", "prosecutor", "legal_officer", on="own_or_grant", another_person=True, step_up=True,
          why="the second of two persons"),
)  # fmt: skip
