"""Cases and the boards from which people work."""

from comity.policy.rule import Rule, allow

_WORK = ("intake_officer", "duty_officer", "investigator", "prosecutor", "legal_officer", "evidence_officer")

RULES: tuple[Rule, ...] = (
    allow("board.view", *_WORK, on="own", why="each desk sees what it must not lose next"),
    allow("case.list", *_WORK, on="own", why="a desk sees its own cases"),
    allow("case.create", "intake_officer", "investigator", on="own", why="a desk opens a case from its own reports"),
    allow("case.view", *_WORK, on="own_or_grant", why="the case's owner, and whoever leave was given"),
    allow("case.edit", "investigator", "prosecutor", on="own_or_grant", why="facts are kept by those who investigate"),
    allow("case.open", "investigator", "prosecutor", on="own_or_grant", purpose=True, why="title and notes are opened by those who work on it, with a reason"),
    allow("case.assign", "intake_officer", on="own", why="whoever opens a case hands it to an investigator"),
    allow("case.assign", "investigator", "prosecutor", on="own", why="the owner says who works on it"),
    allow("case.grant", "investigator", "prosecutor", on="own", purpose=True, why="leave on a case is given by its owner, with an end"),
    allow("case.close", "prosecutor", on="own", why="the prosecutor decides not to go on"),
    allow("case.outcome", "prosecutor", on="own_or_grant", why="the outcome is the prosecutor's to record"),
    allow("consultation.view", "prosecutor", "legal_officer", "investigator", on="own_or_grant", why="what was said on who prosecutes is part of the case"),
    allow("outreach.list", "investigator", "prosecutor", "intake_officer", on="own", why="people harmed are told by the police where they live"),
    allow("outreach.open", "investigator", "prosecutor", "intake_officer", on="own", purpose=True, why="whoever writes to people must read who they are"),
    allow("outreach.take_in", kind="system", on="any", why="what arrived makes drafts; only a person tells anybody"),
    allow("route.view", "duty_officer", "investigator", "prosecutor", "legal_officer", on="own_or_grant",
          why="ways to the data are looked up by those who may ask for it"),
    allow("clock.view", *_WORK, on="own_or_grant", why="clocks belong to the case"),
)  # fmt: skip
