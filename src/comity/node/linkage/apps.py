"""The Django app ``linkage``."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """Digests of selectors and the links between reports."""

    name = "comity.node.linkage"
    label = "linkage"
    verbose_name = "Linkage"

    def ready(self) -> None:
        """Have the worker digest and link each report it reads."""
        from comity.node.linkage import actions
        from comity.node.reports import readers

        readers.register("linkage", actions.link_report)
