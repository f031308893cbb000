"""The Django app of the demonstration; it has no table."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """One-click sign-in, the clock's jumps, the strip of the tour."""

    name = "comity_demo"
    label = "demonstration"
    verbose_name = "Demonstration"
