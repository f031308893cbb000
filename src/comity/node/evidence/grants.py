"""Who may do what with the tables of evidence. Nobody may change or delete an item, an entry, or what a filter officer decided."""

_KEPT = {"desk": "select insert", "worker": "select insert"}

GRANTS = {
    "evidence_item": _KEPT,
    "evidence_custodyentry": _KEPT,
    "evidence_earlierentry": _KEPT,
    "evidence_filtering": {"desk": "select insert", "worker": "select"},
    "evidence_release": {"desk": "select insert update", "worker": "select"},
    "evidence_release_items": {"desk": "select insert", "worker": "select"},
    "evidence_package": {"desk": "select insert update", "worker": "select insert update"},
    "evidence_package_items": _KEPT,
}
