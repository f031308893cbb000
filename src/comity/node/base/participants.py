"""The participants a node hosts: rows made from ``node.toml`` and the public keys beside it, at every start."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from comity.node.base.home import Home
from comity.node.base.keyring import Keyring
from comity.node.base.models import Participant


@transaction.atomic
def sync_hosted(home: Home) -> list[Participant]:
    """Make or renew the row of every participant in ``node.toml``; one that was taken out stays, no longer hosted."""
    keys = Keyring(home, "admin")
    rows = []
    for entry in home.participants:
        public = keys.public_of(entry.code)
        row, _ = Participant.objects.update_or_create(
            code=entry.code,
            defaults={
                "name": entry.name, "country": entry.country, "roles": list(entry.roles), "hosted": True,
                "demonstration": home.demonstration,
                "public_keys": {"signing": public["signing"], "sealing": [public["sealing"]]},
            },
        )  # fmt: skip
        rows.append(row)
    Participant.objects.filter(hosted=True).exclude(code__in=[row.code for row in rows]).update(hosted=False)
    return rows


def remember_foreign(
    code: str, *, name: str, country: str, roles: list[str], public_keys: dict[str, Any], demonstration: bool
) -> Participant:
    """Make or renew the row of a participant known from the signed directory; a hosted one is never overwritten."""
    row, _ = Participant.objects.get_or_create(code=code, defaults={"name": name, "country": country})
    if not row.hosted:
        row.name, row.country, row.roles, row.public_keys = name, country, roles, public_keys
        row.demonstration = demonstration
        row.save()
    return row
