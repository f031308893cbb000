"""The Django app ``base``."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Participants, data keys, the clock."""

    name = "comity.node.base"
    label = "base"
    verbose_name = "Base"
