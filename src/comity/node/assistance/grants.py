"""Who may do what with the tables of assistance. Steps, authorisations and commitments are never changed."""

_MOVES = {"desk": "select insert update", "worker": "select insert update"}
_STAYS = {"desk": "select insert", "worker": "select insert"}

GRANTS = {
    "assistance_request": _MOVES,
    "assistance_part": _MOVES,
    "assistance_step": _STAYS,
    "assistance_authorisation": _STAYS,
    "assistance_rightsdecision": _STAYS,
    "assistance_hold": _MOVES,
    "assistance_commitment": _STAYS,
    "assistance_call": _STAYS,
}
