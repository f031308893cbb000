"""Closed lists of cases with the words shown for each."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOURCES: Mapping[str, Promise] = {
    "officer": _("Finding of the officer"),
    "reporter_asked": _("The reporter, asked again"),
    "evidence": _("An item of evidence"),
    "other_authority": _("Another authority"),
    "provider": _("A provider or bank"),
    "open_source": _("Publicly available"),
}
SECRECY: Mapping[str, Promise] = {
    "request_secrecy": _("A request abroad has to stay secret"),
    "covert_measure": _("A covert measure is running"),
    "suspect_could_learn": _("The suspect could learn of it"),
    "wish_of_other_state": _("Another state asked for secrecy"),
    "safety_of_reporter": _("The reporter would be in danger"),
}
CLOSING: Mapping[str, Promise] = {
    "charged": _("A charge was brought"),
    "handed_over": _("Handed over to another authority"),
    "no_suspect": _("No suspect could be found"),
    "no_offence": _("It is not an offence"),
    "settled": _("Settled without a trial"),
    "joined_elsewhere": _("Goes on in another case"),
}
STATES: Mapping[str, Promise] = {"open": _("Open"), "suspended": _("Suspended"), "closed": _("Closed")}
