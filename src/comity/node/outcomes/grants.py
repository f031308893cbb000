"""Who may do what with consultations and outcomes: what was said is not changed."""

_KEPT = {"desk": "select insert", "worker": "select insert"}

GRANTS = {
    "outcomes_consultation": {"desk": "select insert update", "worker": "select insert update"},
    "outcomes_statement": _KEPT,
    "outcomes_outcome": {"desk": "select insert", "worker": "select"},
}
