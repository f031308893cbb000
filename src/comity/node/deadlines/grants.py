"""Who may do what with clocks."""

GRANTS = {
    "deadlines_deadline": {
        "desk": "select insert update",
        "gateway": "select insert update",
        "worker": "select insert update",
    },
}
