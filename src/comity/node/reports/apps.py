"""The Django app ``reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports, drafts, their files and messages."""

    name = "comity.node.reports"
    label = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Register the rounds of the worker and the hook of the notary."""
        from comity.node.base import news
        from comity.node.reports import acknowledge, rounds, writing

        rounds.register()
        acknowledge.register()
        news.listen("report.moved", writing.on_moved)
