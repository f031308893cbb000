"""The Django app ``triage``."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Assessments of reports and the decisions of intake officers."""

    name = "comity.node.triage"
    label = "triage"
    verbose_name = "Triage"
