"""The Django app ``linkage``."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """Digests of selectors and the links between reports."""

    name = "comity.node.linkage"
    label = "linkage"
    verbose_name = "Linkage"
