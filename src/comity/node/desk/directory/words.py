"""Words of the directory."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.kernel.errors import declare

NOT_LISTED = declare(
    "desk.directory.not_listed", "The directory knows no participant {code!r}.", "Look it up in the list."
)
ROLE: Mapping[str, Promise] = {
    "police": _("Police"),
    "contact_point": _("24/7 contact point"),
    "prosecution": _("Prosecution"),
    "central_authority": _("Central authority"),
    "csirt": _("Response team (CSIRT)"),
    "provider": _("Provider"),
    "bank": _("Bank"),
    "registrar": _("Registrar"),
}
BOOK_ROLE: Mapping[str, Promise] = {
    "contact_point": _("24/7 contact point"),
    "central_authority": _("Central authority"),
    "prosecutor": _("Prosecution"),
    "police": _("Police"),
    "court": _("Court"),
    "fiu": _("Financial intelligence unit"),
    "csirt": _("Response team (CSIRT)"),
}
REASON: Mapping[str, Promise] = {
    "agreement_in_force": _("An agreement is in force"),
    "same_country": _("An authority of this country"),
    "review_passed": _("A review was passed"),
    "treaty_suspended": _("The treaty is suspended"),
    "keys_compromised": _("Its keys are compromised"),
    "misuse_of_requests": _("It misused requests"),
    "rights_at_risk": _("Rights of people are at risk there"),
    "unreachable": _("It cannot be reached"),
}
