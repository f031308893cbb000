"""House tests that walk models and routes need Django set up; those that look at the database share the node's fixtures."""

from tests.support.node import *  # noqa: F403
