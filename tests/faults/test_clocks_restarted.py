"""Promise 10: no clock is missed by a restart, a daylight change or a jump of the clock, and each fires once.

Clocks are set on a real node through its actions: ends of days in four zones and instants, thick around the nights in which Europe and
America change their clocks. The node's clock is moved by jumps, forwards and back, while its worker is killed and PostgreSQL is stopped
in the middle of firing. The history is judged by ``tests.support.clock_judge``, which must go red on each planted bug.
``COMITY_DEEP_CLOCKS`` is the number of clocks of a long run (10,000 before a release); jumps and restarts grow with it.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.support.clock_judge import Clock, judge
from tests.support.doors import Doors
from tests.support.faulty_worker import SUBJECT

CLOCKS, JUMPS = 500, 25
START = datetime(2026, 10, 20, tzinfo=UTC)
END = datetime(2027, 4, 5, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Europe/Lisbon")
# The hour that comes twice, the one that never comes, and New Year.
NIGHTS = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-10-25T01:00Z",
        "2026-11-01T06:00Z",
        "2026-12-31T23:00Z",
        "2027-03-14T07:00Z",
        "2027-03-28T01:00Z",
    )
)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """One node for all runs, with nothing but its worker; each run sets clocks with names of its own."""
    with Doors.found(tmp_path_factory.mktemp("clocks") / "de", processes=("worker",), pause=0.05) as node:
        yield node


@dataclass
class Run:
    """Clocks, and what is done to the node while they run."""

    node: Doors
    dice: random.Random
    label: str
    clocks: list[Clock] = field(default_factory=list)
    shown: datetime = START
    latest: datetime = START
    restarts: int = 0
    jumps: int = 0

    def set(self, count: int) -> None:
        """Set so many clocks; a tenth is stopped, a tenth was set to a later instant first."""
        self.show(START)
        given = []
        for number in range(count):
            name = f"{self.label}-{number:05}"
            at = self.dice.choice(NIGHTS) + timedelta(minutes=self.dice.gauss(0, 90))
            if number % 4 == 0:
                at = START + (END - START) * self.dice.random()
            zone, stopped = self.dice.choice(ZONES), number % 10 == 7
            by_day = self.dice.random() < 0.5
            clock = Clock(
                name, zone, day=at.astimezone(ZoneInfo(zone)).date() if by_day else None, instant=None if by_day else at, stopped=stopped
            )  # fmt: skip
            self.clocks.append(clock)
            given.append(
                {
                    "name": name, "zone": zone, "day": clock.day and clock.day.isoformat(), "instant": None if by_day else at.isoformat(),
                    "stopped": stopped, "moved": number % 10 == 3, "at": START.isoformat(),
                }
            )  # fmt: skip
        file = self.node.folder / "clocks.json"
        file.write_text(json.dumps(given))
        self.node.run("-m", "tests.support.clock_agent", str(file))

    def show(self, at: datetime) -> None:
        """Set the clock of the node, as a demonstration does."""
        self.shown, self.latest = at, max(at, self.latest)
        self.node.sql(
            f"INSERT INTO base_demonstrationclock (id, at, set_at, running) VALUES (1, '{at.isoformat()}', now(), false)"
            f" ON CONFLICT (id) DO UPDATE SET at = '{at.isoformat()}', set_at = now(), running = false"
        )

    def go(self, jumps: int, *, database: bool = True) -> None:
        """Jump from the start to the end, half of the time just over a change of the clocks; kill in the middle of it all."""
        stops = [
            night + timedelta(minutes=self.dice.uniform(-100, 100))
            for night in NIGHTS
            for _ in range(jumps // 10)
        ]
        stops += [START + (END - START) * self.dice.random() for _ in range(jumps - len(stops) - 1)]
        for number, at in enumerate([*sorted(stops), END]):
            self.show(at)
            self._break(number, database=database)
            if self.dice.random() < 0.3:  # somebody corrects the clock, backwards
                self.show(at - timedelta(minutes=self.dice.choice((1, 59, 61, 3000))))
                self._break(number + 1, database=False)
            self.jumps += 1
            if number % 2:
                self._rest()

    def _rest(self, patience: float = 2.0) -> None:
        """Leave it in peace until all that is due has fired, or for a while."""
        expected = sum(not clock.stopped and clock.due <= self.shown for clock in self.clocks)
        end = time.monotonic() + patience
        while time.monotonic() < end and len({name for name, _ in self.fired()}) < expected:
            time.sleep(0.05)

    def _break(self, number: int, *, database: bool) -> None:
        time.sleep(self.dice.uniform(0.02, 0.4))
        if database and number % 9 == 5:
            self.node.stop_database()
            self.node.start_database()
        else:
            self.node.kill("worker")
        self.restarts += 1

    def fired(self) -> list[tuple[str, datetime]]:
        """Return every effect: which clock, and at which instant of the node's clock."""
        found = self.node.sql(
            f"SELECT subject_id, at FROM audit_leaf WHERE verb = 'effect' AND subject_kind = '{SUBJECT}'"
            f" AND subject_id LIKE '{self.label}-%' ORDER BY at"
        )
        return [(name, at) for name, at in found]

    def verdict(self, patience: float) -> list[str]:
        """Show the end, wait until as many fired as should, and judge."""
        self.show(END)
        expected = sum(not clock.stopped and clock.due <= END for clock in self.clocks)
        end = time.monotonic() + patience
        while time.monotonic() < end and len({name for name, _ in self.fired()}) < expected:
            time.sleep(0.1)
        time.sleep(0.3)  # whoever fires twice does it now
        return judge(self.clocks, self.fired(), self.latest)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_no_clock_is_missed_and_each_fires_once(node: Doors, seed: int) -> None:
    figure = int(os.environ.get("COMITY_DEEP_CLOCKS", CLOCKS))
    run = Run(node, random.Random(seed), "good")
    run.set(figure)
    run.go(JUMPS * figure // CLOCKS)
    verdict = run.verdict(patience=120)
    fired = run.fired()
    print(f"{len(run.clocks)} clocks, {len(fired)} fired; {run.jumps} jumps, {run.restarts} restarts")
    assert verdict == []
    assert len(fired) > figure * 0.8
    assert run.restarts >= JUMPS


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("bug", "sign"),
    [
        ("mark_apart", "fired 2 times"),
        ("mark_first", "never fired"),
        ("only_new", "never fired"),
        ("wall_time", ", before "),
    ],
)
def test_the_judge_finds_planted_bugs(node: Doors, seed: int, bug: str, sign: str) -> None:
    """The effect and its mark in two transactions; looking only at what is new; an hour too early."""
    run = Run(node, random.Random(seed), bug)
    run.set(60)
    with node.bug("worker", bug):
        run.go(20, database=False)
        verdict = run.verdict(patience=5)
    assert any(sign in line for line in verdict), verdict


DUE = Clock("c", "Europe/Berlin", day=NIGHTS[0].date())


def test_the_end_of_a_day_is_worked_out_anew() -> None:
    """The day of 25 hours ends at 22:59:59 UTC, the one before it at 21:59:59."""
    assert DUE.due == datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)
    assert Clock("c", "Europe/Berlin", day=datetime(2026, 10, 24).date()).due == datetime(
        2026, 10, 24, 21, 59, 59, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("fired", "sign"),
    [
        ([], "never fired"),
        ([DUE.due, END], "fired 2 times"),
        ([DUE.due - timedelta(hours=1)], "before"),
    ],
)
def test_each_breach_is_named(fired: list[datetime], sign: str) -> None:
    assert judge([DUE], [("c", DUE.due)], END) == []
    assert judge([DUE], [], DUE.due - timedelta(seconds=1)) == []
    assert any(sign in line for line in judge([DUE], [("c", at) for at in fired], END))
    assert judge([Clock("c", "UTC", instant=START, stopped=True)], [("c", END)], END) == [
        "c: was stopped, and fired"
    ]
    assert judge([], [("x", END)], END) == ["x: fired, and nobody set it"]
