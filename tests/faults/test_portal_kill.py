"""Promises 1 and 2: who saw the code has a report, whole; who saw none sends again and makes no second case.

The portal's process is killed (SIGKILL) at random moments around the press of "Send", the database is stopped at once now
and then; after each restart the same browser sends again. The judge knows only what the browser saw, and the tables.
"""

from __future__ import annotations

import os
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx
import pytest

from tests.node.portal.teller import LANTERN
from tests.support.running import RunningNode, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
# Here the real supervisor starts what was killed, with its pauses: eight seconds a kill. The 150 of promise 1 are in test_submit_killed.
KILLS = int(os.environ.get("COMITY_PORTAL_KILLS", "16"))
SEED = int(os.environ.get("COMITY_SEED", "20261124"))


class Answered:
    """Looks like a test client's page to the Teller."""

    def __init__(self, response: httpx.Response) -> None:
        self.content = response.content
        self.status_code = response.status_code
        self.path = response.url.path


class Browser:
    """A reporter's browser: one cookie jar, follows redirects, sees errors of the line."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=address, follow_redirects=True, timeout=20)

    def get(self, path: str) -> Answered:
        return Answered(self.client.get(path))

    def post(self, path: str, fields: dict[str, Any], follow: bool = True) -> Answered:
        if "files" in fields or "go" in fields:
            return Answered(self.client.post(path, data=fields, files={"x": ("", b"")}))
        return Answered(self.client.post(path, data=fields))


@dataclass
class Seen:
    """What one browser saw: the reference and code on the last page, if any."""

    reference: str = ""
    code: str = ""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    with RunningNode.found(tmp_path_factory.mktemp("kill") / "de", country="DE") as running:
        yield running


def up(node: RunningNode) -> None:
    """Wait until the portal answers; the supervisor waits longer each time a process dies soon after its start."""
    wait_for(lambda: httpx.get(f"{node.url('portal')}/", timeout=5).status_code == 200, patience=90)


def prepared(node: RunningNode) -> tuple[Browser, str]:
    """Answer everything up to the review, and return the form's token."""
    from tests.node.portal.teller import Teller

    browser = Browser(node.url("portal"))
    teller = Teller(browser, LANTERN)
    teller.client = browser
    teller.answer_all()
    page = browser.get("/check")
    found = re.search(r'name="token" value="(\w+)"', page.content.decode())
    assert found, page.content.decode()[:500]
    return browser, found[1]


def send(browser: Browser, token: str) -> Seen | None:
    """Press "Send"; ``None`` where no last page was seen."""
    try:
        page = browser.post("/send", {"token": token})
    except httpx.TransportError:
        return None
    text = unescape(page.content.decode())
    code = re.search(r'class="keep__code"[^>]*>(.*?)</p>', text, re.DOTALL)
    reference = re.search(r'class="ref">([^<]+)<', text)
    if page.status_code != 200 or not code or not reference:
        return None
    return Seen(reference[1], "-".join(re.findall(r"<span>(\w{4})</span>", code[1])))


def test_killed_at_any_moment_each_sends_exactly_once(node: RunningNode) -> None:
    dice = random.Random(SEED)
    print(f"seed {SEED}, {KILLS} kills")
    seen: list[Seen] = []
    lost_answers = 0
    for _number in range(KILLS):
        up(node)
        browser, token = prepared(node)
        what, wait = dice.choice(["portal", "portal", "portal", "notary"]), dice.uniform(0, 0.12)

        def strike(what: str = what, wait: float = wait) -> None:
            time.sleep(wait)
            node.kill(what)

        killer = threading.Thread(target=strike)
        killer.start()
        first = send(browser, token)
        killer.join()
        up(node)
        again = wait_for(lambda b=browser, t=token: send(b, t), patience=60)
        if first is None:
            lost_answers += 1
        else:
            assert first == again  # what was shown once is what is shown for ever
        seen.append(again)
    judge(node, seen)
    assert lost_answers > 0  # the strikes did hit


def judge(node: RunningNode, seen: list[Seen]) -> None:
    """Exactly one whole report for each last page, and none without one."""
    with node.connect() as database:
        stored = {row[0] for row in database.execute("SELECT reference FROM reports_report")}
        leaves = database.execute("SELECT count(*) FROM audit_leaf WHERE verb = 'report.submit'").fetchone()
        wraps = database.execute(
            "SELECT count(*) FROM reports_report r WHERE (SELECT count(*) FROM base_keywrap w WHERE w.data_key_id = r.data_key_id) < 3"
        ).fetchone()
        assert len({one.reference for one in seen}) == len(seen) == len(stored)
        assert {one.reference for one in seen} == stored
        assert leaves == (len(stored),)
        assert wraps == (0,)
        wait_for(
            lambda: (
                database.execute("SELECT count(*) FROM reports_acknowledgementfile").fetchone()
                == (len(stored),)
            ),
            patience=60,
        )
    with httpx.Client(base_url=node.url("portal"), follow_redirects=True, timeout=20) as client:
        for one in seen[:5]:
            client.cookies.clear()
            page = client.post("/back", data={"code": one.code, "token": ""})
            assert one.reference in page.text


def test_the_judge_goes_red_on_a_planted_loss(node: RunningNode) -> None:
    up(node)
    browser, token = prepared(node)
    one = send(browser, token)
    assert one is not None
    with node.connect() as database:
        others = [Seen(row[0], "") for row in database.execute("SELECT reference FROM reports_report")]
    with pytest.raises(AssertionError):
        judge(node, [*others, Seen("0000-000-001Y", "")])  # acknowledged, but not stored
    with pytest.raises(AssertionError):
        judge(node, others[1:])  # stored, but shown to nobody
