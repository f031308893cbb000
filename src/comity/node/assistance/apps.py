"""The Django app ``assistance``."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    """Requests, their parts per data category, steps, authorisations and holds."""

    name = "comity.node.assistance"
    label = "assistance"
    verbose_name = "Assistance"

    def ready(self) -> None:
        """Register what the clocks of a request do when they ring."""
        from comity.node.assistance import ringing
        from comity.node.deadlines import actions as deadlines

        deadlines.on_fire("request", ringing.ring)
