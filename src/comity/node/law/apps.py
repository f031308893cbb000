"""The Django app ``law``."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Pages of the law book, with two faces: public at the portal, signed in at the desk. No table of its own."""

    name = "comity.node.law"
    label = "law"
    verbose_name = "Law book"
