"""Reports, triage, links and letters."""

from comity.policy.rule import Rule, allow

_INTAKE = "the intake officer of the competent desk reads new reports; no other desk without leave"
_CASE = "whoever works on the case may, for as long as leave on it is given"

RULES: tuple[Rule, ...] = (
    allow("report.submit", kind="reporter", on="any", why="anyone may report, without an account"),
    allow("report.read_own", kind="reporter", on="code", why="the holder of the code comes back to her own report"),
    allow("report.add_own", kind="reporter", on="code", why="the holder of the code may add to her own report"),
    allow("report.list", "intake_officer", on="own", why=_INTAKE),
    allow("report.view", "intake_officer", on="own", why=_INTAKE),
    allow("report.view", "investigator", "prosecutor", on="grant", why=_CASE),
    allow("report.open", "intake_officer", on="own", purpose=True, why=_INTAKE),
    allow("report.open", "investigator", "prosecutor", on="grant", purpose=True, why=_CASE),
    allow("report.triage", "intake_officer", on="own", why=_INTAKE),
    allow("report.triage", kind="system", on="any", why="the worker extracts, digests and proposes; an officer decides"),
    allow("report.refer", "intake_officer", on="own", why="a report for another desk is passed on (Directive 2012/29/EU Art. 17)"),
    allow("report.import", "intake_officer", on="own", why="reports taken elsewhere are brought in by the desk that answers for them"),
    allow("report.import", kind="system", on="any", why="the operator's bulk import, which leaves a leaf for each report"),
    allow("report.delete", "intake_officer", on="own", another_person=True, step_up=True, why="two persons for what cannot be undone"),
    allow("link.view", "intake_officer", "investigator", "prosecutor", on="own_or_grant", why="links belong to the reports they join"),
    allow("link.judge", "intake_officer", "investigator", on="own_or_grant", why="a link is a proposal until an officer judges it"),
    allow("search.run", "intake_officer", "investigator", "prosecutor", "duty_officer", on="own", purpose=True,
          why="no search without a purpose"),
    allow("payment_hold.ask", "intake_officer", "duty_officer", on="own",
          why="police ask the police or FIU of the bank's state; never a foreign bank directly"),
    allow("payment_hold.decide", "intake_officer", "duty_officer", "investigator", on="own", why="the asked police decides under its own law"),
    allow("letter.draft", "intake_officer", "investigator", on="own_or_grant", why="each event drafts a letter in plain words"),
    allow("letter.draft", kind="system", on="any", why="an event may draft; only a person releases"),
    allow("letter.release", "intake_officer", "investigator", "prosecutor", on="own_or_grant", why="told by a person: the officer in charge releases"),
    allow("message.read", "intake_officer", "investigator", on="own_or_grant", purpose=True, why=_INTAKE),
)  # fmt: skip
