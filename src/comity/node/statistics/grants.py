"""Who may do what with built figures: the portal sees those that were released."""

GRANTS = {
    "statistics_release": {"portal": "select", "desk": "select insert update", "worker": "select insert"},
}
ROWS = {"statistics_release": {"portal": "released_at IS NOT NULL"}}
