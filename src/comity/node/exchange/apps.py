"""The Django app ``exchange``."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Outbox and inbox, receipts, counterparts, the directory."""

    name = "comity.node.exchange"
    label = "exchange"
    verbose_name = "Exchange"
