"""The atlas pages and the simulations in a real browser: phone and desk, day and night, mirrored, without fault."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.base import lawbook
from comity.node.law import heavy, questions
from comity.node.law.face import DESK, PUBLIC
from tests.support.browser import DESK as WIDE
from tests.support.browser import PHONE, faults
from tests.support.inside import address, browsing, look, photograph
from tests.support.node import AT, actor_of

pytestmark = [
    pytest.mark.node, pytest.mark.journey, pytest.mark.usefixtures("participants", "at", "made"),
]  # fmt: skip

LOOKS = [("en", "light", PHONE), ("de", "light", WIDE), ("en-xb", "dark", WIDE), ("en-xb", "light", PHONE)]


def public_pages() -> dict[str, str]:
    return {
        "atlas": PUBLIC.link("atlas"),
        "atlas-profile": PUBLIC.link("atlas", query={"state": "RO", "side": "requested", "layer": "duty"}),
        "atlas-wrong": PUBLIC.link("atlas", query={"state": "ZZ", "side": "up"}),
        "atlas-other-day": PUBLIC.link("atlas", query={"on": "2020-05-05"}),
        "relation": PUBLIC.link("relation", query={"state": "DE", "other": "CN", "layer": "duty"}),
        "relation-closed": PUBLIC.link(
            "relation",
            query={"state": "MC", "other": "CN", "conduct": "ETS185:3", "data": "traffic", "layer": "duty"},
        ),
        "relation-open": PUBLIC.link("relation", query={"state": "DE", "other": "JP"}),
    }


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("language", "scheme", "size"), LOOKS)
def test_the_public_atlas_is_without_fault(portal: Any, language: str, scheme: Any, size: Any) -> None:
    found = {}
    with browsing(portal) as open_page:
        page = open_page(viewport=size, color_scheme=scheme)
        for name, path in public_pages().items():
            page.goto(f"{address(portal)}/{language}{path}")
            if wrong := faults(page):
                found[name] = wrong
            photograph(page, f"{name}-{language}")
    assert found == {}


def answered(actor: Any) -> dict[str, str]:
    """Ask one of each and write the answers down as the worker does; return the addresses."""
    book = lawbook.book()
    treaty = max(
        (one.id for one in book.treaties if one.membership == "parties" and one.entry_into_force),
        key=lambda name: sum(row.treaty == name for row in book.contents.parties),
    )
    state = next(one for one in sorted(book.states) if book.standing(treaty, one, AT.date()).force != "yes")
    shared = {"on": "2026-11-22", "duty": False, "lang": "en"}
    asked = {
        "what-if": (heavy.WHAT_IF, {"steps": [{"kind": "ratify", "state": state, "treaty": treaty}]}),
        "next-steps": (heavy.NEXT_STEPS, {"states": [state, "JP"], "number": 1, "kinds": ["ratify", "withdraw"], "weights": None}),
    }  # fmt: skip
    found = {}
    for name, (kind, parameters) in asked.items():
        row = questions.ask(kind, {**parameters, **shared}, by=actor, at=AT)
        row.answer = heavy.answer({"kind": kind, **row.parameters}, book)
        row.answered_at = AT
        row.save()
        found[f"{name}-answer"] = DESK.link("law-question", question_id=row.pk)
    waiting = questions.ask(
        heavy.NEXT_STEPS, {**asked["next-steps"][1], "states": ["JP"], **shared}, by=actor, at=AT
    )
    found["waiting"] = DESK.link("law-question", question_id=waiting.pk)
    step = f"ratify|{state}|{treaty}"
    return {
        **found,
        "what-if": DESK.link("what-if", query={"step": step, "kind": "amend", "state": "DE"}),
        "what-if-first": DESK.link("what-if"),
        "next-steps": DESK.link("next-steps"),
        "desk-atlas": DESK.link("atlas", query={"state": "RO", "layer": "duty"}),
        "desk-relation": DESK.link("relation", query={"state": "DE", "other": state, "layer": "duty"}),
    }


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("language", "scheme", "size"), LOOKS)
def test_the_desks_atlas_and_simulations_are_without_fault(
    desk: Any, people: Any, language: str, scheme: Any, size: Any
) -> None:
    user = people("legal_officer")
    pages = {name: (path, "lawyer") for name, path in answered(actor_of(user)).items()}
    with browsing(desk) as open_page:
        page = open_page(viewport=size, color_scheme=scheme)
        assert look(page, desk, language, pages, {"lawyer": user}) == {}
