"""The Django app ``portal``."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public door; it has no tables."""

    name = "comity.node.portal"
    label = "portal"
    verbose_name = "Portal"
