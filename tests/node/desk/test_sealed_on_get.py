"""A page that opens sealed words by being looked at is one of a known few, and each look stands in the audit (design, section 4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from comity.node.assistance.models import Request
from comity.node.audit.models import Leaf
from comity.node.base import sealing
from tests.node.desk.test_matrix import ROLES, Matter, addresses, own
from tests.support.node import actor_of

__all__ = ["own"]
pytestmark = [pytest.mark.node, pytest.mark.timeout(300)]
OPENS = {
    "desk:letter": ("letter.open", ""),
    "desk:request-form": ("request.open", "to fill in the form"),
    "desk:request-commit": ("request.open", "to commit to it"),
    "desk:request-leaves": ("request.preview", "to see what leaves before it is sent"),
    "desk:request-rights": ("request.open", "to decide at the rights gate"),
    "desk:request-paper": ("request.open", "to print it"),
    "desk:request-json": ("request.open", "to print it"),
}
"""Address -> the verb and the purpose of the leaf. ``docs/threats.md`` says why these do not ask."""
ELSEWHERE = ("evidence/", "addressee/")
"""Places whose own tests hold this."""


def test_a_look_that_opens_leaves_its_leaf(
    desk: Any, settings: Any, people: Any, own: Matter, monkeypatch: pytest.MonkeyPatch
) -> None:
    Request.objects.filter(pk=own.request.pk).update(rights_stop=True)
    keys: list[Any] = []
    open_as = sealing.open_as
    monkeypatch.setattr(
        sealing, "open_as", lambda *given, **more: keys.append(given) or open_as(*given, **more)
    )
    users = [
        people(role, participant=participant)
        for role in ROLES
        for participant in ("de-police", "de-justice", "de-contact")
    ]
    opened: dict[str, set[tuple[str, str]]] = {}
    for user in users:
        desk.sign_in(user)
        for address in addresses(settings):
            if address.route.startswith(ELSEWHERE) or not address.lets_in(actor_of(user), own):
                continue
            known = set(Leaf.objects.values_list("pk", flat=True))
            keys.clear()
            with transaction.atomic():
                desk.get(address.at(own))
                left = set(Leaf.objects.exclude(pk__in=known).values_list("verb", "purpose"))
                transaction.set_rollback(True)
            if keys:
                opened.setdefault(address.name, set()).update(left or {("no leaf", "")})
    wrong = {name: left for name, left in opened.items() if OPENS.get(name) not in left}
    assert wrong == {}
    assert set(opened) == set(OPENS)
