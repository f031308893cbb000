"""Who may do what with the tables of triage. Neither an assessment nor a decision is ever changed."""

GRANTS = {
    "triage_assessment": {"desk": "select", "worker": "select insert"},
    "triage_decision": {"desk": "select insert", "worker": "select"},
}
