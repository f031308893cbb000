"""The Django app ``accounts``."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Officers, clerks, overseers; sign-in and second factor."""

    name = "comity.node.accounts"
    label = "accounts"
    verbose_name = "Accounts"
