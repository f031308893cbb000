"""The Django app ``audit``."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Leaves, positions, checkpoints."""

    name = "comity.node.audit"
    label = "audit"
    verbose_name = "Audit"
