"""Who may do what with the tables of cases. Facts, notes and reports of a case are added, never changed or taken away."""

_WORK = {"desk": "select insert", "worker": "select insert"}

GRANTS = {
    "cases_case": {"desk": "select insert update", "worker": "select insert update"},
    "cases_casereport": _WORK,
    "cases_casefact": _WORK,
    "cases_casegrant": {"desk": "select insert update", "worker": "select"},
    "cases_confidentiality": {"desk": "select insert update", "worker": "select insert update"},
    "cases_note": _WORK,
}
