"""What each door of the node consists of: apps, middleware, addresses, database role. Plain data and small functions.

A process has one door (``COMITY_DOOR``). ``admin`` is for migrations, checks and tests: it has every app and no address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

_NODE = Path(__file__).parent.parent

# In import order (ARCHITECTURE.md): an app may use those before it.
NODE_APPS = (
    "base", "ui", "audit", "accounts", "approvals", "deadlines", "blobs", "letters", "exchange", "reports", "triage",
    "linkage", "cases", "assistance", "evidence", "outcomes", "sharing", "statistics", "law", "assessment", "outreach",
)  # fmt: skip
_DOOR_APPS = ("portal", "desk", "addressee", "gateway", "rounds", "conf")

# The portal holds no session, no sign-in and no case: what is not installed cannot leak.
_PORTAL_APPS = frozenset(
    {"base", "ui", "audit", "blobs", "letters", "exchange", "reports", "statistics", "law"}
)

ROLES: Mapping[str, str] = {
    "portal": "comity_portal",
    "desk": "comity_desk",
    "gateway": "comity_gateway",
    "worker": "comity_worker",
    "notary": "comity_notary",
    "admin": "comity_owner",
}
_DOORS_IN: Mapping[str, Sequence[str]] = {
    "portal": ("portal", "conf"),
    "desk": ("desk", "addressee", "conf"),
    "gateway": ("gateway", "conf"),
    "worker": ("gateway", "rounds", "conf"),
    "notary": ("conf",),
    "admin": _DOOR_APPS,
}
_WITH_SIGN_IN = ("desk", "admin")
_SIGN_IN_APPS = (
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "allauth", "allauth.account", "allauth.mfa", "axes",
)  # fmt: skip

_COMMON_FIRST = (
    "comity.node.base.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "comity.node.base.middleware.Headers",
)
_LANGUAGE = "comity.node.ui.middleware.LanguageInPath"
_PROBLEMS = ("comity.node.base.middleware.Clock", "comity.node.base.middleware.Problems")


def installed(names: Sequence[str]) -> list[str]:
    """Return the node's apps that exist, as Django app paths."""
    return [f"comity.node.{name}" for name in names if (_NODE / name / "apps.py").is_file()]


def apps(door: str) -> list[str]:
    """Return ``INSTALLED_APPS`` of a door."""
    own = [name for name in NODE_APPS if door != "portal" or name in _PORTAL_APPS]
    people = list(_SIGN_IN_APPS) if door in _WITH_SIGN_IN else []
    static = ["whitenoise.runserver_nostatic", "django.contrib.staticfiles"]
    return [
        *people,
        "django.contrib.postgres",
        "procrastinate.contrib.django",
        "csp",
        *static,
        *installed(own),
        *installed(_DOORS_IN[door]),
    ]


def middleware(door: str) -> list[str]:
    """Return ``MIDDLEWARE`` of a door, the outermost first."""
    if door == "portal":
        return [*_COMMON_FIRST, "django.middleware.csrf.CsrfViewMiddleware", _LANGUAGE, *_PROBLEMS]
    if door not in _WITH_SIGN_IN:
        return [*_COMMON_FIRST, *_PROBLEMS]
    return [
        *_COMMON_FIRST,
        "django.contrib.sessions.middleware.SessionMiddleware",
        _LANGUAGE,
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "comity.node.base.middleware.Clock",
        "comity.node.accounts.middleware.Signed",
        "comity.node.base.middleware.Problems",
        "comity.node.base.middleware.Readable",
        "axes.middleware.AxesMiddleware",
    ]


def urlconf(door: str) -> str:
    """Return ``ROOT_URLCONF`` of a door; processes without a web server have an empty one."""
    return (
        f"comity.node.conf.urls_{door}"
        if door in {"portal", "desk", "gateway"}
        else "comity.node.conf.urls_none"
    )
