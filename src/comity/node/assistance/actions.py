"""The verbs of requests, one module for each part of their life; doors and other apps call them from here.

``drafting`` draft, fill, check, commit; ``discarding`` gives a draft up; ``sending`` preview (*What leaves*) and send; ``receiving`` takes in; ``stepping`` moves, ``telling`` says so, ``arriving`` takes in a step;
``rights`` the gate; ``authorising`` the judge's decision; ``orders`` orders at home; ``following`` what comes after, offers, calls.
"""

from comity.node.assistance.arriving import receive_step
from comity.node.assistance.authorising import is_authorised, kind_needed, record_authorisation
from comity.node.assistance.discarding import discard, may_discard
from comity.node.assistance.drafting import check_form, commit, draft, fill, needs_commitment
from comity.node.assistance.following import follow_up, involve, log_call, offer, release_origin, ways
from comity.node.assistance.opening import Opened, open_request
from comity.node.assistance.orders import home_order, needs_decision
from comity.node.assistance.receiving import receive_request
from comity.node.assistance.rights import decide_rights
from comity.node.assistance.sending import Preview, preview, send, ways_to_send
from comity.node.assistance.stepping import mark_seen, step

__all__ = [
    "Opened",
    "Preview",
    "check_form",
    "commit",
    "decide_rights",
    "discard",
    "draft",
    "fill",
    "follow_up",
    "home_order",
    "involve",
    "is_authorised",
    "kind_needed",
    "log_call",
    "mark_seen",
    "may_discard",
    "needs_commitment",
    "needs_decision",
    "offer",
    "open_request",
    "preview",
    "receive_request",
    "receive_step",
    "record_authorisation",
    "release_origin",
    "send",
    "step",
    "ways",
    "ways_to_send",
]
