"""A fault said to a person, in the language of the page.

The library declares its faults in English and knows no gettext; their German stands in the catalogue of this app, found by the
English template (``tools/assets/fault_words.py`` says which are translated). Machines and logs keep the English of ``Fault.text``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from comity.kernel.errors import Fault


def tell(fault: Fault) -> str:
    """Return the sentence of a fault and what to do next, translated where the page's language has them.

    A fact of a fault that is itself a list of faults' words stays as the library wrote it.
    """
    if fault.declared is None:
        return fault.text
    said = [_filled(one, fault.facts) for one in (fault.declared.sentence, fault.declared.next_step) if one]
    return " ".join(one for one in said if one).strip()


def told(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """Return the sentences and codes of faults, for a page that lists them."""
    return [{"text": tell(fault), "code": fault.code} for fault in faults]


def _filled(template: str, facts: Mapping[str, Any]) -> str:
    return gettext(template).format(**facts)
