"""The Django app ``statistics``."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Counts over coded columns, and what is published of them."""

    name = "comity.node.statistics"
    label = "statistics"
    verbose_name = "Figures"
