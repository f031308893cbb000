"""Bundles of verbs in which leave on a case is given, so that nobody picks verbs one by one at night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LOOK = ("case.view", "link.view", "route.view", "clock.view", "request.view", "evidence.list")
_READ = (*_LOOK, "report.view", "report.open", "evidence.view", "request.open")
_WORK = (
    *_READ, "case.edit", "link.judge", "letter.draft", "letter.release", "message.read", "hold.draft", "hold.commit", "order.draft",
    "assistance.draft", "notice.offer", "query.draft", "query.send", "request.follow", "request.involve", "call.log",
    "authorisation.record", "evidence.add", "evidence.ask_release", "evidence.release", "approval.give", "case.outcome",
    "evidence.package", "consultation.view", "consultation.record", "order.identification.send", "order.content.send", "assistance.execute",
)  # fmt: skip
_SEND = (
    "case.view",
    "clock.view",
    "route.view",
    "request.view",
    "request.follow",
    "hold.send",
    "call.log",
    "emergency.send",
)

ROLES: Mapping[str, tuple[str, ...]] = {"look": _LOOK, "read": _READ, "work": _WORK, "send": _SEND}
"""Name of a bundle -> the verbs it gives. What somebody's roles do not allow stays forbidden all the same."""
LABELS: Mapping[str, Promise] = {
    "look": _("See the case, nothing sealed"),
    "read": _("Read the case and open its reports"),
    "work": _("Work on the case"),
    "send": _("Send what was drafted"),
}
USUAL = timedelta(days=180)
"""How long leave usually lasts; it can be given again."""
LONGEST = timedelta(days=730)
