from tests.support.wire import *  # noqa: F403
from tests.support.wire import published  # noqa: F401
