"""The Django app ``evidence``."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Items of evidence, their custody, their packages."""

    name = "comity.node.evidence"
    label = "evidence"
    verbose_name = "Evidence"
