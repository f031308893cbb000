"""One running network with its guide for the browser's tests, founded in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comity_demo.network import found
from comity_demo.running import RunningNetwork, free_block
from tests.support.browser import chromium


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNetwork]:
    folder: Path = tmp_path_factory.mktemp("tour")
    folder.chmod(0o711)
    with RunningNetwork(found(folder / "network", free_block(13))) as network:
        yield network


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one
