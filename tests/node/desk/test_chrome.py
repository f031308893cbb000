"""What stands around the desk's pages: the office is the person's own, and nobody is told to call himself."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.node


def head(desk: Any, user: Any, path: str = "/requests/") -> str:
    desk.sign_in(user)
    answer = desk.get(path)
    assert answer.status_code == 200
    found = re.search(r'<header class="bar">.*?</header>', answer.content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def test_the_head_names_the_organisation_of_the_person(desk: Any, people: Any, participants: Any) -> None:
    for code in ("de-contact", "de-police"):
        assert participants[code].name in head(desk, people("duty_officer", participant=code))


def test_a_prosecutor_is_not_offered_to_call_the_prosecutor(desk: Any, people: Any) -> None:
    assert "Call the prosecutor" in head(desk, people("duty_officer", participant="de-contact"))
    assert "Call the prosecutor" not in head(desk, people("prosecutor", participant="de-prosecution"))
