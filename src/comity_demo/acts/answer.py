"""Part 6, Answer: Tokyo executes, the provider holds, the path leads to Lyon, the assistance request goes and is granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import material
from comity_demo.acts import forms

if TYPE_CHECKING:
    from comity_demo.walk import Walk

NOTICE = "report_future_availability_or_confidentiality_risk"


def executed(walk: Walk) -> str:
    """Accept for the logs; give notice for the content."""
    forms.step(walk, "sato.haruka", "request", "accept", {"kinds": ["traffic"]})
    forms.step(
        walk, "sato.haruka", "request", NOTICE,
        {"kinds": ["content"], "note": "Content is not kept on a written request here; only a judge's seizure secures it."},
    )  # fmt: skip
    return "Executed for the logs; a notice under Article 29(6) for the content."


def police_in(walk: Walk) -> str:
    """Bring in the police, who asks the provider under Japanese law."""
    forms.involve(walk, "sato.haruka", "request", "jp-police")
    return "The police in Osaka takes part in the request now."


def order_home(walk: Walk) -> str:
    """The police asks the provider in writing, under Japanese law."""
    if forms.made_already(walk, "mori.ken", "order") is None:
        mori, page = forms.request_page(walk, "mori.ken", "request")
        form_page = mori.get(page.url.rstrip("/") + "/order/")
        form = form_page.form("act-order")
        wanted = {"holder": "jp-hoshi", "measure": "preservation", "kinds": ["traffic"]}
        page = forms.drafted(mori, mori.submit(form_page, form, forms.only(form, wanted)))
        forms.keep(walk, "order", page, "jp")
    forms.send(walk, "mori.ken", "order")
    return "Hoshi Hosting was asked in writing; the letter names no foreign state."


def hold(walk: Walk) -> str:
    """The clerk confirms."""
    order_step(walk, "kudo.mei", "order", "confirm_hold")
    return "Hoshi Hosting keeps the logs and has told the police in Osaka."


def hold_told(walk: Walk) -> str:
    """The contact point tells Germany what the provider confirmed."""
    forms.wait_step(walk, "mori.ken", "order", "confirm_hold")
    forms.step(walk, "sato.haruka", "request", "confirm_preserved", {"kinds": ["traffic"]})
    forms.wait_step(walk, "nils.petersen", "request", "confirm_preserved")
    return "The logs are held; the periods begin."


def order_step(walk: Walk, person: str, key: str, event: str, values: forms.Values | None = None) -> None:
    """Take a step at the addressees' door."""
    from comity_demo.acts import addressee

    addressee.answer(walk, person, key, event, values or {})


def board(walk: Walk) -> str:
    """Look at the board."""
    nils = walk.person("nils.petersen")
    page = nils.get("/")
    walk.seen["board"] = page.main
    return "The board shows what will be lost next, by the last safe day."


def path(walk: Walk) -> str:
    """Tell Germany where the panel was run from."""
    if "path" not in walk.shown():
        forms.step(
            walk, "sato.haruka", "request", "told",
            {"answer-address": material.PANEL, "answer-provider": material.LYON, "answer-state": "FR"},
        )  # fmt: skip
    walk.until_shown("path", "de")
    return f"The panel was run from {material.PANEL}, Lyon."


ACTS = {
    "executed": executed,
    "police_in": police_in,
    "order_home": order_home,
    "hold": hold,
    "hold_told": hold_told,
    "board": board,
    "path": path,
}
