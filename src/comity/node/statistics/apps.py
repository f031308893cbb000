"""The Django app ``statistics``."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Counts over coded columns, and what is published of them."""

    name = "comity.node.statistics"
    label = "statistics"
    verbose_name = "Figures"

    def ready(self) -> None:
        """Register the daily round of the worker."""
        from comity.node.base import rounds
        from comity.node.statistics.actions import ROUND, walk

        rounds.register(ROUND, walk)
