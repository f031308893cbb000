"""``python -m comity_demo.pictures FOLDER``: walk the story and photograph its pages, wide and on a phone.

Needs Chromium (``COMITY_CHROMIUM`` or the system's) and Playwright, which tests bring; nothing of the demonstration needs them.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.output import note
from comity.kernel.errors import ComityError
from comity_demo import links, story
from comity_demo.network import Network, forget, found
from comity_demo.running import RunningNetwork, free_block
from comity_demo.walk import Walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = {"wide": (1280, 800), "phone": (390, 844)}
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to photograph after a step: whose, and where; ``{name}`` in the path is what the walk remembers."""

    name: str
    after: str
    person: str
    path: str
    full: bool = False


PICTURES = (
    Picture("question", "", "", "first question"),
    Picture("acknowledgement", "report", "", "/done", full=True),
    Picture("inbox", "triage", "imke.brandt", "/inbox/"),
    Picture("report", "triage", "imke.brandt", "/inbox/{report}/", full=True),
    Picture(
        "route-table", "routes", "jonas.weber", "/law/?case={case}&requested=JP&on=2026-11-23", full=True
    ),
    Picture("what-leaves", "commit", "nils.petersen", "/requests/{request@de}/leaves/", full=True),
    Picture("request", "executed", "nils.petersen", "/requests/{request@de}/", full=True),
    Picture("provider", "hold", "kudo.mei", "/addressee/{order@jp-hoshi}/", full=True),
    Picture("board", "board", "nils.petersen", "/", full=True),
    Picture("custody", "returned", "tomas.reuter", "/evidence/{item}/", full=True),
    Picture("figures", "figures", "ada.lindner", "/figures/", full=True),
    Picture("start", "letter", "guide", "/", full=True),
)


def take(folder: Path, until: str = "") -> list[str]:
    """Take all pictures into a folder and return what could not be photographed, with the reason."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    missed: list[str] = []
    with _network() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_executable(), args=list(_QUIET))
        walk = Walk(running.network)
        try:
            _question(browser, running.network, folder)
            for key, step in story.STEPS.items():
                walk.clock_to(step.moment)
                walk.do(key)
                for picture in PICTURES:
                    if picture.after == key:
                        _photograph(browser, running.network, walk, picture, folder)
                if key == until:
                    break
        except ComityError as error:
            missed.append("; ".join(fault.text for fault in error.faults))
        finally:
            walk.close()
            browser.close()
    there = {path.name for path in folder.glob("*.png")}
    wanted = {f"{one.name}-{width}.png" for one in PICTURES for width in WIDTHS}
    return missed + sorted(wanted - there)


def _photograph(browser: Browser, network: Network, walk: Walk, picture: Picture, folder: Path) -> None:
    path = picture.path.format_map(walk.memory)
    for name, (width, height) in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en")
        page = context.new_page()
        if picture.person == "guide":
            page.goto(network.start.rstrip("/") + path)
        elif picture.person:
            node = picture_node(picture)
            page.goto(links.link(network.address(node, "desk"), picture.person, page=path))
        else:
            page.goto(network.address("de", "portal"))
            for cookie in walk.visitor().client.cookies.jar:
                context.add_cookies(
                    [
                        {
                            "name": cookie.name,
                            "value": str(cookie.value),
                            "url": network.address("de", "portal"),
                        }
                    ]
                )
            page.goto(network.address("de", "portal") + path)
        page.screenshot(path=str(folder / f"{picture.name}-{name}.png"), full_page=picture.full)
        context.close()


def picture_node(picture: Picture) -> str:
    """Return the node at which the person of a picture works."""
    from comity_demo import people

    return people.PEOPLE[picture.person].node


def _question(browser: Browser, network: Network, folder: Path) -> None:
    for name, (width, height) in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en")
        page = context.new_page()
        page.goto(network.address("de", "portal"))
        page.screenshot(path=str(folder / f"question-{name}.png"))
        context.close()


@contextmanager
def _network() -> Iterator[RunningNetwork]:
    place = Path(tempfile.mkdtemp(prefix="comity-pictures-"))
    place.chmod(0o711)
    network = found(place / "network", free_block(13))
    try:
        with RunningNetwork(network, note) as running:
            yield running
    finally:
        forget(network.folder)
        shutil.rmtree(place, ignore_errors=True)


def _executable() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    chosen = os.environ.get("COMITY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not chosen:
        raise SystemExit("There is no Chromium: name it in COMITY_CHROMIUM.")
    return chosen


if __name__ == "__main__":
    lacking = take(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
    for one in lacking:
        note(f"Not photographed: {one}")
    sys.exit(1 if lacking else 0)
