"""Requests between states and to holders of data: who drafts, commits, checks, sends, decides, executes.

``hold``: a request or order to keep data. ``assistance``: a request between central authorities. ``order``: an order
served straight on a holder. ``notice``: what is told without being asked.
"""

from comity.policy.rule import Rule, allow

_OWN_LAW = "the requested state acts under its own law and by its own officers; never a foreign officer"

RULES: tuple[Rule, ...] = (
    allow("request.list", "duty_officer", "investigator", "prosecutor", "legal_officer", on="own", why="a desk sees its own requests"),
    allow("request.view", "duty_officer", "investigator", "prosecutor", "legal_officer", on="own_or_grant",
          why="those whose step it was, is or will be"),
    allow("request.list", "intake_officer", on="own", why="a stop-payment ticket is followed by who sent it"),
    allow("request.view", "intake_officer", on="own", why="a stop-payment ticket is followed by who sent it"),
    allow("request.view", "evidence_officer", on="own_or_grant", why="whoever lets items go sees to whom and under what"),
    allow("request.open", "duty_officer", "investigator", "prosecutor", "legal_officer", "intake_officer", on="own_or_grant", purpose=True,
          why="the words of a request are opened by those whose step it is, with a reason"),
    allow("request.follow", "duty_officer", "investigator", "prosecutor", "legal_officer", on="own_or_grant",
          why="the requesting side goes on, extends, withdraws, closes; the life cycle says which of them"),
    allow("request.involve", "duty_officer", "prosecutor", "legal_officer", "investigator", on="own_or_grant",
          why="who has to commit, send or execute is brought in by those whose request it is"),
    allow("call.log", "duty_officer", "investigator", "prosecutor", "legal_officer", on="own_or_grant",
          why="a call to the other side, or to the second person, is written down by who made it"),
    allow("query.draft", "intake_officer", "duty_officer", "investigator", "prosecutor", on="own_or_grant",
          why="police information and stop-payment tickets are daily work of the desk"),
    allow("query.send", "intake_officer", "duty_officer", "investigator", on="own_or_grant",
          why="money is gone in hours: police ask police at once, never a foreign bank"),
    allow("query.answer", "duty_officer", "investigator", on="own_or_grant", why="the asked police answers and acts under its own law"),
    allow("hold.draft", "investigator", "prosecutor", on="own_or_grant", why="the investigating authority drafts; never the intake officer"),
    allow("hold.commit", "prosecutor", on="own_or_grant", another_person=True,
          why="the prosecutor commits to the follow-up request; another person than who drafted"),
    allow("hold.send", "duty_officer", on="own_or_grant", another_person=True, why="the contact point sends"),
    allow("hold.decide", "duty_officer", on="own", why="the contact point decides: " + _OWN_LAW),
    allow("hold.serve", "investigator", "duty_officer", on="own_or_grant", why="the executing police serves: " + _OWN_LAW),
    allow("hold.confirm", "addressee_clerk", on="own", why="the holder confirms what it keeps and from when"),
    allow("assistance.draft", "prosecutor", on="own_or_grant", why="the prosecutor drafts; never the contact point"),
    allow("assistance.check", "legal_officer", on="own_or_grant", another_person=True, why="the central authority checks"),
    allow("assistance.send", "legal_officer", on="own_or_grant", another_person=True, why="the central authority sends"),
    allow("assistance.decide", "legal_officer", on="own", why="the central authority decides; never the contact point for content"),
    allow("assistance.execute", "prosecutor", "investigator", on="own_or_grant", authorised=True,
          why="execution by prosecutor or police with the judge its law asks"),
    allow("order.draft", "investigator", "prosecutor", on="own_or_grant", why="drafted by those who investigate"),
    allow("order.identification.send", "prosecutor", on="own_or_grant", step_up=True, why="prosecutor or judge, straight to the addressee; never the contact point"),
    allow("order.content.send", "prosecutor", on="own_or_grant", authorised=True, step_up=True, why="a judge orders; never the prosecutor alone"),
    allow("order.read", "addressee_clerk", on="own", why="the addressee reads what is addressed to it, and nothing of the file behind it"),
    allow("order.answer", "addressee_clerk", on="own", why="the addressee answers, or raises what hinders it"),
    allow("emergency.send", "duty_officer", on="own_or_grant", another_person=True, step_up=True, for_life=True,
          why="the contact point; the second person may confirm by telephone; one alone only for a life, never for property"),
    allow("notice.offer", "investigator", "prosecutor", "duty_officer", on="own_or_grant", why="what helps another state is offered, under conditions"),
    allow("notice.accept", "duty_officer", "investigator", "legal_officer", on="own", why="conditions are accepted before anything is opened"),
    allow("authorisation.record", "prosecutor", "legal_officer", on="own_or_grant", why="kind, authority, date, reference and digest are recorded"),
    allow("safeguard.decide", "legal_officer", on="own_or_grant", purpose=True, why="expression, belief, asylum, press, child: a named lawyer's reasons"),
    allow("consultation.record", "prosecutor", "legal_officer", on="own_or_grant", why="who prosecutes is settled between the authorities"),
    allow("counterpart.admit", "legal_officer", on="any", another_person=True, step_up=True,
          why="two named persons of the central authority, oversight told; never the administrator"),
    allow("counterpart.suspend", "legal_officer", on="any", another_person=True, step_up=True,
          why="two named persons of the central authority, oversight told; never the administrator"),
    allow("directory.view", "duty_officer", "investigator", "prosecutor", "legal_officer", "oversight", "administrator", on="any",
          why="who can be asked, at which number, is known to every desk"),
    allow("exchange.post", kind="participant", on="any", why="a participant of the directory may hand in an envelope; it is verified before it is opened"),
    allow("exchange.deliver", kind="system", on="any", why="the worker delivers and retries"),
)  # fmt: skip
