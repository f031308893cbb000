"""Who may do what with questions to the law: the desk asks, the worker answers; nothing is ever taken back."""

GRANTS = {"law_lawquestion": {"desk": "select insert", "worker": "select update"}}
