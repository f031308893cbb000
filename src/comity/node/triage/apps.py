"""The Django app ``triage``."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Assessments of reports and the decisions of intake officers."""

    name = "comity.node.triage"
    label = "triage"
    verbose_name = "Triage"

    def ready(self) -> None:
        """Have the worker assess each report it reads."""
        from comity.node.reports import readers
        from comity.node.triage import actions

        readers.register("triage", actions.assess_report)
