"""What every run of the tests does: begin with what takes longest, and have a folder where it may write.

Where tests run as root they get a folder of this run's own, which the database's system user can pass through, gone when all passed.

pytest keeps ``/tmp/pytest-of-root`` closed and closes it anew at every start, under the feet of a run beside it. A node founded there
puts its cluster elsewhere (:func:`comity.node.base.postgres.place_for`), where nobody takes it away.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

LONGEST = (
    "journeys/test_tour.py",
    "journeys/test_portal_report.py",
    "journeys/test_tour_on_a_phone.py",
    "node/desk/test_tampered_forms.py",
    "node/desk/test_matrix.py",
    "node/base/test_run.py",
    "node/desk_requests/test_tampered_forms.py",
    "node/base/test_database_away.py",
    "node/exchange/test_network.py",
)
"""Files of tests by the time they take. A worker takes a whole file: one that begins last would be waited for alone."""

_OURS = pytest.StashKey[Path]()
_AS_ROOT = os.geteuid() == 0


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder before pytest does; workers of a run get theirs inside it."""
    if _AS_ROOT and not config.option.basetemp:
        ours = Path(tempfile.mkdtemp(prefix="comity-tests-"))
        ours.chmod(0o711)
        config.stash[_OURS] = ours
        config.option.basetemp = str(ours / "run")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files (with ``--no-loadscope-reorder``; pytest-xdist begins with those of most tests)."""

    def place(item: pytest.Item) -> int:
        return next((n for n, file in enumerate(LONGEST) if item.path.match(file)), len(LONGEST))

    items.sort(key=place)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave nothing behind but what a failed run left to be looked at."""
    ours = session.config.stash.get(_OURS, None)
    if ours is not None and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        shutil.rmtree(ours, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _passable(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
    if _AS_ROOT:
        base = tmp_path_factory.getbasetemp()
        base.chmod(0o711)
        if hasattr(request.config, "workerinput"):
            base.parent.chmod(0o711)


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """Give each test a folder that the database's system user can pass through."""
    if _AS_ROOT:
        tmp_path.chmod(0o711)
    return tmp_path
