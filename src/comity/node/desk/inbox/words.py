"""Words for the closed lists of reports and links, as officers read them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEVEL: Mapping[str, Promise] = {
    "emergency": _("Emergency"),
    "urgent": _("Urgent"),
    "soon": _("Today"),
    "routine": _("In turn"),
    "": _("Not read yet"),
}
LEVEL_TONE = {"emergency": "red", "urgent": "amber", "soon": "ink", "routine": "quiet", "": "unknown"}
STATE: Mapping[str, Promise] = {
    "received": _("New"),
    "in_triage": _("Being looked at"),
    "in_case": _("In a case"),
    "referred": _("Referred"),
    "closed": _("Closed"),
}
MODE: Mapping[str, Promise] = {
    "self": _("for herself or himself"),
    "helper": _("for somebody else"),
    "witness": _("as a witness"),
    "business": _("for a business"),
    "child": _("a young person"),
}
SCHEME: Mapping[str, Promise] = {
    "url": _("page"),
    "domain": _("domain"),
    "ip": _("IP address"),
    "email": _("mail address"),
    "phone": _("telephone number"),
    "iban": _("account"),
    "crypto": _("wallet"),
    "hash": _("file digest"),
    "username": _("account name"),
    "tracking": _("tracking number"),
    "registrable": _("registered domain"),
    "page": _("page without its query"),
    "mailbox": _("mailbox"),
    "skeleton": _("domain that looks alike"),
    "phone-less": _("telephone number with one digit off"),
    "account-head": _("account of the same series"),
    "words": _("the same phrases"),
    "card": _("card"),
}
BOTH: Mapping[str, Promise] = {
    "exact": _("Both name the %(kind)s %(value)s."),
    "exact_sealed": _("Both name the same %(kind)s."),
    "near": _(
        "Worked out, not reported: %(kind)s. This report says %(value)s; what the other says stands there."
    ),
    "near_sealed": _("Worked out, not reported: %(kind)s."),
    "words": _("Long passages of both are in the same words."),
}
FOUND: Mapping[str, Promise] = {
    "words": _("in her words"),
    "answer": _("as an answer"),
    "given": _("given with it"),
}
PURPOSE: Mapping[str, Promise] = {
    "triage": _("Read a new report"),
    "case_work": _("Work on the case"),
    "answer_reporter": _("Answer the reporter"),
    "stop_payment": _("Stop a payment"),
    "check_link": _("Check a link"),
}
DESKS: Mapping[str, Promise] = {
    "emergency": _("Desk that answers at any hour"),
    "child_protection": _("Officer for the protection of children"),
    "stop_payment": _("Stop of payments"),
    "cybercrime": _("Cybercrime desk"),
    "police": _("Police"),
    "csirt": _("Response team (CSIRT)"),
    "victim_support": _("Victim support"),
    "contact_police": _("Police of the other state, by the network"),
}
_ACTS: Mapping[str, Promise] = {
    "report.submit": _("Report sent"),
    "report.read": _("Read by the node: selectors, links, urgency"),
    "report.open": _("Opened in her own words"),
    "report.move": _("Moved on"),
    "report.addition": _("Addition by the reporter"),
    "report.files": _("Files added by the reporter"),
    "triage.open_case": _("A case was opened"),
    "triage.join_case": _("Joined to a case"),
    "triage.urgency": _("Urgency set"),
    "triage.refer": _("Referred"),
    "triage.no_further": _("Closed with reasons"),
    "triage.look_again": _("Taken up again"),
    "triage.stop_payment": _("Stop of the payment asked for"),
    "case.create": _("Case opened"),
    "case.join": _("Report joined"),
    "case.assign": _("Lead named"),
    "case.grant": _("Leave given"),
    "case.grant.end": _("Leave ended"),
    "case.fact": _("Fact stated"),
    "case.flag": _("Silence ordered"),
    "case.flag.lift": _("Silence lifted"),
    "case.note": _("Note written"),
    "case.answer": _("Answer of the law engine saved"),
    "case.open": _("Title and notes opened"),
    "case.close": _("Case closed"),
    "case.reopen": _("Case opened again"),
    "deadline.set": _("Clock set"),
}


def act(verb: str) -> str:
    """Return the verb of an audit entry in words; an unknown one is read aloud."""
    return str(_ACTS.get(verb, verb.replace(".", " ").replace("_", " ")))


LETTER: Mapping[str, Promise] = {
    "acknowledged": _("We read your report"),
    "asked_abroad": _("Another state has answered"),
    "closed_with_reasons": _("Nobody goes on, and why"),
    "hold_obtained": _("Money is held"),
    "hold_ended": _("Money is no longer held"),
    "joined_with_others": _("Joined with other reports"),
    "outcome": _("An outcome"),
    "told_by_other_state": _("Found in another inquiry"),
}
LETTER_STATE: Mapping[str, Promise] = {
    "draft": _("Draft"),
    "released": _("Released"),
    "withheld": _("Withheld"),
}
WITHHOLD: Mapping[str, Promise] = {
    "request_secrecy": _("A request abroad has to stay secret"),
    "covert_measure": _("A covert measure is running"),
    "not_established": _("What it says is not established yet"),
    "better_by_phone": _("Better told on the telephone"),
    "overtaken": _("Overtaken by events"),
}
CONTACT: Mapping[str, Promise] = {"code_only": _("do not write or call; I read letters with my code")}
JUDGED: Mapping[str, Promise] = {
    "apart": _("Kept apart"),
    "together": _("Belongs together again"),
    "cut": _("Counts for nothing"),
    "restore": _("Counts again"),
}
PAIR: Mapping[str, Promise] = {
    "different_offender": _("Other offenders"),
    "chance": _("They share it by chance"),
    "mistake_in_report": _("One of the reports is mistaken"),
    "undone": _("The earlier decision was a mistake"),
}
KEY: Mapping[str, Promise] = {
    "shared_service": _("A service that many use"),
    "victim_s_own": _("It is the reporter's own"),
    "too_common": _("Too common to prove anything"),
    "undone": _("The earlier decision was a mistake"),
}
