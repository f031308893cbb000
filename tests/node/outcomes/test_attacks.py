"""A hostile authority with valid keys in a consultation: what is not of the shape is not kept, a stranger says nothing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from comity.node.outcomes import actions
from comity.node.outcomes.models import Consultation, Statement
from tests.node.assistance.conftest import PROSECUTOR, World, admit
from tests.support.node import AT

pytestmark = pytest.mark.node


@pytest.mark.parametrize(
    "claims",
    [
        {"claims": ["x"]},
        {"claims": [{"state": "JP"}]},
        {"claims": 7},
        {"factors": ["x"]},
        {"factors": {"a": {"title": "t", "cite": "c", "states": "JP"}}},
        {"duties": ["x"]},
    ],
)  # fmt: skip
def test_claims_of_another_shape_do_not_take_the_page_from_the_prosecutor(
    world: World, claims: dict[str, Any]
) -> None:
    admit("de-prosecution")
    body = {
        "schema": actions.SCHEMA,
        "reference": "0000-000-001Y",
        "step": "open",
        "claims": claims,
        "states": ["JP", "DE"],
    }
    world.arrives(kind="consultation", body=body, matter=uuid4(), to="de-prosecution")
    assert not Consultation.objects.exists() and world.faults_of_inbox()


def test_what_the_engine_writes_has_the_shape(world: World) -> None:
    admit("de-prosecution")
    opened = actions.open_consultation(world.case, "jp-contact", by=PROSECUTOR, at=AT)
    body = {
        "schema": actions.SCHEMA,
        "reference": "0000-000-001Y",
        "step": "open",
        "claims": opened.claims,
        "states": opened.states,
    }
    world.arrives(kind="consultation", body=body, matter=uuid4(), to="de-prosecution")
    assert world.faults_of_inbox() == []
    assert Consultation.objects.filter(opened_here=False).count() == 1


def test_who_is_no_side_says_nothing(world: World) -> None:
    admit("de-prosecution")
    opened = actions.open_consultation(world.case, "jp-contact", by=PROSECUTOR, at=AT)
    said = {
        "schema": actions.SCHEMA,
        "step": "statement",
        "kind": "decision",
        "code": "prosecutes",
        "state": "DE",
        "words": "",
    }
    world.arrives(
        kind="consultation",
        body=said,
        matter=opened.matter_id,
        to="de-prosecution",
        sender="jp-police",
    )
    assert not Statement.objects.exists() and world.faults_of_inbox()
