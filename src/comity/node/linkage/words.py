"""What a shared key says in plain letters: worked out again from the selectors of a report that is open, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comity.linkage import SCHEMES
from comity.node.linkage import keys


def shown(selectors: Iterable[Mapping[str, str]], *, linkage_key: bytes) -> dict[bytes, str]:
    """Return what an opened report says by each of its digests: the value itself, or the value a derived key was made of.

    A derived key (a domain folded to its look, an account cut to its series) is nobody's evidence: nobody reported it, and to copy
    it would be to ask about something that does not exist. So what stands here is always what was reported.
    Whoever calls this has opened the report with a purpose (``reports.actions.open_report``), and the reading is in the audit.
    Words that two reports share have no value of their own: their digest stands for a band of phrases and is left out.
    """
    found: dict[bytes, dict[str, None]] = {}
    for one in selectors:
        for key in keys.plain_keys([one]):
            value = key.token if SCHEMES[key.scheme].exact else one["value"]
            found.setdefault(keys.digest(linkage_key, key), {})[value] = None
    return {digest: ", ".join(values) for digest, values in found.items()}
