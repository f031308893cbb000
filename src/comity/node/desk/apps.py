"""The Django app ``desk``."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages for officers; no tables."""

    name = "comity.node.desk"
    label = "desk"
    verbose_name = "Desk"
