"""What a form shows of a stored value, and what a saved form changes of it: only what somebody typed anew.

A value may hold more than its one line on the page: the code of an authority, that an account number is an IBAN. A line that
comes back as it was shown leaves the value as it is stored, and an empty one takes away only what it had shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from comity.law.records import Field

_PARTS: Mapping[str, frozenset[str]] = {
    "data_selector": frozenset({"kind", "value", "port", "from", "to"}),
    "date_range": frozenset({"from", "to"}),
    "money": frozenset({"amount", "currency"}),
    "contact": frozenset({"name", "telephone", "language"}),
}
"""The parts of a compound value that have a control of their own."""
_MAIN = {"data_selector": "value", "date_range": "from", "money": "amount", "contact": "name"}
_OWN_CONTROL = frozenset({"bool", "datetime", "date", *_PARTS})
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def line(value: Any) -> str:
    """Return a value as it stands in a single text field; nothing that is stored is shown as nothing.

    >>> line({"iban": "JP00 1234"}), line({"name": "Police", "code": "de-police"}), line(["a", {"value": "b"}])
    ('JP00 1234', 'Police', 'a\\nb')
    """
    if isinstance(value, Mapping):
        if value.get("kind") == "this_document":
            return _("this document")
        main = value.get("name") or value.get("value")
        return str(main) if main else ", ".join(line(one) for one in value.values() if one not in _EMPTY)
    if isinstance(value, list):
        return "\n".join(line(one) for one in value)
    return "" if value is None else str(value)


def drawn(kind: str, value: Any) -> Any:
    """Return a value as the controls of its type take it: a compound one that is stored as a line goes into its first part."""
    if kind in _PARTS and value not in _EMPTY and not isinstance(value, Mapping):
        return {_MAIN[kind]: line(value)}
    return value


def kept(field: Field, stored: Any, given: Any) -> Any:
    """Return what a saved form leaves of a stored value.

    >>> from comity.law.records import Field
    >>> account = Field(name="beneficiary_account", type="account_ref", mandatory=True, cite="x")
    >>> kept(account, {"iban": "JP00"}, "JP00"), kept(account, {"iban": "JP00"}, "JP01"), kept(account, {"iban": "JP00"}, "")
    ({'iban': 'JP00'}, 'JP01', '')
    """
    if stored in _EMPTY:
        return given
    if field.type not in _OWN_CONTROL:
        return stored if line(given) == line(stored) else given
    if field.type in _PARTS and isinstance(given, Mapping) and isinstance(stored, Mapping):
        unseen = {name: value for name, value in stored.items() if name not in _PARTS[field.type]}
        return {**unseen, **given}
    unshown = (field.type == "bool" and not isinstance(stored, bool)) or (
        field.type == "date" and str(stored).count("-") != 2
    )
    return stored if unshown and given in _EMPTY else given
