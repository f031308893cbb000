"""The Django app ``addressee``."""

from django.apps import AppConfig


class AddresseeConfig(AppConfig):
    """Pages for clerks of holders; no tables."""

    name = "comity.node.addressee"
    label = "addressee"
    verbose_name = "Addressee"
