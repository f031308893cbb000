"""The Django app ``ui``."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Layouts, parts, styles and languages that every door uses."""

    name = "comity.node.ui"
    label = "ui"
    verbose_name = "Pages"
