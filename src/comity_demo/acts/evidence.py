"""Part 7, Evidence: copied under the warrant, released by two, proven on arrival; the other victims offered to their states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity_demo import faults, material
from comity_demo.acts import finding, forms
from comity_demo.browser import Page, Stuck

if TYPE_CHECKING:
    from comity_demo.walk import Walk

TAKEN_IN = (
    "The access log and the list found on the server are taken in under the warrant, sealed as they came."
)


def copied(walk: Walk) -> str:
    """Take in what was copied under the warrant."""
    mori = walk.person("mori.ken")
    if "copied" in walk.shown("jp"):
        return "What was copied lies in the evidence already."
    page = mori.get("/evidence/add/")
    form = next(one for one in page.forms() if "file" in one.fields)
    files = [
        ("file", ("panel-access.csv", material.logs_file(), "text/csv")),
        ("file", ("panel-people.csv", material.victims_file(), "text/csv")),
    ]
    mori.submit(page, form, files=files)
    return TAKEN_IN


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
    """Ask for the release of what was copied, under the recorded warrant."""
    mori, page = forms.request_page(walk, "mori.ken", "assistance")
    if releases(walk, "mori.ken"):
        return "The release was asked for already."
    page = mori.get(page.link("Ask for a release"))
    form = page.form("act-ask_release")
    limits = "Only for the criminal proceedings named in the request\nNot to be passed to a third state without consent"
    page = mori.submit(
        page, form, forms.only(form, {"items": list(form.choices["items"]), "use_limits": limits})
    )
    walk.seen["release.asked"] = page.main
    return "Mori Ken asked for the release; another person has to give it."


def releases(walk: Walk, person: str) -> list[str]:
    """Return the addresses of the releases to Bonn that a person sees, the newest first."""
    return finding.lines(
        walk.person(person).get("/evidence/"), rf"/evidence/releases/{forms.UUID}/$", "Legal Assistance Bonn"
    )


def second(walk: Walk) -> str:
    """Give the release, as another person than the one who asked."""
    given = give(walk, "ono.yuki")
    walk.seen["release"] = given.main
    return "Ono Yuki released it; the package is on its way to Germany."


def give(walk: Walk, person: str, *, status: int | tuple[int, ...] = 200) -> Page:
    """Give the newest release; its page as it is, where nothing is to be given by this person."""
    found = releases(walk, person)
    if not found:
        raise Stuck(faults.STEP_FAILED.fault(step="second", reason="nobody has asked for a release yet"))
    browser = walk.person(person)
    page = browser.get(found[0])
    form = page.find("act-release")
    return page if form is None else browser.submit(page, form, status=status)


def delivered(walk: Walk) -> str:
    """The ministry tells Bonn that it was delivered."""
    forms.step(walk, "abe.rin", "assistance", "deliver")
    return "The ministry in Tokyo has told Bonn that everything asked for is delivered."


def returned(walk: Walk) -> str:
    """The package arrived, proven; a package for the court is written from it."""
    tomas = walk.person("tomas.reuter")
    log = finding.item(walk, "tomas.reuter", "log")
    finding.item(walk, "tomas.reuter", "people")
    walk.remember(item=log)
    item = tomas.get(f"/evidence/{log}/")
    walk.seen["chain"] = item.main
    made = item.find("act-package") or next(
        one for one in item.forms() if one.action.rstrip("/").endswith("/package")
    )
    tomas.submit(item, made, {"purpose": "court"})
    file = walk.until(
        lambda: tomas.get(f"/evidence/{log}/"),
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
    return "The evidence is here; its chain of custody goes on from Osaka to Kassel."


def confirmed(walk: Walk) -> str:
    """The central authority confirms that it arrived."""
    note = {"note": "It arrived, whole and proven."}
    forms.wait_step(walk, "marta.kuehn", "assistance", "confirm_receipt")
    forms.step(walk, "marta.kuehn", "assistance", "confirm_receipt", note)
    return "Bonn has confirmed that it arrived; the request for assistance is closed."


ACTS = {
    "copied": copied, "hold_over": hold_over, "release": release, "second": second, "delivered": delivered, "returned": returned,
    "confirmed": confirmed,
}  # fmt: skip
