"""Whatever stands in a field of the forms that ask the law, the answer is a sentence; most are GET forms, so addresses are tampered with too."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.law.face import DESK, PUBLIC
from tests.support.tampering import Tampering

pytestmark = [
    pytest.mark.node,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("participants", "at", "made"),
]
WRONG = ("", "\x00", "a" * 5000, "'; --", "\u202e", "-1", "[]", "||", "DE|FR|", "\ud83d")
FIELDS = (
    "state",
    "other",
    "side",
    "conduct",
    "measure",
    "data",
    "layer",
    "on",
    "kind",
    "about",
    "step",
    "drop",
    "add",
)


def test_forms_that_put_a_question(desk: Any, people: Any) -> None:
    desk.sign_in(people("legal_officer"))
    thrown = Tampering(desk)
    for name, query in (("what-if", {"step": "conclude|DE|JP"}), ("next-steps", {})):
        thrown.at(DESK.link(name, query=query), route=f"law/{name}/")
    assert thrown.wrong == []
    assert thrown.fields


@pytest.mark.parametrize("name", ["atlas", "atlas-csv", "relation", "relation-json"])
def test_addresses_of_the_public_pages(portal: Any, name: str) -> None:
    _throw(portal, PUBLIC.link(name))


def test_addresses_of_steps(desk: Any, people: Any) -> None:
    desk.sign_in(people("legal_officer"))
    _throw(desk, DESK.link("what-if"))


def _throw(client: Any, address: str) -> None:
    wrong = []
    for field in FIELDS:
        for value in WRONG:
            given = {"state": "DE", "other": "JP", "kind": "amend", field: value.encode("utf-8", "replace")}
            answer = client.get(address, given)
            if answer.status_code not in {200, 302, 400, 404, 422}:
                wrong.append((field, value[:20], answer.status_code))
    assert wrong == []
