"""Sign-in, second factor, step-up: allauth's views behind our own declaration of who may come here.

Only what an officer needs is mounted: no sign-up, no password reset by mail, no mail addresses.
"""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path

from comity.node.accounts.views import step_up
from comity.node.base.permissions import public


def _open(routes: Iterable[URLPattern]) -> list[URLPattern]:
    """Declare the routes public: before sign-in there is no actor, and allauth asks for its user itself."""
    listed = list(routes)
    for route in listed:
        public(route.callback)
    return listed


urlpatterns = [
    path("again/here/", step_up, name="account_step_up"),
    *_open([
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("factors/", mfa.index, name="mfa_index"),
    path("sign-in/second/", mfa.authenticate, name="mfa_authenticate"),
    path("again/second/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("factors/code/", totp.activate_totp, name="mfa_activate_totp"),
    path("factors/code/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("factors/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factors/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factors/recovery/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("factors/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("factors/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("factors/passkeys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("factors/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    ]),
]  # fmt: skip
