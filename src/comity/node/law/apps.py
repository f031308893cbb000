"""The Django app ``law``."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Pages of the law book, with two faces: public at the portal, signed in at the desk. Questions that take long are its only table."""

    name = "comity.node.law"
    label = "law"
    verbose_name = "Law book"

    def ready(self) -> None:
        """Register the rounds of the worker: answers to questions, then the sheets of the atlas."""
        from comity.node.base import rounds
        from comity.node.law import questions, sheets

        rounds.register(questions.ROUND, questions.walk)
        rounds.register(sheets.ROUND, sheets.walk)
