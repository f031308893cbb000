"""A request takes effect once, or its sender is told it failed: state machine, planted bugs, long runs."""

from __future__ import annotations

import os
import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from comity.exchange import delivery
from comity.exchange.delivery import Outgoing
from tests.exchange.checker import Event, converged, judge
from tests.exchange.simulation import BUGS, FAULTS, Run
from tests.exchange.world import AT


def faults_of(run: Run, steps: int = 60) -> list[str]:
    history = run.go(steps)
    return judge(history) + converged(
        history, {name for row, _, name in run.sender.rows.values() if row.deadline - AT > timedelta(days=10)}
    )


@pytest.mark.parametrize("seed", range(40))
def test_random_runs_keep_the_promise(seed: int) -> None:
    run = Run(seed)
    assert faults_of(run) == [], f"seed {seed}"
    assert any(event.kind == "effect" for event in run.history)


@pytest.mark.parametrize("name", BUGS)
def test_the_checker_goes_red_on_a_planted_bug(name: str) -> None:
    for seed in range(60):
        if faults_of(Run(seed, **BUGS[name])):
            return
    pytest.fail(f"60 runs with {name} and no run was red")


def test_the_checker_knows_each_kind_of_wrong() -> None:
    posted, effect = Event("posted", "a"), Event("effect", "a")
    arrived, failed = Event("told", "a", "arrived"), Event("told", "a", "failed")
    assert judge([posted, effect, arrived]) == []
    assert judge([posted, failed]) == []
    assert judge([posted, failed, effect, arrived]) == []
    for history in (
        [effect],
        [posted, effect, effect, arrived],
        [posted, arrived, effect],
        [posted, effect],
        [posted],
        [posted, effect, arrived, failed],
    ):
        assert judge(history)
    assert converged([posted, Event("healed"), effect, arrived], {"a"})


class Mail(RuleBasedStateMachine):
    """Hypothesis chooses the faults, and shrinks what breaks the promise to the shortest story."""

    def __init__(self) -> None:
        super().__init__()
        self.run_ = Run(0)

    @rule(days=st.sampled_from([timedelta(minutes=30), timedelta(days=14)]))
    def post(self, days: timedelta) -> None:
        self.run_.sender.post(self.run_.at, days)

    @rule(seconds=st.sampled_from([1, 10, 60, 3600]), fault=st.sampled_from(FAULTS))
    def deliver(self, seconds: int, fault: str) -> None:
        self.run_.at += timedelta(seconds=seconds)
        for id, data in self.run_.sender.due(self.run_.at):
            self.run_.exchange(id, data, fault)

    @rule(pick=st.randoms(use_true_random=False))
    def replay(self, pick: random.Random) -> None:
        if self.run_.old:
            self.run_.exchange(*pick.choice(self.run_.old), fault="none")

    @rule(pick=st.randoms(use_true_random=False))
    def late_answer(self, pick: random.Random) -> None:
        if self.run_.late:
            id, text = pick.choice(self.run_.late)
            self.run_.sender.answered(id, text, self.run_.at)

    @rule()
    def release_what_was_held(self) -> None:
        while self.run_.held:
            self.run_.exchange(*self.run_.held.pop(), fault="none")

    @invariant()
    def nothing_wrong_yet(self) -> None:
        open_questions = "nobody was told"
        assert [fault for fault in judge(self.run_.history) if not fault.startswith(open_questions)] == []

    def teardown(self) -> None:
        self.run_.heal()
        assert judge(self.run_.history) == []


TestMail = Mail.TestCase
TestMail.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_pauses_grow_and_end_at_the_deadline() -> None:
    row = Outgoing("m", AT, AT + timedelta(days=14))
    at, tries = AT, 0
    while row.state == "waiting":
        assert row.due(at)
        row = delivery.unanswered(row, at)
        assert at < row.next_at <= row.deadline or row.state == "failed"
        at, tries = row.next_at, tries + 1
    assert row.needs_a_person
    assert 200 < tries < 400
    assert not row.due(at)
    assert delivery.receipted(row, "stored").state == "stored"


def test_a_state_never_goes_back() -> None:
    row = delivery.receipted(Outgoing("m", AT, AT + timedelta(days=1)), "opened")
    assert (
        delivery.receipted(row, "stored")
        == delivery.unanswered(row, AT)
        == delivery.refused(row, "x", AT, final=True)
        == row
    )
    no = delivery.refused(
        Outgoing("m", AT, AT + timedelta(days=1)), "exchange.directory.suspended", AT, final=True
    )
    assert (no.state, no.reason, no.needs_a_person) == ("refused", "exchange.directory.suspended", True)
    assert (
        delivery.refused(Outgoing("m", AT, AT + timedelta(days=1)), "busy", AT, final=False).state
        == "waiting"
    )


@pytest.mark.faults
def test_a_hundred_thousand_steps() -> None:
    seed = int(os.environ.get("COMITY_SEED", "20261124"))
    print(f"seed {seed}")
    steps, messages = 0, 0
    while steps < int(os.environ.get("COMITY_STEPS", "100000")):
        run = Run(seed + steps)
        assert faults_of(run, 200) == [], f"COMITY_SEED={seed + steps}"
        steps, messages = steps + run.steps, messages + len(run.sender.rows)
    print(f"{steps} steps, {messages} messages, none lost, none doubled")
