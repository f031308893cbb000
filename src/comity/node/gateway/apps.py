"""The Django app ``gateway``."""

from django.apps import AppConfig
from django.conf import settings


class GatewayConfig(AppConfig):
    """The door of other nodes; has no table of its own."""

    name = "comity.node.gateway"
    label = "gateway"
    verbose_name = "Gateway"

    def ready(self) -> None:
        """Register the round that opens what arrived, in the process that has the opening keys."""
        if settings.DOOR in {"worker", "admin"}:
            from comity.node.base import rounds
            from comity.node.gateway import dispatch

            rounds.register("exchange.open_incoming", dispatch.open_incoming)
