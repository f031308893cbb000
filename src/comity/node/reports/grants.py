"""Who may do what with the tables of reports. The portal sees the rows of the code, or of the cookie, it was shown."""

# Names of tables and columns only: nothing a visitor gives stands in these conditions.
_HELD = "code_digest = decode(nullif(current_setting('comity.code', true), ''), 'hex')"
_OF_HELD = f"report_id IN (SELECT id FROM reports_report WHERE {_HELD})"  # noqa: S608
_DRAFT = "holder = decode(nullif(current_setting('comity.holder', true), ''), 'hex')"

GRANTS = {
    "reports_report": {
        "portal": "select insert",
        "desk": "select insert update",
        "gateway": "select insert",
        "worker": "select insert update",
        "notary": "select",
    },
    "reports_reportfile": {
        "portal": "select insert",
        "desk": "select",
        "worker": "select",
        "notary": "select",
    },
    "reports_message": {
        "portal": "select insert",
        "desk": "select insert",
        "worker": "select insert update",
    },
    "reports_selectorvalue": {"desk": "select", "worker": "select insert delete"},
    "reports_draft": {"portal": "select insert update delete", "worker": "select delete"},
    "reports_draftfile": {"portal": "select insert delete", "worker": "select delete"},
    "reports_acknowledgementfile": {"portal": "select", "desk": "select", "notary": "select insert"},
}

ROWS = {
    "reports_report": {"portal": _HELD},
    "reports_reportfile": {"portal": _OF_HELD},
    "reports_message": {"portal": _OF_HELD},
    "reports_acknowledgementfile": {"portal": _OF_HELD},
    "reports_draft": {"portal": _DRAFT},
    "reports_draftfile": {"portal": f"draft_id IN (SELECT id FROM reports_draft WHERE {_DRAFT})"},  # noqa: S608
    "letters_letter": {
        "portal": f"state = 'released' AND data_key_id IN (SELECT data_key_id FROM reports_report WHERE {_HELD})"  # noqa: S608
    },
}
