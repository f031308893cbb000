"""The Django app ``letters``."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters to reporters."""

    name = "comity.node.letters"
    label = "letters"
    verbose_name = "Letters"
