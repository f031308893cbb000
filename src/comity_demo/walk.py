"""Do a step of the story through the doors: the same pages, forms and buttons a person uses, without a browser.

What a step needs to know it finds on pages (``acts.finding``), so a step can follow one that somebody did by hand. What is remembered
in ``FOLDER/walk.json`` is only a hint; but for the victim's code, which her browser alone ever saw.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from comity.kernel.errors import BadInput
from comity_demo import faults, moments, people, story
from comity_demo.browser import Browser, Page, Stuck
from comity_demo.clock import set_clock
from comity_demo.network import Network


class Walk:
    """Browsers for everybody who acts, and what the walk remembers."""

    def __init__(self, network: Network, *, longest: float = 120) -> None:
        self.network = network
        self.longest = longest
        """Seconds for which this walk waits for anything, at most: somebody sits before the page that started it."""
        self.seen: dict[str, str] = {}
        """Words of pages that were seen on the way, for the checks."""
        self.acted: dict[str, frozenset[str]] = {}
        """Whose browsers pressed a button, by the steps this walk did."""
        self._browsers: dict[str, Browser] = {}
        self._file = network.folder / "walk.json"
        self.memory: dict[str, Any] = json.loads(self._file.read_bytes()) if self._file.exists() else {}

    def close(self) -> None:
        """Close all browsers."""
        for browser in self._browsers.values():
            browser.close()
        self._browsers = {}

    def remember(self, **facts: Any) -> None:
        """Keep something for later steps."""
        self.memory |= facts
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(self.memory, indent=1))
        part.chmod(0o600)
        part.replace(self._file)

    def person(self, username: str) -> Browser:
        """Return the browser of a person, signed in a moment ago."""
        known = self._browsers.get(username)
        person = people.PEOPLE[username]
        browser = known or Browser(self.network, person.node, "desk")
        self._browsers[username] = browser
        browser.get(f"/demo/as/{username}?next=/demo/")
        return browser

    def at(self, username: str) -> Browser:
        """Return the browser of a person as she left it: signing in again would void the forms she has before her."""
        return self._browsers.get(username) or self.person(username)

    def visitor(self, node: str = "de") -> Browser:
        """Return the browser of somebody at a portal; always the same one for a node."""
        key = f"visitor {node}"
        if key not in self._browsers:
            self._browsers[key] = Browser(self.network, node, "portal")
        return self._browsers[key]

    def clock_to(self, moment: str) -> datetime:
        """Put all clocks forward to a named instant, never back."""
        at = moments.MOMENTS[moment].at
        if self.now() < at:
            set_clock(self.network, at)
        return at

    def now(self) -> datetime:
        """Return what time it is at the German node, or at the first that answers."""
        import httpx

        for node in people.RUNNING:
            try:
                answer = httpx.get(
                    f"{self.network.local(node, 'desk')}/demo/state", timeout=10, trust_env=False
                )
                return datetime.fromisoformat(answer.json()["now"])
            except (httpx.HTTPError, ValueError, KeyError):
                continue
        raise Stuck(faults.STEP_FAILED.fault(step="clock", reason="no node answers"))

    def stops(self, node: str) -> dict[str, datetime]:
        """Return the instants of the live line as a node tells them."""
        import httpx

        answer = httpx.get(f"{self.network.local(node, 'desk')}/demo/state", timeout=10, trust_env=False)
        return {name: datetime.fromisoformat(text) for name, text in answer.json()["stops"].items()}

    def shown(self, *nodes: str) -> frozenset[str]:
        """Return the steps that the rows of nodes show to be done, of all three if none is named; who does not answer says nothing."""
        import httpx

        found: set[str] = set()
        for node in nodes or people.RUNNING:
            try:
                answer = httpx.get(
                    f"{self.network.local(node, 'desk')}/demo/state", timeout=10, trust_env=False
                )
                found |= set(answer.json()["steps"])
            except (httpx.HTTPError, ValueError, KeyError):
                continue
        return frozenset(found)

    def until_shown(self, key: str, node: str, *, patience: float = 120) -> None:
        """Wait until the rows of a node show that a step was done: what was told is on its way.

        Raises:
            Stuck: they never did.
        """
        end = time.monotonic() + min(patience, self.longest)
        while key not in self.shown(node):
            if time.monotonic() > end:
                raise Stuck(faults.STEP_FAILED.fault(step=key, reason=f"it did not arrive at {node}"))
            time.sleep(0.5)

    def do(self, key: str) -> str:
        """Do a step and say in one sentence what was done.

        Raises:
            BadInput: there is no such step.
            Stuck: a page did not answer as the step needs.
        """
        from comity_demo import acts

        if key not in story.STEPS and key not in story.EXTRA:
            raise BadInput(faults.UNKNOWN_STEP.fault(step=key))
        before = {name: browser.pressed for name, browser in self._browsers.items()}
        said = acts.ACTS[key](self)
        self.acted[key] = frozenset(
            name for name, browser in self._browsers.items() if browser.pressed > before.get(name, 0)
        )
        self.note_done(key)
        return said

    def note_done(self, key: str) -> None:
        """Remember that a step was done."""
        self.remember(done=" ".join(dict.fromkeys([*str(self.memory.get("done", "")).split(), key])))

    def until(
        self, look: Callable[[], Page], good: Callable[[Page], bool], what: str, *, patience: float = 120
    ) -> Page:
        """Load a page again and again until it shows what was waited for: a message travels, a worker reads.

        Raises:
            Stuck: it never did.
        """
        end = time.monotonic() + min(patience, self.longest)
        page = look()
        while not good(page):
            if time.monotonic() > end:
                raise Stuck(
                    faults.STEP_FAILED.fault(step=what, reason=f"{page.url} still says: {page.main[:600]}")
                )
            time.sleep(0.5)
            page = look()
        return page
