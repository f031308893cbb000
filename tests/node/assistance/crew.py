"""The world of requests, seen through the doors by people with accounts: ``crew`` for a ``conftest.py``, and matters they work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from comity.kernel.actor import Actor
from comity.node.assistance import actions
from comity.node.assistance.models import Request
from tests.node.assistance.test_answering import body
from tests.support.node import AT, actor_of


@pytest.fixture
def crew(people: Callable[..., Any], settings: Any) -> Any:
    """Return the people of the case with their accounts, and their actors by role."""

    class Crew:
        """Who works on the case."""

        def __init__(self) -> None:
            self.users = {
                "investigator": people("investigator", participant="de-police"),
                "prosecutor": people("prosecutor", participant="de-prosecution"),
                "duty": people("duty_officer", participant="de-contact"),
                "legal": people("legal_officer", participant="de-justice"),
                "clerk": people("addressee_clerk", participant="de-hosting"),
                "intake": people("intake_officer", participant="de-police"),
            }

        def actor(self, name: str) -> Actor:
            return actor_of(self.users[name])

    return Crew()


def arrives(world: Any, tags: tuple[str, ...] = ()) -> Request:
    """Let a request of another state come in; ``tags``: rights it touches by its own words."""
    matter = uuid4()
    world.arrives(kind="request", body=body(tags=list(tags)), matter=matter)
    return Request.objects.get(matter_id=matter)


def order_at_holder(world: Any, crew: Any, incoming: Request) -> Request:
    """Serve an order on the holder for a request that came in; return it as it stands at the holder's door."""
    actions.step(incoming, "accept", ["traffic"], by=crew.actor("duty"), at=AT)
    actions.involve(incoming, "de-police", by=crew.actor("duty"), at=AT)
    made = actions.home_order(
        incoming, "de-hosting", by=crew.actor("investigator"), at=AT, categories=["traffic"]
    )
    actions.record_authorisation(
        made,
        kind="judge",
        authority="Amtsgericht Kassel (demonstration)",
        dated=AT.date(),
        reference="12 Gs 1/26",
        by=crew.actor("prosecutor"),
        at=AT,
    )
    actions.send(made, by=crew.actor("investigator"), at=AT)
    world.carry()
    return Request.objects.get(matter_id=made.matter_id, direction="in")
