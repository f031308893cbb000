"""From her report to the answer to the request: acknowledgement, ways, messages, holds and their clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser

from comity_demo import material
from comity_demo.acts import addressee, finding, forms
from comity_demo.clock import set_clock
from comity_demo.looks.ledger import Checking, command
from comity_demo.running import RunningNetwork
from comity_demo.walk import Walk


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
        "the board shows last safe day, first period, floor, ceiling and the last day worked before it",
        all(
            one in walk.seen["board"] for one in ("18 Dec", "24 Dec", "Floor", "Ceiling", "22 Jan", "23 Jan")
        ),
        walk.seen["board"][:300],
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


def identified(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """Lyon answers in time: the order is closed and nothing of it is overdue."""
    epoc = forms.request_page(walk, "leyla.aydin", "epoc")[1]
    ledger.check(
        "the order to identify is answered in time and closed",
        "Closed" in epoc.main and "Overdue" not in epoc.main,
        epoc.main[:300],
    )
    here = walk.person("tomas.reuter").get("/evidence/").tree.css("main tbody tr")
    lyon = [" ".join(row.text(separator=" ").split()) for row in here if finding.LYON in row.text()]
    ledger.check(
        "what Lyon handed over lies in the evidence since the day of the answer",
        any("14 Dec 2026" in row for row in lyon),
        "; ".join(lyon),
    )


def not_lapsed(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """The firm still keeps the logs on the day they are copied: its order was prolonged before the first period ended."""
    page = forms.request_page(walk, "mori.ken", "order")[1]
    ledger.check(
        "on the day of the copying the order to the firm has not lapsed",
        "Lapsed" not in page.main and "Held" in page.main and "23 Jan 2027" in page.main,
        page.main[:600],
    )


def hold_over(walk: Walk, _running: RunningNetwork, ledger: Checking) -> None:
    """What was copied is no longer a loss to come on the boards."""
    page = walk.until(
        lambda: walk.person("nils.petersen").get("/"),
        lambda one: walk.memory["request.reference"] not in one.main.partition("Others wait")[0],
        "the board",
        patience=30,
    )
    lost = page.main.partition("Others wait")[0]
    ledger.check(
        "the board no longer counts down to the end of the hold that has served",
        walk.memory["request.reference"] not in lost,
        lost[:300],
    )
