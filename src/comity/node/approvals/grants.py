"""Who may do what with orders and approvals: the officers' door alone; an approval is never changed or taken back."""

GRANTS = {
    "approvals_order": {"desk": "select insert update", "worker": "select"},
    "approvals_approval": {"desk": "select insert", "worker": "select"},
}
