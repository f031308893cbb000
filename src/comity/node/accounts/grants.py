"""Who may do what with accounts, sessions and second factors: the officers' door, and nobody else."""

GRANTS = {
    "accounts_user": {"desk": "select insert update", "worker": "select"},
    "django_session": {"desk": "select insert update delete"},
    "django_content_type": {"desk": "select", "worker": "select"},
    "mfa_authenticator": {"desk": "select insert update delete"},
    "account_emailaddress": {"desk": "select"},
    "axes_accessattempt": {"desk": "select insert update delete"},
    "axes_accessattemptexpiration": {"desk": "select insert update delete"},
}
