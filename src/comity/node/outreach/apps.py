"""The Django app ``outreach``."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """People harmed elsewhere, offered and told."""

    name = "comity.node.outreach"
    label = "outreach"
    verbose_name = "Outreach"
