"""The Django app ``approvals``."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Orders that need a second person."""

    name = "comity.node.approvals"
    label = "approvals"
    verbose_name = "Approvals"
