"""Promises 1 and 2: who saw the code has a report; who saw none sends again and makes no second one.

Reporters send reports with files through the pages while the portal, PostgreSQL, the notary and the worker are killed: at numbered
points of the requests (each word exchanged with the database, each fsync and rename, before and after) and at random moments. With each
death of the portal the disk forgets what was not synced. The history is judged by ``tests.support.report_judge``, which knows nothing of
the implementation and must go red on each planted bug. ``COMITY_DEEP`` is the number of kills of a long run (5,000 before a release).
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.doors import Doors
from tests.support.kill_run import SEND, KillRun
from tests.support.report_judge import UNREADABLE, Held, Operation, Told, judge

KILLS = 150  # as promise 1 says; five minutes on a machine that others use too
RECOVERY = 30.0  # seconds; a shared machine is slow, life is under two


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """One node for all runs: each run looks only at what came in its time."""
    with Doors.found(tmp_path_factory.mktemp("submit") / "de") as node:
        yield node


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_who_saw_a_code_has_exactly_one_report(node: Doors, seed: int) -> None:
    figure = int(os.environ.get("COMITY_DEEP", KILLS))
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert node.sql(f"SHOW {setting}") == [("on",)]
    run = KillRun(node, random.Random(seed))
    run.rehearse()
    while (
        missing := figure - run.carried_out.total()
    ) > 0:  # a point that a reporter did not come by is no kill
        for kill in run.plan(missing):
            run.carry_out(kill)
    verdict = run.verdict()
    codes = sum(bool(one.code) for one in run.reporters)
    print(
        f"{run.carried_out.total()} kills {dict(run.carried_out)}; {len(run.reporters)} reporters, {codes} saw a code; "
        f"{len(node.lost_to_power)} files lost to power; slowest recovery {run.slowest_recovery:.1f} s"
    )
    assert verdict == []
    assert codes >= figure // 2
    assert node.lost_to_power  # the disk did forget, and nobody missed it
    assert run.slowest_recovery < RECOVERY


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_killed_the_moment_it_counts(node: Doors, seed: int) -> None:
    """Killed when all is durable and the answer is not sent, and the moment she sees her code: what the bugs below lose is kept."""
    run = KillRun(node, random.Random(seed))
    run.rehearse()
    for route in (SEND, ""):
        one = run.reporter(seen=lambda: node.kill("portal"))
        one.gives_up = False
        one.fill(run.script)
        if route:
            node.order(f"{route} {node.points()[route]}")
        one.submit(run.script)
        assert node.order_carried_out()
    assert run.verdict() == []


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("bug", "sign"),
    [
        ("answer_before_commit", "saw a code, and there is no report"),
        ("forgotten_file", "has 0 files, and 2 were given"),
        ("no_fsync", "has a file that cannot be read"),
        ("row_before_name", "has a file that cannot be read"),
        ("no_unique_index", "there are 2 reports"),
    ],
)
def test_the_judge_finds_planted_bugs(node: Doors, seed: int, bug: str, sign: str) -> None:
    """The portal dies the moment she sees her code (without the index: between two transactions)."""
    if bug == "no_unique_index":  # the last one: what it leaves behind is no good node any more
        for (name,) in node.sql(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'reports_report'::regclass AND contype = 'u'"
        ):
            node.sql(f'ALTER TABLE reports_report DROP CONSTRAINT "{name}"')
    with node.bug("portal", bug):
        run = KillRun(node, random.Random(seed))
        run.trust = run.read_trust()
        one = run.reporter(seen=lambda: node.kill("portal"))
        one.gives_up = False
        one.files = () if bug == "no_unique_index" else one.files
        script = one.learn()
        if bug == "no_unique_index":
            node.order("between")  # (with a file, its row's own id would be a second index)
        one.submit(script)
        verdict = run.verdict(patience=3)
        assert any(sign in line for line in verdict), verdict


GOOD = Held("R1", "my words", ("f1", "f2"))
HERS = Told("my words", ("f2", "f1"))


def history(*changed: Operation, code: bool = True) -> list[Operation]:
    usual = {
        "send": Operation("r", "send", 0, 1, "ok"),
        "code": Operation("r", "code", 1, 2, "ok" if code else "unknown", "C" if code else ""),
        "acknowledgement": Operation("r", "acknowledgement", 2, 3, "ok", "R1"),
        "open": Operation("r", "open", 3, 4, "ok", "R1"),
    }
    return [
        *list((usual | {one.what: one for one in changed}).values()),
        Operation("r", "file", 0, 1, "unknown"),
    ]


def test_a_kept_promise_is_no_breach() -> None:
    assert judge(history(), {"r": HERS}, [GOOD]) == []
    away = Told("my words", ("f1", "f2"), gave_up=True)
    for held in ([], [GOOD]):  # she walked away: nobody knows, and either is fine
        assert judge([Operation("r", "send", 0, 1, "unknown")], {"r": away}, held) == []


@pytest.mark.parametrize(
    ("done", "held", "sign"),
    [
        (history(), [], "there is no report"),
        (history(), [GOOD, Held("R2", "my words", ("f1", "f2"))], "there are 2 reports"),
        (history(), [Held("R1", "my words", ("f1",))], "1 files, and 2 were given"),
        (history(), [Held("R1", "my words", ("f1", "other"))], "2 files, and 2 were given, or others"),
        (history(), [Held("R1", "my words", ("f1", UNREADABLE))], "cannot be read"),
        (history(), [Held("R1", "my words", ("f1", "f2"), entries=0)], "0 entries"),
        (history(), [Held("R1", "my words", ("f1", "f2"), entries=2)], "2 entries"),
        (history(), [Held("R1", "my words", ("f1", "f2"), acknowledged=False)], "never acknowledged"),
        (history(), [GOOD, Held("R9", "words of nobody")], "nobody told this"),
        (history(code=False), [GOOD], "never saw a code"),
        ([*history(), Operation("r", "code", 5, 6, "ok", "D")], [GOOD], "2 different codes"),
        (history(Operation("r", "acknowledgement", 2, 3, "ok", "R7")), [GOOD], "no such report"),
        (history(Operation("r", "acknowledgement", 2, 3, "failed", "bad seal")), [GOOD], "does not verify: bad seal"),
        (history(Operation("r", "acknowledgement", 2, 3, "unknown")), [GOOD], "never got an acknowledgement"),
        (history(Operation("r", "open", 3, 4, "failed")), [GOOD], "does not open her report"),
        (history(Operation("r", "open", 3, 4, "ok", "R2")), [GOOD], "does not open her report"),
    ],
)  # fmt: skip
def test_each_breach_is_named(done: list[Operation], held: list[Held], sign: str) -> None:
    assert any(sign in line for line in judge(done, {"r": HERS}, held))


def test_an_entry_without_a_report_is_a_breach() -> None:
    assert judge(history(), {"r": HERS}, [GOOD], stray_entries=1)


def test_the_disk_forgets_what_was_not_synced(tmp_path: Path) -> None:
    """The power cut itself: content without sync is empty, a name without its folder's sync is gone, the rest stays."""
    from tests.support.power_cut import cut

    blobs, journal = tmp_path / "blobs", tmp_path / "journal"
    folder = blobs / "ab"
    folder.mkdir(parents=True)
    (blobs / "part").mkdir()
    for name in ("kept", "unsynced", "unnamed", "old"):
        (folder / name).write_text("sealed")
    (blobs / "part" / "begun").write_text("sea")
    lines = [("name", f"{folder}"), ("sync", f"{blobs}")]
    for name in ("kept", "unsynced"):
        lines += [("sync", f"{blobs}/part/{name}")] if name == "kept" else []
        lines += [("name", f"{folder}/{name}", f"{blobs}/part/{name}"), ("sync", f"{folder}")]
    lines += [("sync", f"{blobs}/part/unnamed"), ("name", f"{folder}/unnamed", f"{blobs}/part/unnamed")]
    journal.write_text("".join("\t".join(line) + "\n" for line in lines))
    lost = {Path(name).name for name in cut(blobs, journal)}
    assert lost == {"unsynced", "unnamed", "begun"}
    assert {path.name: path.stat().st_size for path in folder.iterdir()} == {
        "kept": 6,
        "unsynced": 0,
        "old": 6,
    }
