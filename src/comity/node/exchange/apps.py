"""The Django app ``exchange``."""

from django.apps import AppConfig
from django.conf import settings


class ExchangeConfig(AppConfig):
    """Outbox and inbox, receipts, counterparts, the directory."""

    name = "comity.node.exchange"
    label = "exchange"
    verbose_name = "Exchange"

    def ready(self) -> None:
        """Register the rounds of the worker, and what the notary signs."""
        if settings.DOOR in {"worker", "admin"}:
            from comity.node.base import rounds
            from comity.node.exchange import actions, people

            rounds.register("exchange.directory", actions.sync)
            rounds.register("exchange.deliver", actions.deliver_due)
            rounds.register("exchange.receipts", actions.deliver_receipts)
            rounds.register("exchange.forget_nonces", actions.forget_nonces)
            rounds.register("exchange.settle", people.settle)
        if settings.DOOR in {"notary", "admin"}:
            from comity.node.audit import notary
            from comity.node.exchange import receipting

            notary.register("audit", receipting.prove)
