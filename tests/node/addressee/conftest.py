"""The world of requests, seen through the desk by people with accounts."""

from tests.node.assistance.conftest import refusal, world  # noqa: F401
from tests.node.assistance.crew import crew  # noqa: F401
