"""One run of reporting under kills: plans them from a seed, carries them out, and asks the judge in the end."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from comity.suites.trust import Trust
from tests.support.doors import Doors
from tests.support.report_judge import Held, Operation, judge
from tests.support.reporter import Reporter, Script, picture

SEND, FILES, DONE = "POST/send", "POST/a/", "GET/done"
ENTRIES = (
    "SELECT subject_id, count(*) FROM audit_leaf WHERE log = 'reports' AND verb = 'report.submit' GROUP BY 1"
)
TOGETHER = (1, 1, 2)  # reporters at work when something is killed at a random moment


@dataclass(frozen=True, slots=True)
class Kill:
    """What is killed, and when: at a numbered point of a route, or after a part of the usual time a sending takes."""

    what: str
    route: str = ""
    point: int = 0
    after: float = 0.0


@dataclass
class KillRun:
    """Reporters, kills and the history of both."""

    node: Doors
    dice: random.Random
    history: list[Operation] = field(default_factory=list)
    reporters: list[Reporter] = field(default_factory=list)
    carried_out: Counter[str] = field(default_factory=Counter)
    script: Script = field(default_factory=Script)
    before: frozenset[str] = frozenset()
    """Reports of earlier runs on this node."""
    window: float = 0.2
    slowest_recovery: float = 0.0
    trust: Trust = field(default_factory=lambda: Trust.from_jwks({"keys": []}))

    def __post_init__(self) -> None:
        self.before = frozenset(name for name, _ in self.node.sql(ENTRIES))
        self.node.lost_to_power.clear()

    def rehearse(self) -> None:
        """Learn the way through the pages, then measure how long a sending takes and how many points it has."""
        self.script = self.reporter().learn()
        self.reporters[0].submit(self.script)
        (self.node.folder / "counts").write_text("")
        taken = []
        for _ in range(3):
            one = self.reporter()
            one.fill(self.script)
            (self.node.folder / "counts").write_text(
                ""
            )  # the points of the last sending alone, not those of filling in
            start = time.monotonic()
            one.submit(self.script)
            taken.append(time.monotonic() - start)
        self.window = sorted(taken)[1]
        self.trust = self.read_trust()

    def read_trust(self) -> Trust:
        """Fetch the public keys with which acknowledgements are checked off line."""
        self.node.wait_for_portal()
        return Trust.from_jwks(httpx.get(self.node.portal + "/real/keys", trust_env=False).content)

    def plan(self, figure: int) -> Iterator[Kill]:
        """Choose so many kills: about half at numbered points spread over all there are, the rest at random moments."""
        points = self.node.points()
        every = [(route, number) for route in (FILES, SEND, DONE) for number in range(1, points[route] + 1)]
        kills = [Kill("portal", *every[place]) for place in _spread(len(every), figure // 2, self.dice)]
        for index in range(figure - len(kills)):
            what = ("portal", "database", "portal", "notary", "portal", "portal", "worker", "database")[
                index % 8
            ]
            kills.append(Kill(what, after=self.dice.uniform(0, 1.2)))
        self.dice.shuffle(kills)
        return iter(kills)

    def carry_out(self, kill: Kill) -> None:
        """Let reporters send, kill in the midst of it, and wait until they are through."""
        if kill.route:
            self._at_a_point(kill)
        else:
            self._at_a_moment(kill)

    def verdict(self, *, patience: float = 60) -> list[str]:
        """Have everybody fetch what is theirs, open every report with the office's key, and judge."""
        for one in self.reporters:
            if one.code:
                one.collect(self.trust, patience=patience)
        self.node.wait_until(
            lambda: self.node.sql("SELECT count(*) FROM audit_pending WHERE log = 'reports'") == [(0,)]
        )
        rows = [
            row
            for row in json.loads(self.node.run("-m", "tests.support.holdings", door="desk"))
            if row["id"] not in self.before
        ]
        entries = {name: count for name, count in self.node.sql(ENTRIES) if name not in self.before}
        held = [
            Held(
                row["reference"],
                row["words"],
                tuple(row["files"]),
                entries.get(row["id"], 0),
                row["acknowledged"],
            )
            for row in rows
        ]
        stray = len(set(entries) - {row["id"] for row in rows})
        told = {one.name: one.told for one in self.reporters if one.told is not None}
        return judge(self.history, told, held, stray_entries=stray)

    def reporter(self, *, seen: Callable[[], None] = lambda: None) -> Reporter:
        """Return a new reporter with two files like no others; some of them walk away at the first failure."""
        name = f"r{len(self.before)}-{len(self.reporters):05}"
        size = self.dice.choice((900, 70_000, 200_000))
        one = Reporter(
            name, self.node.portal, self.history, [picture(f"{name}a", size), picture(f"{name}b", 3_000)],
            gives_up=self.dice.random() < 0.15, seen=seen,
        )  # fmt: skip
        self.reporters.append(one)
        return one

    def _at_a_point(self, kill: Kill) -> None:
        one = self.reporter()
        one.fill(self.script)
        self.node.order(f"{kill.route} {kill.point}")
        one.submit(self.script)
        if self.node.order_carried_out():
            self.carried_out[f"portal at a point of {kill.route}"] += 1

    def _at_a_moment(self, kill: Kill) -> None:
        ones = [self.reporter() for _ in range(self.dice.choice(TOGETHER))]
        for one in ones:
            one.fill(self.script)
        with _at_work(ones, self.script):
            time.sleep(kill.after * self.window)
            begun = time.monotonic()
            if kill.what == "database":
                self.node.stop_database()
                self.node.start_database()
            else:
                self.node.kill(kill.what)
            self.carried_out[f"{kill.what} at a random moment"] += 1
        self.slowest_recovery = max(self.slowest_recovery, time.monotonic() - begun)


def _spread(size: int, count: int, dice: random.Random) -> list[int]:
    """Choose ``count`` of so many places, evenly, each by chance within its part; all of them where there are fewer.

    >>> _spread(3, 5, random.Random(1))
    [0, 1, 2, 0, 1]
    """
    if count >= size:
        return [place % size for place in range(count)]
    return [int((part + dice.random()) * size / count) for part in range(count)]


@contextmanager
def _at_work(ones: list[Reporter], script: Script) -> Iterator[None]:
    failures: list[BaseException] = []

    def send(one: Reporter) -> None:
        try:
            one.submit(script)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=send, args=(one,)) for one in ones]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]
