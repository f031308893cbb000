"""Words for the closed lists that the engine and the life cycles answer in. Labels only, no rules.

A code that is missing here is read aloud as it is (:func:`comity.node.ui.words.code_words`), so that a new
value in the book never breaks a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.node.ui.words import code_words

STATUS = {
    "open": _("Open"),
    "conditional": _("Conditional"),
    "closed": _("Closed"),
    "displaced": _("Displaced"),
    "protected": _("Protected"),
    "future": _("Not yet in force"),
    "unknown": _("Not known"),
}
VERDICT = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
MET = {"yes": _("Met"), "no": _("Not met"), "unknown": _("Not known")}
ENGAGED = {"yes": _("engaged"), "no": _("not engaged"), "unknown": _("not known whether engaged")}
GATE_VERDICT = {"pass": _("Passed"), "fail": _("Failed"), "unknown": _("Not known")}
GATE = {
    "in_force": _("In force between the two"),
    "territory": _("Territory"),
    "reservation": _("Reservations"),
    "offence_scope": _("Offence in scope"),
    "threshold": _("Threshold of penalty"),
    "sender": _("Who may ask"),
    "recipient": _("Who may be asked"),
    "form": _("Form"),
    "grounds": _("Grounds of refusal"),
    "conditions": _("Conditions"),
}
MEASURE = {
    "preservation": _("Expedited preservation"),
    "preserved_traffic_disclosure": _("Disclosure of preserved traffic data"),
    "stored_data_access": _("Access to stored data"),
    "production": _("Production order"),
    "subscriber_information": _("Subscriber information"),
    "domain_registration_information": _("Domain registration information"),
    "emergency_disclosure": _("Disclosure in an emergency"),
    "traffic_data_realtime": _("Real-time collection of traffic data"),
    "content_interception": _("Interception of content"),
    "transborder_open_source": _("Access to publicly available data"),
    "transborder_consent": _("Access with lawful consent"),
    "spontaneous_information": _("Spontaneous information"),
    "network_assistance": _("24/7 Network"),
    "mla_general": _("Mutual assistance"),
    "extradition": _("Extradition"),
    "joint_investigation": _("Joint investigation team"),
    "video_conference": _("Video conference"),
    "transfer_of_proceedings": _("Transfer of proceedings"),
    "asset_freeze_confiscation": _("Freezing and confiscation"),
    "payment_hold": _("Hold on a payment"),
    "payment_recall": _("Recall of a payment"),
    "financial_records": _("Financial records"),
    "financial_intelligence": _("Financial intelligence"),
    "police_information": _("Police information"),
    "enforcement": _("Enforcement"),
    "takedown": _("Takedown"),
    "abuse_feedback": _("Feedback on abuse"),
    "incident_notification": _("Notification of an incident"),
}
DATA = {
    "subscriber": _("Subscriber data"),
    "traffic": _("Traffic data"),
    "identification": _("Data to identify a user"),
    "content": _("Content"),
    "registration": _("Registration data"),
    "any": _("Any data"),
    "": _("Any data"),
}
ROLE = {
    "contact_point": _("24/7 contact point"),
    "central_authority": _("Central authority"),
    "police": _("Police"),
    "prosecutor": _("Prosecutor"),
    "court": _("Court"),
    "judge": _("Judge"),
    "service_provider": _("Service provider"),
    "registrar": _("Registrar"),
    "bank": _("Bank"),
    "fiu": _("Financial intelligence unit"),
    "csirt": _("CSIRT"),
}
CLOCK_KIND = {
    "deadline": _("Due"),
    "minimum": _("Floor: kept at least until"),
    "floor": _("Floor: kept at least until"),
    "validity": _("Ceiling: ends"),
    "ceiling": _("Ceiling: ends"),
    "last_safe_day": _("Last safe day"),
    "review": _("Review"),
    "wait": _("Not before"),
    "hold_until_event": _("Kept until"),
    "promptly": _("Promptly"),
    "rapidly_expedited": _("Rapidly"),
    "without_undue_delay": _("Without undue delay"),
    "as_soon_as_possible": _("As soon as possible"),
    "priority_flag": _("Marked for priority"),
    "best_effort": _("As well as one can"),
    "service_level": _("Agreed time of service"),
    "eligibility": _("Can be asked within"),
    "target": _("Aimed at"),
    "timely": _("In good time"),
    "on_demand": _("Only when asked"),
    "on_declaration": _("Only where a state declared it"),
    "agreed_term": _("As agreed"),
    "as_stated": _("As the order says"),
}
PHASE = {
    "money": _("Stop the money"),
    "hold": _("Hold the data"),
    "path": _("Follow the path"),
    "ask": _("Ask for the data"),
    "tell": _("Tell the others"),
    "live": _("Listen, live"),
    "move": _("Move the case or the person"),
    "notify": _("Notify"),
    "none": _("Other"),
}
DUAL_ASKED = {
    "never": _("Dual criminality is not asked for"),
    "may_be": _("Dual criminality may be asked for"),
    "required": _("Dual criminality is required"),
}
BASIS = {
    "treaty_clock": _("a clock of the law"),
    "measured": _("replies measured here"),
    "published": _("published practice"),
    "not_known": _("not known"),
}
CHECK = {
    "passes": _("Passes"),
    "engaged": _("Stands in the way, or needs a step"),
    "open": _("Not known"),
    "not_relevant": _("Recorded, not relevant here"),
}
GROUND_USE = {
    "may_be_used": _("It may be used here"),
    "may_not_be_used": _("It may not be used here"),
    "not_on_the_list": _("It is on no list of this instrument"),
    "not_stated": _("No ground was given"),
}
REMEDY = {
    "duty": _("What the refusing side owes"),
    "right": _("What you may ask for"),
    "way": _("Another way"),
    "cure": _("What can be put right"),
    "stop": _("It ends here"),
}
EFFECT = {
    "refuse": _("may refuse"),
    "must_refuse": _("has to refuse"),
    "postpone": _("may put off"),
    "clarify": _("may ask for more"),
    "inform": _("has to be told"),
    "review": _("looks at it again"),
    "consult_host": _("asks the state of the host"),
    "other_action": _("may do something else"),
    "forbidden_ground": _("may not be used"),
}
CLOCK_SORT = {
    "floor": _("Floors: at least so long; their end ends nothing"),
    "ceiling": _("Ceilings: then it ends, unless extended or confirmed"),
    "other": _("Other clocks"),
}
COUNTED = {
    "calendar": _("calendar days"),
    "working_days": _("working days"),
    "banking_business_days": _("banking days"),
    "hours": _("hours"),
    "eu_1182_71": _("as Regulation 1182/71 counts"),
    "last_safe_day": _("counted back from the ceiling"),
    "none": "",
}
URGENCY = {"emergency": _("Emergency"), "urgent": _("Urgent"), "routine": _("Routine"), "low": _("Low")}
PLACES = {
    "inbox": _("Inbox"),
    "cases": _("Cases"),
    "requests": _("Requests"),
    "clocks": _("Clocks"),
    "evidence": _("Evidence"),
    "law": _("Law"),
    "figures": _("Figures"),
    "directory": _("Directory"),
}

ALWAYS = _("Day and night")


def said_hours(hours: str) -> str:
    """Return when an office answers: what ``node.toml`` says, and the one thing every language has words for in its own.

    >>> said_hours("Day and night"), said_hours("Mon-Fri 8-18"), said_hours("")
    ('Day and night', 'Mon-Fri 8-18', '')
    """
    return gettext(hours) if hours == "Day and night" else hours


_LISTS: dict[str, Mapping[str, Any]] = {
    "status": STATUS,
    "verdict": VERDICT,
    "met": MET,
    "engaged": ENGAGED,
    "gate": GATE,
    "gate_verdict": GATE_VERDICT,
    "measure": MEASURE,
    "data": DATA,
    "role": ROLE,
    "clock": CLOCK_KIND,
    "dual": DUAL_ASKED,
    "phase": PHASE,
    "urgency": URGENCY,
    "place": PLACES,
    "basis": BASIS,
    "check": CHECK,
    "ground_use": GROUND_USE,
    "remedy": REMEDY,
    "effect": EFFECT,
    "clock_sort": CLOCK_SORT,
    "counted": COUNTED,
}


def label(code: str, of: str) -> str:
    """Return the words for ``code`` in the closed list named ``of`` (``status``, ``gate``, ``measure`` ...).

    Raises:
        KeyError: there is no such list.
    """
    return str(_LISTS[of].get(code) or code_words(code))
