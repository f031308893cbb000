"""Who may do what with the tables of ``base``."""

_ALL_READ = {
    "portal": "select",
    "desk": "select",
    "gateway": "select",
    "worker": "select",
    "notary": "select",
}

GRANTS = {
    "base_participant": {**_ALL_READ, "gateway": "select insert update", "worker": "select insert update"},
    "base_datakey": {
        "portal": "insert",
        "desk": "select insert update",
        "gateway": "select insert",
        "worker": "select insert update",
    },
    "base_keywrap": {
        "portal": "select insert",
        "desk": "select insert delete",
        "gateway": "insert",
        "worker": "select insert delete",
    },
    # Read by every process of a demonstration; moved from the officers' door. Production ignores it.
    "base_demonstrationclock": {**_ALL_READ, "desk": "select insert update"},
    # The alarm bell: every door may ring, only the worker answers.
    "procrastinate_jobs": {
        "portal": "select insert",
        "desk": "select insert",
        "gateway": "select insert",
        "worker": "select insert update delete",
    },
    "procrastinate_events": {
        "portal": "insert",
        "desk": "insert",
        "gateway": "insert",
        "worker": "select insert update delete",
    },
    "procrastinate_periodic_defers": {"worker": "select insert update delete"},
    "procrastinate_workers": {"worker": "select insert update delete"},
    "django_migrations": _ALL_READ,
}
