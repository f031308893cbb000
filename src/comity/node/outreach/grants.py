"""Who may do what with offers and notices."""

GRANTS = {
    "outreach_offer": {"desk": "select insert", "worker": "select"},
    "outreach_notice": {"desk": "select insert update", "worker": "select insert update"},
}
