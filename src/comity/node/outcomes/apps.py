"""The Django app ``outcomes``."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Consultations and outcomes of cases."""

    name = "comity.node.outcomes"
    label = "outcomes"
    verbose_name = "Outcomes"
