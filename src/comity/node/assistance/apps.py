"""The Django app ``assistance``."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    """Requests, their parts per data category, steps, authorisations and holds."""

    name = "comity.node.assistance"
    label = "assistance"
    verbose_name = "Assistance"
