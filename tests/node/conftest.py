"""Every test of the node shares one throw-away node."""

from tests.support.node import *  # noqa: F403
from tests.support.wire import *  # noqa: F403
