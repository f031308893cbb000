"""Part 7, Evidence: copied under the warrant, released by two, proven on arrival; the other victims offered to their states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import material
from comity_demo.acts import addressee, forms
from comity_demo.acts.request import KEEP
from comity_demo.browser import Page

if TYPE_CHECKING:
    from comity_demo.walk import Walk

COURT = "Osaka District Court (demonstration)"
WARRANT = "Warrant 2027-114 (invented)"
FILES = {"log": "panel-access", "people": "panel-people"}
"""The files that were copied, by what they are called in later steps."""


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
    forms.involve(walk, "mori.ken", "handover", "jp-prosecution")
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


def hold_over(walk: Walk) -> str:
    """Tokyo notes that what followed was decided and the logs are copied; Wiesbaden takes back what Tokyo could not keep."""
    forms.step(
        walk,
        "sato.haruka",
        "request",
        "disclosure_decided",
        {"kinds": ["traffic"], "note": "Granted on 8 January; the logs were copied under the warrant today."},
    )
    forms.wait_state(walk, "nils.petersen", "request", "Closed")
    return "The hold on the logs ended because it had served, nine days before it would have run out."


def release(walk: Walk) -> str:
    """One person asks for the release under the recorded warrant, another gives it; the ministry delivers."""
    mori = walk.person("mori.ken")
    forms.request_page(walk, "mori.ken", "assistance")
    address = f"/evidence/release/?request={walk.memory['assistance@jp']}"
    page = mori.get(address)
    form = next(one for one in page.forms() if "items" in one.fields)
    limits = "Only for the criminal proceedings named in the request\nNot to be passed to a third state without consent"
    page = mori.submit(
        page, form, forms.only(form, {"items": list(form.choices["items"]), "use_limits": limits})
    )
    walk.remember(release=forms.id_in(page.url, "release"))
    given = second(walk, "ono.yuki")
    walk.seen["release"] = given.main
    forms.step(walk, "abe.rin", "assistance", "deliver")
    return "Mori Ken asked, Ono Yuki released; the package is on its way to Germany."


def second(walk: Walk, person: str, *, status: int | tuple[int, ...] = 200) -> Page:
    """Give a release as the second person."""
    browser = walk.person(person)
    page = browser.get(f"/evidence/releases/{walk.memory['release']}/")
    form = page.find("act-release") or next(
        (one for one in page.forms() if one.action.rstrip("/").endswith(str(walk.memory["release"]))), None
    )
    if form is None:
        return page
    return browser.submit(page, form, status=status)


def returned(walk: Walk) -> str:
    """The package arrived, proven; a package for the court is written from it."""
    tomas = walk.person("tomas.reuter")
    page = walk.until(
        lambda: tomas.get("/evidence/"),
        lambda one: len(items_on(one)) >= 2 + bool(walk.memory.get("identified")),
        "the evidence arrives",
        patience=120,
    )
    for address in items_on(page):
        item = tomas.get(address)
        key = next((key for key, file in FILES.items() if file in item.main), "")
        if key:  # what came from Lyon in December lies in the same list
            walk.remember(**{f"item.{key}": forms.id_in(address, "returned")})
    walk.remember(item=walk.memory.get("item.log") or walk.memory["item.people"])
    item = tomas.get(f"/evidence/{walk.memory['item']}/")
    walk.seen["chain"] = item.main
    made = item.find("act-package") or next(
        one for one in item.forms() if one.action.rstrip("/").endswith("/package")
    )
    page = tomas.submit(item, made, {"purpose": "court"})
    file = walk.until(
        lambda: tomas.get(f"/evidence/{walk.memory['item']}/"),
        lambda one: bool(one.links(r"/evidence/packages/.*/file")),
        "the package",
    )
    address = file.links(r"/evidence/packages/.*/file")[-1]
    folder = walk.network.folder / "kept"
    folder.mkdir(exist_ok=True)
    (folder / "evidence.tar").write_bytes(
        tomas.get(address if "?" in address else f"{address}?purpose=court").body
    )
    (folder / "trust.json").write_bytes(tomas.get("/evidence/trust.json").body)
    forms.step(
        walk, "marta.kuehn", "assistance", "confirm_receipt", {"note": "It arrived, whole and proven."}
    )
    return (
        "The evidence is here, and Bonn has confirmed it; its chain of custody goes on from Osaka to Kassel."
    )


def items_on(page: Page) -> list[str]:
    """Return the addresses of the items a list shows."""
    return page.links(rf"^/evidence/{forms.UUID}/$")


ACTS = {"copied": copied, "hold_over": hold_over, "release": release, "returned": returned}
