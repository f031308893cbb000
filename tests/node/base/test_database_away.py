"""While PostgreSQL stops, is away and comes back, every door says so in words; none answers an unexplained 500 or claims a report."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest

from tests.support.node import reachable_folder
from tests.support.running import RunningNode, wait_for

pytestmark = [pytest.mark.node, pytest.mark.django_db(databases=[])]
SIGNED_IN = {"Cookie": f"comity={'s' * 32}"}  # whoever it is, the desk must ask the database
ASKED = (
    ("portal", "GET", "/check", {}),
    ("portal", "POST", "/send", {}),
    ("desk", "GET", "/", SIGNED_IN),
    ("desk", "POST", "/account/sign-in/", SIGNED_IN),
    ("gateway", "GET", "/health", {}),
)
PAGES = [
    (door, "GET", "/", headers | {"Accept-Language": language})
    for door, headers in (("portal", {}), ("desk", SIGNED_IN))
    for language in ("en", "de")
]
AS_JSON = ("desk", "GET", "/", SIGNED_IN | {"Accept": "application/json"})
Asked = tuple[str, str, str, dict[str, str]]


@dataclass
class Outage:
    """What the doors answered while the database stopped, and to each question once it was away."""

    node: RunningNode
    stopping: Counter[int]
    away: list[tuple[Asked, httpx.Response]]


def ask(node: RunningNode, what: Asked) -> httpx.Response:
    door, method, path, headers = what
    data = {"token": "0" * 32} if method == "POST" else None
    return httpx.request(method, node.url(door) + path, headers=headers, data=data, timeout=30)


@pytest.fixture(scope="module")
def outage() -> Iterator[Outage]:
    """Stop the database under asking doors; the supervisor is held still, or it would start it again."""
    with reachable_folder() as folder, RunningNode.found(folder / "de") as node:
        assert node.process is not None
        supervisor = node.process.pid
        try:
            yield _stopped(node, supervisor)
        finally:
            os.kill(supervisor, signal.SIGCONT)


def _stopped(node: RunningNode, supervisor: int) -> Outage:
    stopping: Counter[int] = Counter()
    over = threading.Event()

    def go_on_asking(what: Asked) -> None:
        while not over.is_set():
            stopping[ask(node, what).status_code] += 1

    threads = [threading.Thread(target=go_on_asking, args=(one,)) for one in ASKED]
    for thread in threads:
        thread.start()
    try:
        wait_for(lambda: stopping.total() > 30)
        os.kill(supervisor, signal.SIGSTOP)
        (server,) = node.pids("database")
        os.kill(server, signal.SIGINT)  # a fast shutdown, as the supervisor's own
        wait_for(lambda: stopping[503] > 2)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    every = [*ASKED, *PAGES, AS_JSON]
    with ThreadPoolExecutor(len(every)) as pool:  # together: each waits some seconds for a connection
        return Outage(
            node, stopping, list(zip(every, pool.map(lambda one: ask(node, one), every), strict=True))
        )


def test_no_unexplained_500_while_postgresql_stops(outage: Outage) -> None:
    assert not [status for status in outage.stopping if status >= 500 and status != 503], outage.stopping


def test_each_door_says_503_and_when_to_come_back_and_claims_no_report(outage: Outage) -> None:
    for what, answer in outage.away:
        assert answer.status_code == 503, what
        assert int(answer.headers["Retry-After"]) > 0
        assert "keep__code" not in answer.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "We cannot take anything at this moment",
                "count on it only if you saw that it was confirmed",
            ],
        ),
        ("de", ["Im Augenblick können wir nichts entgegennehmen", "Verlassen Sie sich nur darauf"]),
    ],
)
def test_the_page_is_in_words(outage: Outage, language: str, words: list[str]) -> None:
    pages = [answer.text for what, answer in outage.away if what[3].get("Accept-Language") == language]
    assert len(pages) == 2
    for page in pages:
        assert [one for one in [*words, "node.database.away"] if one not in page] == []


def test_machines_get_a_problem_document(outage: Outage) -> None:
    (answer,) = [answer for what, answer in outage.away if what == AS_JSON]
    assert answer.json()["type"] == "urn:comity:problem:node.database.away"


def test_a_door_is_back_soon_after_its_database(outage: Outage) -> None:
    """The pool of connections once waited as long again as the database had been away. Last: it ends that time."""
    node = outage.node
    assert node.process is not None
    os.kill(node.process.pid, signal.SIGCONT)
    with wait_for(node.connect):
        back = time.monotonic()
    for door in ("portal", "desk", "gateway"):
        wait_for(lambda door=door: httpx.get(node.url(door) + "/health", timeout=20).status_code == 200)
    assert time.monotonic() - back < 25  # four seconds, and a machine that others use too
