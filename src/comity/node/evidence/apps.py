"""The Django app ``evidence``."""

from collections.abc import Collection

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Items of evidence, their custody, their packages."""

    name = "comity.node.evidence"
    label = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        """Register the round that sends packages, and say which sealed files are ours."""
        from comity.node.base import rounds
        from comity.node.blobs import sweep
        from comity.node.evidence import packaging

        rounds.register("evidence.packages", packaging.walk)
        sweep.register(_in_use)


def _in_use(names: Collection[str]) -> Collection[str]:
    from comity.node.evidence.models import Item, Package

    items = Item.objects.filter(blob__in=names).values_list("blob", flat=True)
    packages = Package.objects.filter(blob__in=names).values_list("blob", flat=True)
    return {*items, *packages}
