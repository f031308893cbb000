"""Who may do what with letters. Which of them the portal sees is said where reports are known (``reports/grants.py``)."""

GRANTS = {
    "letters_letter": {
        "portal": "select",
        "desk": "select insert update",
        "worker": "select insert update",
    },
    "letters_sentmessage": {"portal": "select", "desk": "select insert", "worker": "select insert"},
}

ROWS = {
    "letters_sentmessage": {
        "portal": "number = decode(nullif(current_setting('comity.message', true), ''), 'hex')",
    },
}
