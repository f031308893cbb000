"""What the engine names by code, in words: the facts that would settle a gate, and the fields a form asks for.

A document of the engine stays as it is for machines; this is done to the copy that a page shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.node.assistance import words as fields
from comity.node.cases import queries as cases
from comity.node.desk.cases.facts import meanings
from comity.node.law import settling

_MORE: Mapping[str, Promise] = {
    "stated.other_offences": gettext_lazy("the person is to be tried for more than is asked for"),
}
"""Facts of a request that the words for everybody do not have."""


def full(name: str) -> str:
    """Return a fact the engine names as a case knows it; without its first word where no case can hold it."""
    bare = name.removeprefix("facts.")
    return next((one for one in (bare, f"elements.{bare}") if one in cases.names()), bare)


def fact(name: str) -> str:
    """Say what would settle something: a fact of the case, of the request, or what a law says."""
    known = full(name)
    said = meanings().get(known) or _MORE.get(known)
    if said:
        return str(said)
    if known.startswith("money in "):
        return _("the amount in %(currency)s") % {"currency": known.removeprefix("money in ")}
    return settling.fact(known)


def route(document: dict[str, Any]) -> dict[str, Any]:
    """Put what a route's gates name by code into words, in place, and return it."""
    for gate in document.get("gates", ()):
        gate["settles"] = list(dict.fromkeys(fact(name) for name in gate.get("settles", ())))
        for reason in gate.get("reasons", ()):
            given = reason.get("params") or {}
            if isinstance(given.get("fields"), list | tuple):
                reason["params"] = {
                    **given,
                    "fields": [fields.say(name, fields.FIELD) for name in given["fields"]],
                }
    return document
