"""Words of the law pages that the book does not have: heads of jurisdiction as officers call them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEADS: Mapping[str, Promise] = {
    "territory": _("Territory"),
    "active_nationality": _("Nationality of the suspect"),
    "passive_nationality": _("Nationality of the victim"),
    "aut_dedere": _("Extradite or prosecute"),
    "domestic_extra": _("What domestic law reaches beyond the treaty"),
    "residence": _("Residence of the suspect"),
    "flag": _("Ship or aircraft"),
}
