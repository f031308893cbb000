"""Every page of the law book answers at both doors: to everybody at the portal, to officers who may see ways at the desk."""

from __future__ import annotations

import re
from typing import Any

import pytest

from comity.node.accounts.models import Role
from comity.node.law.face import DESK, PUBLIC
from comity.policy import may_ever
from tests.support.node import actor_of

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_front_page_is_public_and_keeps_nothing(portal: Any) -> None:
    answer = portal.get(PUBLIC.link("front"))
    assert answer.status_code == 200
    assert not answer.cookies
    assert "no judgement on any state" in text(answer)


def test_the_portal_links_to_it(portal: Any) -> None:
    assert f'href="{PUBLIC.link("front")}"' in text(portal.get("/who"))


@pytest.mark.parametrize("role", [one.value for one in Role])
def test_at_the_desk_the_table_of_roles_decides(desk: Any, people: Any, role: str) -> None:
    user = people(role)
    desk.sign_in(user)
    expected = 200 if may_ever(actor_of(user), "route.view") else 403
    assert desk.get(DESK.link("front")).status_code == expected


def test_nobody_reads_at_the_desk_without_signing_in(desk: Any) -> None:
    assert desk.get(DESK.link("front")).status_code == 302
