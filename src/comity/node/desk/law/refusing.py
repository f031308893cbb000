"""If it is refused: which ground, what may follow from it, and the other ways. Asked in the address, of any way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from comity.law.answer import Route
from comity.law.words import name
from comity.node.assistance.refusals import REFUSED
from comity.node.desk import page
from comity.node.desk.law import given as parts
from comity.node.desk.law.asking import Asked


def form(asked: Asked, route: Route, shown: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the small form that asks what follows a refusal of this way; nothing to choose but the grounds of the instrument."""
    lang = page.language()
    grounds = {one["id"]: one["cite"] for row in shown for one in (*row["grounds"], *row["barred_grounds"])}
    grounds |= {one.id: one.cite for one in route.instrument.grounds if one.id not in grounds}
    hidden = asked.query(
        refused=route.instrument.id, instrument=route.instrument.id, measure=route.measure, ground=""
    )
    return {
        "action": page.link("law-way"),
        "hidden": [
            (key, one)
            for key, value in hidden.items()
            for one in ([value] if isinstance(value, str) else value)
        ],
        "grounds": [
            {"value": "", "text": _("No ground was given")},
            *({"value": one, "text": f"{_capital(name('ground', one, lang))} ({cite})"} for one, cite in grounds.items()),
        ],
        "value": parts.one(asked.given, "ground"),
        "possible": any(step.to == REFUSED for step in route.instrument.transitions),
    }  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def shown(asked: Asked, document: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return what follows the refusals of an answer, each way with its address."""
    return [
        {
            **found,
            "next": [{**one, "ways": [_with(asked, way) for way in one["ways"]]} for one in found["next"]],
            "alternatives": [_with(asked, way) for way in found["alternatives"]],
        }
        for found in (document or {}).get("after_refusal", ())
    ]


def _with(asked: Asked, way: Mapping[str, Any]) -> dict[str, Any]:
    query = asked.query(
        requesting=way["requesting"], requested=way["requested"], measure=way["measure"], instrument=way["instrument"], refused="", ground="",
    )  # fmt: skip
    return {**way, "href": page.link("law-way", query=query)}
