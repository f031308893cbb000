"""Who may do what with the tables of triage."""

GRANTS = {
    "triage_assessment": {"desk": "select insert", "worker": "select insert"},
    "triage_decision": {"desk": "select insert", "worker": "select"},
}
