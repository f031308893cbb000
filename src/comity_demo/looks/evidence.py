"""What is released, by whom, and proves itself; and the people in other states who are told."""

from __future__ import annotations

from comity_demo.acts import ending, evidence, forms
from comity_demo.looks.ledger import Checking, command
from comity_demo.running import RunningNetwork
from comity_demo.walk import Walk


def no_release(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Without a recorded decision of a judge nothing is released."""
    mori = walk.person("mori.ken")
    forms.request_page(walk, "mori.ken", "request")
    address = f"/evidence/release/?request={walk.memory['request@jp']}"
    page = mori.get(address, status=(200, 403, 422))
    form = page.find("act-ask_release")
    if form is not None:
        values = forms.only(form, {"items": list(form.choices.get("items", ()))})
        page = mori.submit(page, form, values, status=(200, 403, 422))
    refused = form is None or page.status in {403, 422}
    ledger.check(
        "no release without a recorded decision", refused, f"status {page.status}: {page.main[:200]}"
    )
    ledger.check(
        "the page says that nothing leaves before", "No decision is recorded" in page.main, page.main[:300]
    )


def two_people(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The one who asked cannot give it."""
    mori = walk.person("mori.ken")
    page = mori.get(evidence.releases(walk, "mori.ken")[0])
    ledger.check("who asked for the release has no button to give it", page.find("act-release") is None)
    ledger.check(
        "asked by Mori Ken, released by Ono Yuki",
        "Mori Ken" in page.main and "Ono Yuki" in page.main,
        page.main[:300],
    )


def custody(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The package proves itself off line; with one byte changed it does not, and says where."""
    folder = walk.network.folder / "kept"
    package, trust = folder / "evidence.tar", folder / "trust.json"
    good = command("custody", "verify", str(package), "--trust", str(trust))
    ledger.check(
        "the package verifies off line with public keys only",
        good.returncode == 0,
        good.stdout[-200:] + good.stderr[-300:],
    )
    data = bytearray(package.read_bytes())
    place = data.find(b"custody") if b"custody" in data else len(data) // 2
    data[place] ^= 1
    (folder / "changed.tar").write_bytes(bytes(data))
    bad = command("custody", "verify", str(folder / "changed.tar"), "--trust", str(trust))
    ledger.check("with one byte changed it is refused", bad.returncode in {1, 2}, f"status {bad.returncode}")
    chain = walk.seen["chain"]
    both = "jp.localhost/custody" in chain and "de.localhost/custody" in chain
    ledger.check("the chain of custody goes on over both nodes", both, chain[-700:])
    ledger.check("the use limits came with it", "third state" in chain, chain[:600])


def offered(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """212 people in fourteen states; states without a node get a draft that says it was not sent."""
    seen = walk.seen["offers"]
    ledger.check("fourteen states, 212 people", "14 states, 212 people" in seen, seen[:200])
    ledger.check(
        "states without a node get drafts marked as not sent",
        seen.count("On paper, not sent") == 13,
        str(seen.count("On paper, not sent")),
    )
    item = walk.memory["item.people"]
    jonas = walk.person("jonas.weber")
    links = jonas.get(f"/evidence/harmed/{item}/").links(r"/evidence/offers/")
    draft = jonas.get(f"{links[0].rstrip('/')}/json").document
    ledger.check(
        "the draft is there as JSON too",
        isinstance(draft, dict) and draft.get("sent") in {False, None},
        str(draft)[:200],
    )


def nine(walk: Walk, running: RunningNetwork, ledger: Checking) -> None:
    """Nine people in France are told, by the French node alone."""
    told = walk.person(ending.TELLER).get("/evidence/notices/")
    rows = told.tree.css("main tbody tr")
    ledger.check("nine French victims", len(rows) == 9, f"{len(rows)} notices")
    ledger.check(
        "all nine letters are released", told.main.count("Released") >= 9, str(told.main.count("Released"))
    )
    here = walk.person("jonas.weber").get("/evidence/notices/", status=(200, 403))
    ledger.check(
        "the German node tells none of them", here.status == 403 or not here.tree.css("main tbody tr")
    )
