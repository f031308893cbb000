"""Part 7, Evidence: copied under the warrant, released by two, proven on arrival; the other victims offered to their states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import material
from comity_demo.acts import addressee, forms
from comity_demo.acts.request import KEEP

if TYPE_CHECKING:
    from comity_demo.walk import Walk

COURT = "Osaka District Court (demonstration)"
WARRANT = "Warrant 2027-114 (invented)"


def copied(walk: Walk) -> str:
    """Serve the order to hand over under the warrant; the provider hands over what was copied."""
    mori, page = forms.request_page(walk, "mori.ken", "assistance")
    form_page = mori.get(page.url.rstrip("/") + "/order/?measure=production")
    form = form_page.form("act-order")
    kinds = [one for one in ("content", "traffic", "subscriber") if one in form.choices.get("kinds", ())]
    what = {
        f"what_to_hand_over{name.removeprefix('data_to_preserve')}": value
        for name, value in KEEP.items()
        if name.startswith("data_to_preserve")
    }
    page = mori.submit(form_page, form, forms.only(form, {"holder": "jp-hoshi", "kinds": kinds} | what))
    forms.keep(walk, "handover", page, "jp")
    forms.involve(walk, "mori.ken", "handover", "jp-justice")
    forms.authorise(
        walk, "ito.naomi", "handover", authority=COURT, day=("14", "1", "2027"), reference=WARRANT
    )
    forms.send(walk, "mori.ken", "handover")
    files = [
        ("file", ("panel-access.csv", material.logs_file(), "text/csv")),
        ("file", ("panel-people.csv", material.victims_file(), "text/csv")),
    ]
    addressee.answer(
        walk,
        "kudo.mei",
        "handover",
        "produce",
        {"kinds": kinds, "note": "Copied from 203.0.113.77 under the warrant."},
        files=files,
    )
    return "The access log and the list found on the server were handed over, sealed as they arrived."


ACTS = {"copied": copied}
