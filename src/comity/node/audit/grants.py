"""Who may do what with the tables of the audit. Nobody updates; the notary alone takes a leaf off the waiting list."""

GRANTS = {
    "audit_leaf": {
        "portal": "insert",
        "desk": "select insert",
        "gateway": "insert",
        "worker": "select insert",
        "notary": "select insert",
    },
    "audit_pending": {"notary": "select delete"},
    "audit_position": {"desk": "select", "gateway": "select", "worker": "select", "notary": "select insert"},
    "audit_checkpoint": {
        "portal": "select",
        "desk": "select",
        "gateway": "select",
        "worker": "select",
        "notary": "select insert",
    },
}
