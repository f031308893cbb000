"""Who may do what with the tables of linkage. Links and judgements are never deleted: they end, or another one follows."""

GRANTS = {
    "linkage_selectordigest": {"desk": "select", "worker": "select insert"},
    "linkage_link": {"desk": "select update", "worker": "select insert update"},
    "linkage_linkreason": {"desk": "select update", "worker": "select insert update"},
    "linkage_judgement": {"desk": "select insert", "worker": "select"},
}
