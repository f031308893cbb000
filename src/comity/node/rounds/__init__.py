"""The door of the clock: the worker's process, which walks the registered rounds every ten seconds and when rung."""

from comity.node.base.rounds import register, registered, ring

__all__ = ["register", "registered", "ring"]
