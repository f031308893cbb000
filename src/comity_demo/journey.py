"""``comity demo journey``: the case "Lantern" from her report to the letter she reads, through the doors of three nodes.

Nothing is reached but by HTTP, with the pages, forms and buttons a person uses; evidence and acknowledgement are verified by the
commands an outsider would use. Every check is printed as it is made; the journey is good only if all of them hold.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from comity.cli.output import note, print_line
from comity.kernel.errors import ComityError
from comity_demo import checks, moments, people, story
from comity_demo.network import Network, forget, found
from comity_demo.running import RunningNetwork, free_block, ports, space
from comity_demo.story import Step
from comity_demo.walk import Walk

Disturb = Callable[[Step, RunningNetwork], None]
"""What a fault run does to the nodes after a step was pressed and before anything is looked at."""
_PORTS = 1 + 3 * len(people.COUNTRIES)


@dataclass
class Ledger:
    """The checks that were made."""

    made: list[tuple[str, bool, str]] = field(default_factory=list)

    def check(self, what: str, holds: object, found: str = "") -> None:
        """Write down and print one check."""
        good = bool(holds)
        self.made.append((what, good, found))
        print_line(
            f"      {'holds' if good else 'FAILS'}: {what}" + (f" ({found})" if found and not good else "")
        )
        sys.stdout.flush()

    @property
    def failed(self) -> list[str]:
        """What did not hold."""
        return [what for what, good, _ in self.made if not good]


def travel(
    folder: Path | None = None, *, keep: bool = False, until: str = "", disturb: Disturb | None = None
) -> bool:
    """Go the whole way, then once more as far as the money for the hold that lapses; say whether every check held."""
    began = time.monotonic()
    ledger = Ledger()
    whole = _run(folder, list(story.STEPS), ledger, keep=keep, until=until, disturb=disturb)
    if whole and not until:
        print_line()
        print_line("What came of it, and what did not:")
        for sentence in story.ENDING:
            print_line(f"   {sentence}")
    if whole and not until and disturb is None:
        print_line()
        print_line("A second run: nobody seizes the money.")
        second = [key for key in story.STEPS if story.STEPS[key].part <= 2] + ["lapse"]
        whole = _run(None, second, ledger, keep=False, until="", disturb=None)
    count = len(ledger.made)
    print_line()
    for what in ledger.failed:
        print_line(f"FAILED: {what}")
    print_line(
        f"{count - len(ledger.failed)} of {count} checks hold; {'the journey is whole' if whole else 'the journey broke off'}; "
        f"{time.monotonic() - began:.0f} s."
    )
    return whole and not ledger.failed


def _run(
    folder: Path | None, keys: list[str], ledger: Ledger, *, keep: bool, until: str, disturb: Disturb | None
) -> bool:
    place = folder.resolve() if folder else Path(tempfile.mkdtemp(prefix="comity-journey-"))
    place.chmod(0o711) if place.exists() else None
    port = free_block(_PORTS)
    space(place)
    ports(port)
    network = found(place / "network", port)
    try:
        with RunningNetwork(network, note, with_guide=False) as running:
            return _walk(running, keys, ledger, until, disturb)
    finally:
        if folder is None and not keep:
            forget(network.folder)
            shutil.rmtree(place, ignore_errors=True)
        else:
            note(f"The network's folder is kept: {network.folder}")


def _walk(
    running: RunningNetwork, keys: list[str], ledger: Ledger, until: str, disturb: Disturb | None
) -> bool:
    walk = Walk(running.network)
    part = 0
    try:
        for key in keys:
            step = story.STEPS.get(key) or story.EXTRA[key]
            if step.part != part:
                part = step.part
                print_line()
                print_line(f"{part}. {story.PARTS[part - 1].title}: {story.PARTS[part - 1].what}")
            if not _step(running, walk, step, ledger, disturb):
                return False
            if key == until:
                break
        _by_the_one_named(walk, ledger)
    finally:
        walk.close()
    return True


def _by_the_one_named(walk: Walk, ledger: Ledger) -> None:
    """Nobody pressed a button in a step that names somebody else: what is done by hand goes the same way."""
    others = [
        f"{key}: {name}"
        for key, acted in walk.acted.items()
        for name in sorted(acted - {(story.STEPS.get(key) or story.EXTRA[key]).person or "visitor de"})
    ]
    ledger.check("each step is done by the one person it names", not others, ", ".join(others))


def _step(running: RunningNetwork, walk: Walk, step: Step, ledger: Ledger, disturb: Disturb | None) -> bool:
    at = walk.clock_to(step.moment)
    print_line()
    print_line(f"   {moments.both(max(at, walk.now()))}")
    who = people.PEOPLE[step.person].name if step.person else "the victim"
    print_line(f"   {step.title}: {who}")
    sys.stdout.flush()
    try:
        checks.before(step.key, walk, running, ledger)
        said = walk.do(step.key)
        print_line(f"   {said}")
        if disturb is not None:
            disturb(step, running)
        checks.after(step.key, walk, running, ledger)
    except ComityError as error:
        for fault in error.faults:
            print_line(f"      BROKEN: {fault.text}")
        return False
    return True


__all__ = ["Disturb", "Ledger", "Network", "travel"]
