"""How django-allauth behaves here: nobody signs up, user names are small letters, passkeys belong to this node's name."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from comity.node.base import home


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no."""
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Return the user name as it is stored."""
        return username.lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: mail to officers is the node's own business, and never carries a link to sign in."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names shown by an authenticator app or a passkey."""

    def get_totp_label(self, user: Any) -> str:
        """Return what the app shows under the node's name."""
        return str(user.username)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the relying party: the desk's own host name (WebAuthn 5.4.2)."""
        node = home.current()
        if node is None:
            return dict(super().get_public_key_credential_rp_entity())
        return {"id": node.doors["desk"].host, "name": node.name}
