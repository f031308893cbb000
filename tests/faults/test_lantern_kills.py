"""The case "Lantern" with the nodes that act in a step killed (SIGKILL: supervisor, database, doors, worker, notary) and started again.

The kill falls right after the press, while messages, receipts and the notary's entries are on their way. The journey must end as it
ends without any kill: every check of the case holds. `make faults` kills where most is in the air, `make deep` at every step.
"""

from __future__ import annotations

import pytest

from comity_demo import story
from comity_demo.clock import set_clock
from comity_demo.journey import travel
from comity_demo.running import RunningNetwork
from comity_demo.story import Step
from comity_demo.walk import Walk

pytestmark = [pytest.mark.faults, pytest.mark.timeout(3600)]
IN_THE_AIR = (
    "report",
    "ticket",
    "executed",
    "hold",
    "orders",
    "dispatched",
    "copied",
    "release",
    "accepted",
    "letter",
)


def killing(at: tuple[str, ...]):
    """Kill both nodes that act in these steps, and start them again."""
    killed: list[str] = []

    def disturb(step: Step, running: RunningNetwork) -> None:
        if step.key not in at:
            return
        up = [running.nodes[code] for code in step.nodes if running.nodes[code].process is not None]
        for node in up:  # the step "sent" itself holds the Japanese node down: that one stays down
            node.kill()
        for node in up:
            node.start()
        for node in up:
            node.wait_ready()
        set_clock(running.network, Walk(running.network).now())
        killed.append(step.key)

    return disturb, killed


def test_killed_where_most_is_in_the_air(tmp_path, capsys):
    disturb, killed = killing(IN_THE_AIR)
    assert travel(tmp_path, disturb=disturb), capsys.readouterr().out[-4000:]
    assert tuple(killed) == IN_THE_AIR


@pytest.mark.deep
def test_killed_at_every_step(tmp_path, capsys):
    disturb, killed = killing(tuple(story.STEPS))
    assert travel(tmp_path, disturb=disturb), capsys.readouterr().out[-4000:]
    assert killed == list(story.STEPS)
