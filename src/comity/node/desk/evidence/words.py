"""What the codes of evidence are called on its pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.desk.inbox.words import LETTER_STATE

STATES: Mapping[str, Promise] = {
    "collected": _("Collected"),
    "received": _("Received"),
    "sealed": _("Sealed"),
    "opened": _("Opened"),
    "examined": _("Looked at by a filter officer"),
    "copied": _("Copied"),
    "authorised": _("Authorised"),
    "released": _("Released"),
    "transferred": _("Handed on"),
    "returned": _("Returned"),
    "destroyed": _("Destroyed"),
}
MARKS: Mapping[str, Promise] = {
    "none": _("None"),
    "privileged": _("A lawyer's confidence"),
    "press": _("Press"),
    "medical": _("A doctor's confidence"),
}
ORIGINS: Mapping[str, Promise] = {
    "upload": _("Taken in by an officer"),
    "holder": _("Handed over by a holder"),
    "package": _("From another state"),
}
PACKAGES: Mapping[str, Promise] = {
    "waiting": _("Waits for its place in the log"),
    "ready": _("Written"),
    "sent": _("Sent"),
    "received": _("Received and proven"),
    "refused": _("Refused"),
}
KINDS: Mapping[str, Promise] = {
    "out": _("To another authority"),
    "in": _("From another authority"),
    "own": _("For the file"),
}
DECIDERS: Mapping[str, Promise] = {
    "judge": _("a judge"),
    "prosecutor": _("a prosecutor"),
    "police": _("the police"),
}
PURPOSES: Mapping[str, Promise] = {
    "court": _("For the court"),
    "defence": _("For the defence"),
    "other_authority": _("For another authority"),
    "check": _("To check it"),
    "inform_harmed": _("To tell people who were harmed"),
}
OFFERS: Mapping[str, Promise] = {
    "draft": _("Drafted"),
    "paper": _("On paper, not sent: no place in the directory"),
    "no_way": _("No way is open"),
    "conditions_offered": _("Offered, waits for an answer"),
    "conditions_accepted": _("Condition accepted: the people can be sent"),
    "conditions_declined": _("Condition not accepted"),
    "sent": _("Sent"),
    "received": _("Arrived"),
    "used": _("The people were told of"),
    "closed": _("Closed"),
}
LETTERS = LETTER_STATE
