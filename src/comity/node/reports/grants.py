"""Who may do what with the tables of reports.

The portal sees the rows of the code, or of the cookie, it was shown. It writes only under them too, and only what a person
who reports can write: a report nobody has read or moved yet, what she adds to it, her own draft. A portal that were taken over
can neither speak as the office nor store a report that looks worked on.
"""

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

_OF_DRAFT = f"draft_id IN (SELECT id FROM reports_draft WHERE {_DRAFT})"  # noqa: S608
_FRESH = (
    "state = 'received' AND source = 'portal' AND withdrawn_at IS NULL AND urgency = '' "
    "AND read_at IS NULL AND attempts = 0 AND next_try_at IS NULL AND failing_step = ''"
)
_HER_WORDS = (
    "direction = 'from_reporter' AND kind IN ('addition', 'extension', 'withdrawal') "
    "AND released_at IS NULL AND read_at IS NULL AND letter_id IS NULL"
)

ROWS = {
    "reports_report": {"portal": _HELD},
    "reports_reportfile": {"portal": _OF_HELD},
    "reports_message": {"portal": _OF_HELD},
    "reports_acknowledgementfile": {"portal": _OF_HELD},
    "reports_draft": {"portal": _DRAFT},
    "reports_draftfile": {"portal": _OF_DRAFT},
    "letters_letter": {
        "portal": f"state = 'released' AND data_key_id IN (SELECT data_key_id FROM reports_report WHERE {_HELD})"  # noqa: S608
    },
}

# Without a condition stay base_datakey and base_keywrap (the key is stored before the report that names it; a wrap opens nothing
# without a private key the portal does not have) and audit_leaf (insert only; its entry is checked and ordered by the notary).
WRITES = {
    "reports_report": {"portal": f"{_HELD} AND {_FRESH}"},
    "reports_reportfile": {"portal": _OF_HELD},
    "reports_message": {"portal": f"{_OF_HELD} AND {_HER_WORDS}"},
    "reports_draft": {"portal": _DRAFT},
    "reports_draftfile": {"portal": _OF_DRAFT},
}
