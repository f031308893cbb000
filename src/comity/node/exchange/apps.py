"""The Django app ``exchange``."""

from collections.abc import Collection

from django.apps import AppConfig
from django.conf import settings


class ExchangeConfig(AppConfig):
    """Outbox and inbox, receipts, counterparts, the directory."""

    name = "comity.node.exchange"
    label = "exchange"
    verbose_name = "Exchange"

    def ready(self) -> None:
        """Register the rounds of the worker, what the notary signs, and which sealed files are ours."""
        from comity.node.blobs import sweep

        sweep.register(_in_use)
        if settings.DOOR in {"worker", "admin"}:
            from comity.node.base import rounds
            from comity.node.exchange import actions, people

            rounds.register("exchange.directory", actions.sync)
            rounds.register("exchange.deliver", actions.deliver_due)
            rounds.register("exchange.receipts", actions.deliver_receipts)
            rounds.register("exchange.parcels", actions.fetch_due)
            rounds.register("exchange.forget_nonces", actions.forget_nonces)
            rounds.register("exchange.settle", people.settle)
        if settings.DOOR in {"notary", "admin"}:
            from comity.node.audit import notary
            from comity.node.exchange import receipting

            notary.register("audit", receipting.prove)


def _in_use(names: Collection[str]) -> Collection[str]:
    from comity.node.exchange.models import Awaited, Parcel

    kept = Parcel.objects.filter(blob__in=names).values_list("blob", flat=True)
    came = Awaited.objects.filter(blob__in=names).exclude(incoming__state="handled")
    return {*kept, *came.values_list("blob", flat=True)}
