"""The assertions of the case: what must be seen before and after a step, looked up on pages and with the verifying commands."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser

from comity_demo import material
from comity_demo.acts import addressee, forms
from comity_demo.browser import Browser, Stuck
from comity_demo.clock import set_clock
from comity_demo.running import RunningNetwork
from comity_demo.walk import Walk


class Checking(Protocol):
    """Where checks are written down."""

    def check(self, what: str, holds: object, found: str = "") -> None:
        """Write down one check."""
        ...


Look = Callable[[Walk, RunningNetwork, Checking], None]


def before(key: str, walk: Walk, running: RunningNetwork, ledger: Checking) -> None:
    """Make the checks that belong before a step."""
    if key in BEFORE:
        BEFORE[key](walk, running, ledger)


def after(key: str, walk: Walk, running: RunningNetwork, ledger: Checking) -> None:
    """Make the checks that belong after a step."""
    if key in AFTER:
        AFTER[key](walk, running, ledger)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a ``comity`` command as an outsider would."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("comity")), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def acknowledgement(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The signed file verifies off line; with one byte changed it does not."""
    folder = walk.network.folder / "kept"
    file, keys = folder / "acknowledgement.jws", folder / "office-keys.json"
    good = command("receipt", "verify", str(file), "--trust", str(keys))
    ledger.check(
        "the acknowledgement verifies off line with public keys only",
        good.returncode == 0,
        good.stderr[-300:],
    )
    bad = folder / "changed.jws"
    data = bytearray(file.read_bytes())
    place = len(data) // 2
    data[place] = ord("A") if data[place] != ord("A") else ord("B")
    bad.write_bytes(bytes(data))
    worse = command("receipt", "verify", str(bad), "--trust", str(keys))
    ledger.check("with one byte changed it is refused", worse.returncode == 1, f"status {worse.returncode}")
    ledger.check("her code has at least 128 bits", len(walk.memory["code"].replace("-", "")) * 5 - 10 >= 128)


ROUTES: Mapping[tuple[str, str], str] = {
    ("bc-29-preservation", "Traffic data"): "open",
    ("bc-29-preservation", "Content"): "conditional",
    ("bc-29-preservation", "Subscriber data"): "conditional",
    ("bc-30-traffic-disclosure", "Traffic data"): "conditional",
    ("mlat-bilateral", "Subscriber data"): "open",
    ("mlat-bilateral", "Traffic data"): "open",
    ("mlat-bilateral", "Content"): "open",
    ("bc-26-spontaneous", ""): "open",
    ("interpol-i247-request", ""): "open",
    ("bc-25-27-mla", ""): "displaced",
    ("p2-7-subscriber-direct", ""): "closed",
    ("p2-8-giving-effect", ""): "future",
    ("p2-6-domain-registration", ""): "future",
    ("un-42-preservation", ""): "future",
    ("un-44-stored-data", ""): "future",
    ("eu-epoc-id", ""): "closed",
    ("eu-epoc-pr", ""): "closed",
    ("bc-32b-consent", ""): "closed",
    ("provider-voluntary-disclosure", "Traffic data"): "closed",
}
"""The route table of the case (DE asks JP on 23 November): instrument and kind of data, and the answer the page must show."""


def route_rows(html: str) -> list[tuple[str, str, str]]:
    """Return what a page of ways shows: instrument, kinds of data, answer."""
    found = []
    for row in LexborHTMLParser(html).css("table.table--routes tbody tr"):
        link = row.css_first("a[href*='instrument=']")
        kinds = row.css_first("td[data-title='Data']")
        answer = str(row.attributes.get("class") or "").replace("is-", "").split()
        if link is not None:
            query = parse_qs(urlsplit(str(link.attributes["href"])).query)
            found.append(
                (query["instrument"][0], kinds.text().strip() if kinds else "", answer[0] if answer else "")
            )
    return found


def routes(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The table on the page is the one of the case; a row for content is never open under the hold."""
    rows = route_rows(walk.seen["routes"])
    for (instrument, kind), wanted in ROUTES.items():
        shown = {answer for name, kinds, answer in rows if name == instrument and (not kind or kind in kinds)}
        ledger.check(
            f"{instrument} {kind}: {wanted}",
            wanted in shown and (kind != "Content" or len(shown) == 1),
            ", ".join(shown),
        )
    green = [
        row for row in rows if row[0] == "bc-29-preservation" and "Content" in row[1] and row[2] == "open"
    ]
    ledger.check("the row for content is not green", not green)
    ledger.check(
        "the ways at home stand before those abroad",
        0 < walk.seen["routes"].find("At home first") < walk.seen["routes"].find("Every way"),
    )


def draft_has_three(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Three persons stand on the request, and nobody who reported."""
    page = forms.request_page(walk, "nils.petersen", "request")[1]
    for key, name in (
        ("Drafted by", "Jonas Weber"),
        ("Committed by", "Leyla Aydin"),
        ("Sent by", "Nils Petersen"),
    ):
        ledger.check(f"{key.lower()} {name}", name in forms.fact(page, key), forms.fact(page, key))
    ledger.check(
        "what leaves says that nobody who reported is named",
        "Nobody who reported is named" in walk.seen["request.leaves"],
    )
    ledger.check(
        "her name is not in what leaves",
        all(part not in walk.seen["request.leaves"] for part in material.VICTIM.split()),
    )


def jp_stopped(_walk: Walk, running: RunningNetwork, _ledger: Checking) -> None:
    """Stop the Japanese node before the request is sent."""
    running.nodes["jp"].stop()


def jp_started(walk: Walk, running: RunningNetwork, ledger: Checking) -> None:
    """It waits for the stopped node, then is stored once."""
    draft_has_three(walk, running, ledger)
    page = forms.request_page(walk, "nils.petersen", "request")[1]
    ledger.check("with the Japanese node stopped the message waits", "waiting" in page.main)
    running.nodes["jp"].start()
    running.nodes["jp"].wait_ready()
    set_clock(walk.network, walk.now())
    page = walk.until(
        lambda: forms.request_page(walk, "nils.petersen", "request")[1],
        lambda one: "receipt: stored" in one.main,
        "the receipt stored",
        patience=120,
    )
    ledger.check(
        "started again, it stores the message and gives a signed receipt", "receipt: stored" in page.main
    )
    sato = walk.person("sato.haruka")
    found = sato.get("/requests/?show=in").links(rf"/requests/{forms.UUID}/$")
    ledger.check("it took effect once", len(found) == 1, f"{len(found)} requests")


def opened(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The receipt *opened* is back, and her name is in nothing that Tokyo can read."""
    page = forms.wait_state(walk, "nils.petersen", "request", "receipt: opened")
    ledger.check("the signed receipt 'opened' is back", "receipt: opened" in page.main)
    ledger.check("received at 03:12 Berlin, 11:12 Tokyo", "03:12 Berlin, 11:12 Tokyo" in page.main)
    seen = walk.seen["request.opened"]
    ledger.check(
        "her name is in no message to Japan", all(part not in seen for part in material.VICTIM.split())
    )


def in_part(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Executed in part; and a hold cannot be confirmed before the holder did."""
    page = forms.wait_state(walk, "nils.petersen", "request", "Notice: cannot be secured this way")
    ledger.check(
        "executed in part: logs taken in hand, notice for the content",
        "Accepted" in page.main and "Notice" in page.main,
    )
    early(walk, ledger)


def early(walk: Walk, ledger: Checking) -> None:
    """Try to confirm the hold before the holder confirmed."""
    sato, page = forms.request_page(walk, "sato.haruka", "request")
    step = sato.get(page.url.rstrip("/") + "/step/confirm_preserved/", status=(200, 403, 409, 422))
    form = step.find("act-confirm_preserved")
    if form is not None:
        step = sato.submit(step, form, forms.only(form, {"kinds": ["traffic"]}), status=(200, 403, 409, 422))
    ledger.check(
        "the hold is refused before the holder confirmed",
        step.status in {403, 409, 422},
        f"status {step.status}",
    )
    now = forms.request_page(walk, "nils.petersen", "request")[1]
    ledger.check("no period runs before the confirmation", "Last safe day" not in now.main)


def provider(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """What the provider sees names no foreign state."""
    order = addressee.order_page(walk, "kudo.mei", "order")
    html = order.body.decode()
    ledger.check(
        "the provider's page never contains the word Germany", "Germany" not in html and "German" not in html
    )
    ledger.check("nor the name of a German office", "Kassel" not in html and "Wiesbaden" not in html)
    ledger.check(
        "it says that the authority is real",
        "signed with a key of this authority" in order.main,
        order.main[:200],
    )


def between(first: datetime, second: datetime) -> int:
    """Return the minutes between two instants as the clocks on the wall show them."""
    return (
        int(
            (second.replace(second=0, microsecond=0) - first.replace(second=0, microsecond=0)).total_seconds()
        )
        // 60
    )


def held(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """28 h 38 min after the acknowledgement, and the days the periods end."""
    page = forms.request_page(walk, "nils.petersen", "request")[1]
    ledger.check("confirmed Tuesday 02:30 Berlin, 10:30 Tokyo", "Tue 02:30 Berlin, 10:30 Tokyo" in page.main)
    stops = walk.stops("de")
    took = between(stops["report"], stops["hold"]) if {"hold", "report"} <= stops.keys() else 0
    ledger.check("28 h 38 min from report to confirmed hold", took == 28 * 60 + 38, f"{took} minutes")


def board(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The board and the request show the three days."""
    page = forms.request_page(walk, "nils.petersen", "request")[1]
    ledger.check("last safe day Friday 18 December", "Last safe day Fri, 18 Dec 2026" in page.main)
    ledger.check("the first thirty days end Thursday 24 December", "Thu, 24 Dec 2026" in page.main)
    ledger.check("floor and ceiling fall on Saturday 23 January", page.main.count("Sat, 23 Jan 2027") >= 2)
    ledger.check(
        "the board names the last safe day", "18 Dec" in walk.seen["board"], walk.seen["board"][:300]
    )


def money(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """EUR 3,150, not the account; with an end and the law it rests on, marked as not verified."""
    page = forms.wait_state(walk, "imke.brandt", "ticket", "3,150")
    ledger.check("EUR 3,150 are held, seen from Germany", "€3,150.00" in page.main)
    ledger.check("the hold ends on 2 December", "2 Dec 2026" in page.main)
    ledger.check(
        "the law it rests on is named, and that nobody verified it", "from memory, not verified" in page.main
    )


def seized(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The hold is followed by a seizure."""
    page = forms.wait_state(walk, "imke.brandt", "ticket", "Seized")
    ledger.check(
        "the hold on EUR 3,150 is followed by a seizure", "Seized" in page.main and "€3,150.00" in page.main
    )


def lapsed(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """In the second run it lapses on its day."""
    page = addressee.order_page(walk, "ana.lopes", "bank")
    ledger.check(
        "without a seizure the hold lapses on its day", "lapsed" in page.main.lower(), page.main[:300]
    )


def orders(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Monday 14 December, not Sunday 13; the ceiling 1 February."""
    epoc = forms.request_page(walk, "leyla.aydin", "epoc")[1]
    ledger.check(
        "the answer is due on Monday 14 December, not on Sunday 13",
        "Due Mon, 14 Dec 2026" in epoc.main,
        epoc.main[-600:],
    )
    kept = forms.request_page(walk, "leyla.aydin", "epoc_pr")[1]
    ledger.check(
        "the preservation ends on Monday 1 February 2027 at the latest",
        "Mon, 1 Feb 2027" in kept.main,
        kept.main[-600:],
    )


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
    address = f"/evidence/releases/{walk.memory['release']}/"
    page = mori.get(address)
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
    told = walk.person(str(walk.memory["teller"])).get("/evidence/notices/")
    rows = told.tree.css("main tbody tr")
    ledger.check("nine French victims", len(rows) == 9, f"{len(rows)} notices")
    ledger.check(
        "all nine letters are released", told.main.count("Released") >= 9, str(told.main.count("Released"))
    )
    here = walk.person("jonas.weber").get("/evidence/notices/", status=(200, 403))
    ledger.check(
        "the German node tells none of them", here.status == 403 or not here.tree.css("main tbody tr")
    )


def agreed(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Both sides have decided the same."""
    seen = walk.seen["consultation"]
    ledger.check(
        "who prosecutes is settled between both sides", "DE" in seen or "Germany" in seen, seen[:300]
    )
    ledger.check(
        "both laws' claims stand side by side with their citations",
        "StGB" in seen or "BC 22" in seen,
        seen[:400],
    )


def told(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """She reads what an officer released."""
    ledger.check(
        "she reads the letter with her code",
        "There is a result" in walk.memory["letter"],
        walk.memory["letter"][:200],
    )
    other = Browser(walk.network, "de", "portal")
    page = other.submit(
        other.get("/back"), "back", {"code": "0000-0000-0000-0000-0000-0000-0000"}, status=(200, 422, 429)
    )
    ledger.check(
        "with another code nobody reads anything", page.status in {422, 429}, f"status {page.status}"
    )
    other.close()


def counted(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The desk sees the counts, the public page hides them."""
    counts = (
        "Reports received: 3",
        "Cases opened: 1",
        "Expedited preservation of stored computer data Executed in part 1",
        "European Production Order: subscriber data or user identification only Not answered yet 1",
        "European Preservation Order Executed 1",
        "Request under a bilateral or regional assistance treaty Executed 1",
    )
    ada = walk.person("ada.lindner")
    with contextlib.suppress(
        Stuck
    ):  # the last step may still be on its way here; what is wanting is named below
        walk.until(
            lambda: ada.get("/figures/"),
            lambda page: all(words in page.main for words in counts),
            "the figures",
        )
    desk = ada.get("/figures/").main
    for words in counts:
        ledger.check(f"the desk counts: {words}", words in desk)
    public = walk.visitor().get("/figures")
    ledger.check(
        "the public page shows them suppressed", "suppressed" in public.main and "fewer than 5" in public.main
    )
    document = walk.visitor().get("/figures.json").document
    shown = [cell["count"] for measure in document["measures"] for cell in measure["cells"]]
    ledger.check(
        "no small number is in the JSON", shown and all(one is None or one >= 5 for one in shown), str(shown)
    )
    table = walk.visitor().get("/figures.csv")
    ledger.check("the same as CSV", table.status == 200 and b"," in table.body)
    reports = walk.person("emma.roux").get("/inbox/?view=waiting").links(rf"/inbox/{forms.UUID}/$")
    ledger.check("one report in France", len(set(reports)) == 1, f"{len(set(reports))}")


def stopped(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Nothing was done for Ruritania; it is answered with reasons."""
    ledger.check(
        "the request is stopped at the rights gate before anybody decides",
        "Stopped: a right may be at stake" in walk.seen["ruritania.stopped"],
    )
    ledger.check(
        "it is refused for rights by a named lawyer",
        "Refused for rights by Marta Kühn" in walk.seen["ruritania"],
        walk.seen["ruritania"][:400],
    )


BEFORE: Mapping[str, Look] = {"send": jp_stopped, "release": no_release}
AFTER: Mapping[str, Look] = {
    "report": acknowledgement, "routes": routes, "send": jp_started, "opened": opened, "executed": in_part, "order_home": provider, "hold": held,
    "board": board, "french_report": money, "seizure": seized, "lapse": lapsed, "orders_answered": orders, "release": two_people, "returned": custody,
    "offers": offered, "accepted": nine, "outcome": agreed, "read": told, "figures": counted, "ruritania": stopped,
}  # fmt: skip
