"""The world of requests, seen through the desk by people with accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comity.kernel.actor import Actor
from tests.node.assistance.conftest import refusal, world  # noqa: F401
from tests.support.node import actor_of


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
