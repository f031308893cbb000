from tests.node.assistance.conftest import refusal, world

__all__ = ["refusal", "world"]
