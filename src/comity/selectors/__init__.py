"""Selectors: what identifies an offender's means, made comparable.

A selector is a domain, telephone number, account or wallet in one written form, with the place in the
narrative where it stood. :func:`extract` finds them in free text, :func:`normalise` brings a typed one into
the same form, :mod:`comity.selectors.derived` makes the values by which near ones meet.

    >>> [(s.kind, s.value) for s in extract("Sent to FR14 2004 1010 0505 0001 3M02 606", language="en", country="DE")]
    [('iban', 'FR1420041010050500013M02606')]
"""

from comity.selectors.forms import normalise
from comity.selectors.kinds import KINDS, Context, Kind, Selector
from comity.selectors.scanner import MAX_SELECTORS, MAX_TEXT, Scan, extract, scan

__all__ = [
    "KINDS",
    "MAX_SELECTORS",
    "MAX_TEXT",
    "Context",
    "Kind",
    "Scan",
    "Selector",
    "extract",
    "normalise",
    "scan",
]
