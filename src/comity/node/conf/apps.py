"""The Django app ``conf``: applies the grants after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate


class ConfConfig(AppConfig):
    """Puts the parts together; has no table of its own."""

    name = "comity.node.conf"
    label = "conf"
    verbose_name = "Configuration"

    def ready(self) -> None:
        """Ask to be told when migrations have run."""
        post_migrate.connect(_grant, sender=self)


def _grant(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    from comity.node.conf import grants

    grants.apply(connections[using])
