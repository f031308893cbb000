"""The Django app ``outreach``."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """People harmed elsewhere, offered and told."""

    name = "comity.node.outreach"
    label = "outreach"
    verbose_name = "Outreach"

    def ready(self) -> None:
        """Register the round that makes notices of what arrived."""
        from comity.node.base import rounds
        from comity.node.outreach.rounds import ROUND, take_in

        rounds.register(ROUND, take_in)
