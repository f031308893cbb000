"""The closed lists of reasons an officer chooses from, with the words shown for each."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.triage.models import Decision

CLOSING_LETTER = "closed_with_reasons"
"""The letter of ``content/letters`` that tells a reporter why nobody goes on."""

URGENCY: Mapping[str, Promise] = {
    "money_can_be_stopped": _("The money can still be stopped"),
    "person_at_risk": _("A person may be at risk"),
    "evidence_will_be_lost": _("Evidence will be lost"),
    "many_victims": _("Many others are hit by the same"),
    "not_as_pressing": _("Less pressing than the answers suggest"),
    "spoken_with_reporter": _("I have spoken with the reporter"),
}
REFER: Mapping[str, Promise] = {
    "other_desk_competent": _("Another desk is competent"),
    "lives_elsewhere": _("The person lives elsewhere"),
    "offender_elsewhere": _("The traces lead elsewhere"),
    "special_desk": _("A specialised desk has to read it"),
    "wish_of_reporter": _("The reporter wishes it"),
}
NO_FURTHER: Mapping[str, Promise] = {
    "no_offence": _("What was told is not an offence"),
    "no_trace": _("There is no trace that could be followed now"),
    "known_and_dealt_with": _("It is known and dealt with already"),
    "civil_matter": _("It is a matter for the civil courts"),
    "withdrawn": _("The reporter has withdrawn it"),
    "reported_twice": _("It was reported twice"),
}
LOOK_AGAIN: Mapping[str, Promise] = {
    "new_information": _("There is something new"),
    "asked_for_review": _("The reporter asked for a review"),
    "mistake": _("The decision was a mistake"),
}
_LISTS: Mapping[str, Mapping[str, Promise]] = {
    Decision.Kind.URGENCY: URGENCY,
    Decision.Kind.REFER: REFER,
    Decision.Kind.NO_FURTHER: NO_FURTHER,
    Decision.Kind.LOOK_AGAIN: LOOK_AGAIN,
}
KINDS: Mapping[str, Promise] = {
    Decision.Kind.OPEN_CASE: _("A case was opened"),
    Decision.Kind.JOIN_CASE: _("Joined to a case"),
    Decision.Kind.STOP_PAYMENT: _("Stop of the payment asked for"),
    Decision.Kind.REFER: _("Referred to another desk"),
    Decision.Kind.URGENCY: _("Urgency set by an officer"),
    Decision.Kind.NO_FURTHER: _("Nobody goes on with it"),
    Decision.Kind.LOOK_AGAIN: _("Taken up again"),
}


def of(kind: str) -> Mapping[str, Promise]:
    """Return the reasons for a kind of decision; none where it needs no reason."""
    return _LISTS.get(kind, {})
