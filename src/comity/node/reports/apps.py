"""The Django app ``reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports, drafts, their files and messages."""

    name = "comity.node.reports"
    label = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Register the rounds of the worker and the hook of the notary."""
        from comity.node.reports import acknowledge, rounds

        rounds.register()
        acknowledge.register()
