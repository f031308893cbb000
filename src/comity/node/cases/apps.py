"""The Django app ``cases``."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their reports, facts, notes and grants."""

    name = "comity.node.cases"
    label = "cases"
    verbose_name = "Cases"
