"""The Django app ``reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports, drafts, their files and messages."""

    name = "comity.node.reports"
    label = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Register the rounds that read new reports and clear what has expired."""
        from comity.node.reports import rounds

        rounds.register()
