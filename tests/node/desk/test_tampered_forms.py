"""Whatever is sent in the fields of a form, the desk answers with a sentence: never a failure of ours, and nothing half done.

Every address that takes a form is tried by somebody whom it lets in; a new one is in here by itself. Requests further on than a
draft are tried in ``tests/node/desk_requests``.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from tests.node.desk.test_matrix import ROLES, Address, Matter, addresses, own
from tests.support.node import actor_of
from tests.support.tampering import Tampering

__all__ = ["own"]
pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]
PLACES = ("inbox/", "cases/", "requests/", "evidence/", "figures/", "directory/")
NOBODY = {
    "desk:evidence-package": "a package is made for a request that was sent",
    "desk:evidence-release-one": "the second person has to be another than who asked",
}
"""Addresses at which nothing can be pressed in this matter, and why."""


@pytest.mark.parametrize("place", PLACES)
def test_a_form_with_anything_in_it_is_answered(
    desk: Any, settings: Any, people: Any, own: Matter, place: str
) -> None:
    thrown, nobody = Tampering(desk), set()
    found = [one for one in addresses(settings) if one.route.startswith(place)]
    for address in found:
        where = address.at(own) + _asked(address, own)
        takes = _let_in(desk, people, address, own, where)
        if takes is None:
            nobody.add(address.name)
        elif takes:
            thrown.at(where, route=address.route)
    assert thrown.wrong == []
    assert thrown.fields
    assert nobody <= set(NOBODY)


def _asked(address: Address, own: Matter) -> str:
    """Return what the address of a new draft says beside its path."""
    if address.name != "desk:requests-draft":
        return ""
    return f"?case={own.case.pk}&instrument={own.request.instrument}&requested=JP&measure=preservation&categories=traffic,content"


def _let_in(desk: Any, people: Any, address: Address, own: Matter, where: str) -> bool | None:
    """Sign in somebody who may press here; say whether there is anything to press, ``None`` where nobody may."""
    for participant in ("de-police", "de-contact", "de-prosecution", "de-justice"):
        for role in ROLES:
            user = people(role, participant=participant)
            if not address.lets_in(actor_of(user), own):
                continue
            desk.sign_in(user)
            with transaction.atomic():
                status = desk.post(where).status_code
                transaction.set_rollback(True)
            if status == 405:
                return False
            if status not in {403, 404}:
                return True
    return None
