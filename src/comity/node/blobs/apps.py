"""The Django app ``blobs``."""

from django.apps import AppConfig


class BlobsConfig(AppConfig):
    """Sealed files in the node's folder; has no table of its own: rows of other apps hold the names."""

    name = "comity.node.blobs"
    label = "blobs"
    verbose_name = "Sealed files"

    def ready(self) -> None:
        """Register the round that clears away what no row speaks of."""
        from comity.node.base import rounds
        from comity.node.blobs import sweep

        rounds.register("blobs.sweep", sweep.sweep)
