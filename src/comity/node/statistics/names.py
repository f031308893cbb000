"""What the codes in figures are called: bands, results, states of holds; offences and instruments as the book calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.node.ui.labels import label

RESULTS: Mapping[str, Promise] = {
    "executed": gettext_lazy("Executed"),
    "executed_in_part": gettext_lazy("Executed in part"),
    "refused": gettext_lazy("Refused"),
    "refused_rights": gettext_lazy("Refused for a fundamental right"),
    "told": gettext_lazy("Arrived"),
    "open": gettext_lazy("Not answered yet"),
}
HOLDS: Mapping[str, Promise] = {
    "held": gettext_lazy("Held"),
    "seized": gettext_lazy("Seized"),
    "lapsed": gettext_lazy("Lapsed"),
    "released": gettext_lazy("Set free"),
}
DIMENSIONS: Mapping[str, Promise] = {
    "offence": gettext_lazy("Offence"),
    "harm": gettext_lazy("Loss"),
    "measure": gettext_lazy("What was asked"),
    "result": gettext_lazy("Result"),
    "state": gettext_lazy("Where it stands"),
    "instrument": gettext_lazy("Instrument"),
    "month": gettext_lazy("Month"),
}


def named(dimension: str, code: str, labels: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Return what a code is called in the language of the page."""
    known = (labels or {}).get(dimension, {})
    if code in known:
        return f"{known[code]} ({short(code)})" if dimension == "offence" else known[code]
    tables: Mapping[str, Mapping[str, Promise]] = {"result": RESULTS, "state": HOLDS}
    if code in tables.get(dimension, {}):
        return str(tables[dimension][code])
    if dimension == "harm":
        return band(code)
    if dimension == "measure":
        return label(code, "measure")
    if code == "not_established":
        return _("Not established")
    return code


def band(code: str) -> str:
    """Return what a band of sums is called."""
    if code in ("none", "other"):
        return _("No loss told") if code == "none" else _("In another currency")
    currency, _sep, limits = code.partition(":")
    low, _sep, high = limits.partition("-")
    said = {
        "currency": currency,
        "low": f"{int(low):,}".replace(",", "\u202f"),
        "high": f"{int(high or 0):,}".replace(",", "\u202f"),
    }
    if low == "0":
        return _("Under %(high)s %(currency)s") % said
    return (
        _("%(low)s to under %(high)s %(currency)s") if high else _("%(low)s %(currency)s and more")
    ) % said


def short(code: str) -> str:
    """Return the article as it is written: ``ETS185:2`` -> ``2``."""
    return code.rpartition(":")[2]


def from_book(dimension: str, codes: Iterable[str]) -> dict[str, str]:
    """Return the book's titles of offences or instruments."""
    from comity.node.base.lawbook import book

    known = book()
    if dimension == "offence":
        titles = {one.id: one.title for one in known.offence_articles}
    else:
        titles = {one.id: one.title for one in known.contents.instruments}
    return {code: titles[code] for code in sorted(codes) if code in titles}
