"""Fault tests start nodes of their own; each prints the seed it can be repeated from."""

from __future__ import annotations

import os
import random

import pytest


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The seed of this run: ``COMITY_SEED`` repeats one."""
    chosen = int(os.environ.get("COMITY_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"{request.node.name}: COMITY_SEED={chosen}")
    return chosen
