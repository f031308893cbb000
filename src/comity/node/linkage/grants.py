"""Who may do what with the tables of linkage."""

GRANTS = {
    "linkage_selectordigest": {"desk": "select", "worker": "select insert delete"},
    "linkage_link": {"desk": "select", "worker": "select insert delete"},
    "linkage_hub": {"desk": "select insert", "worker": "select insert"},
}
