"""One running network with its guide for the browser's tests, founded in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comity_demo.network import found
from comity_demo.running import RunningNetwork, free_block
from tests.support.browser import chromium, faults


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNetwork]:
    folder: Path = tmp_path_factory.mktemp("tour")
    folder.chmod(0o711)
    with RunningNetwork(found(folder / "network", free_block(13))) as network:
        yield network


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


class Watched:
    """A page in a context of its own, with what its console complained about."""

    def __init__(self, browser, viewport, folder):
        self.context = browser.new_context(viewport=viewport, bypass_csp=True, locale="en")
        self.page = self.context.new_page()
        self.folder = folder
        self.complaints: list[str] = []
        self.page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def fine(self, name: str, *, refused: bool = False) -> None:
        if refused:  # the browser notes every answer of 409 on its console
            self.complaints = [one for one in self.complaints if "409" not in one]
        self.page.screenshot(path=str(self.folder / f"{name}.png"), full_page=True)
        assert faults(self.page) == [], (name, self.page.url)
        assert self.complaints == [], (name, self.page.url)


@pytest.fixture
def watched(browser, tmp_path):
    made: list[Watched] = []

    def make(viewport) -> Watched:
        made.append(Watched(browser, viewport, tmp_path))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
