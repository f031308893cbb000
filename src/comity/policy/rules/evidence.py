"""Items of evidence: adding, filtering, releasing."""

from comity.policy.rule import Rule, allow

RULES: tuple[Rule, ...] = (
    allow("evidence.list", "evidence_officer", "investigator", "prosecutor", "legal_officer", on="own_or_grant", why="items belong to their case"),
    allow("evidence.view", "evidence_officer", "investigator", "prosecutor", on="own_or_grant", purpose=True, why="every look is part of the custody"),
    allow("evidence.add", "evidence_officer", "investigator", "addressee_clerk", on="own_or_grant", why="whoever hands over or takes in records it"),
    allow("evidence.receive", kind="system", on="any", why="sealed items that arrive are stored and checked, not opened"),
    allow("evidence.filter", "filter_officer", on="own_or_grant", another_person=True,
          why="privileged material is opened by an officer outside the case"),
    allow("evidence.ask_release", "evidence_officer", "investigator", "prosecutor", on="own_or_grant", authorised=True,
          why="release is asked for after the recorded authorisation"),
    allow("evidence.release", "evidence_officer", "prosecutor", "legal_officer", on="own_or_grant", another_person=True, authorised=True,
          step_up=True, why="after the recorded authorisation, two persons"),
    allow("evidence.package", "evidence_officer", "prosecutor", on="own_or_grant", purpose=True, step_up=True, why="a package leaves with its chain of custody"),
)  # fmt: skip
