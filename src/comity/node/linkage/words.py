"""What a shared key says in plain letters: worked out again from the selectors of a report that is open, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comity.node.linkage import keys


def shown(selectors: Iterable[Mapping[str, str]], words: str, *, linkage_key: bytes) -> dict[bytes, str]:
    """Return the plain value of each digest of an opened report.

    Whoever calls this has opened the report with a purpose (``reports.actions.open_report``), and the reading is in the audit.
    Words that two reports share have no value of their own: their digest stands for a band of phrases and is left out.
    """
    return {
        keys.digest(linkage_key, one): one.token
        for one in keys.plain_keys(selectors, words)
        if one.scheme != "words"
    }
