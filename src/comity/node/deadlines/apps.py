"""The Django app ``deadlines``."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Legal clocks and reminders."""

    name = "comity.node.deadlines"
    label = "deadlines"
    verbose_name = "Deadlines"

    def ready(self) -> None:
        """Register the round that fires what is due."""
        from comity.node.base import rounds
        from comity.node.deadlines import actions

        rounds.register("deadlines.fire", actions.fire_due)
