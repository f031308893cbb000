"""The Django app ``rounds``."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Scheduled work; has no table of its own."""

    name = "comity.node.rounds"
    label = "rounds"
    verbose_name = "Rounds"
