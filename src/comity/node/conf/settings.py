"""The one settings module, parameterised by door (``COMITY_DOOR``) and node (``COMITY_NODE``).

Secrets come from the node's ``keys/`` (0600), never from the environment. Without a node (type checker, ``makemigrations``)
every app is there and no database.
"""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from comity.node.base import home, keyring
from comity.node.base.postgres import PORT, Cluster
from comity.node.conf import doors
from comity.node.ui.languages import PSEUDO, django_languages

DOOR = os.environ.get("COMITY_DOOR", "admin")
NODE = home.current()
DEMONSTRATION = NODE is not None and NODE.demonstration
_HTTPS = NODE is None or NODE.scheme == "https"

# Extensions (the demonstration) plug in by entry point, and only where node.toml says demonstration = true.
EXTENSIONS: list[Any] = (
    [found.load() for found in entry_points(group="comity.node.extensions")] if DEMONSTRATION else []
)

DEBUG = False
SECRET_KEY = keyring.read_secret(NODE, "django", DOOR) if NODE else "no node: this key signs nothing"
ROOT_URLCONF = doors.urlconf(DOOR)
WSGI_APPLICATION = None
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOWED_HOSTS = (
    sorted({"127.0.0.1", *(door.host for door in NODE.doors.values())})
    if NODE
    else ["127.0.0.1", "testserver"]
)

INSTALLED_APPS = doors.apps(DOOR)
MIDDLEWARE = doors.middleware(DOOR)
for _extension in EXTENSIONS:
    INSTALLED_APPS += _extension.apps(DOOR)
    MIDDLEWARE += _extension.middleware(DOOR)


# The pool doubles its pause after each failed attempt, up to ``reconnect_timeout``: with its five minutes a door could stay
# away for as long again as the database was. After four seconds it starts anew with whoever asks next.
_POOL = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 4}


def _databases() -> dict[str, dict[str, Any]]:
    if NODE is None:
        return {"default": {"ENGINE": "django.db.backends.dummy"}}
    role = doors.ROLES[DOOR]
    entry = NODE.database
    if entry.server:
        host, _, port = entry.server.rpartition(":")
    else:
        host, port = str(Cluster(entry.folder, "").socket), str(PORT)
    pooled = DOOR in {"portal", "desk", "gateway"}
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": host,
            "PORT": port,
            "NAME": entry.name,
            "USER": role,
            "PASSWORD": keyring.read_secret(NODE, "database", role),
            "CONN_MAX_AGE": 0 if pooled else None,
            "CONN_HEALTH_CHECKS": True,  # a restarted server costs nobody an error page
            "OPTIONS": {
                "application_name": f"comity {DOOR}",
                "connect_timeout": 5,
                "options": "-c search_path=public -c statement_timeout=30000 -c lock_timeout=10000"
                if DOOR not in {"admin", "worker"}
                else "-c search_path=public",
                **({"pool": _POOL} if pooled else {}),
            },
        }
    }


DATABASES = _databases()
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# -- pages ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = django_languages(with_pseudo=DEMONSTRATION or NODE is None)
EXTRA_LANG_INFO = {PSEUDO: {"bidi": True, "code": PSEUDO, "name": "Mirrored", "name_local": "Mirrored"}}
# The words of steps and fields are read on the portal's pages of the law book too, where the app of the requests is not installed.
LOCALE_PATHS = [Path(__file__).parent.parent / app / "locale" for app in ("ui", "assistance")]
COMITY_CHROME = [
    "comity.node.conf.chrome.fill",
    "comity.node.desk.chrome.fill",
    *(path for one in EXTENSIONS for path in one.chrome(DOOR)),
]
_CONTEXT = ["django.template.context_processors.request", "comity.node.ui.chrome.chrome"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "comity.node.ui.environment.environment",
            "context_processors": [
                *_CONTEXT,
                "django.template.context_processors.csrf",
                *(
                    ["django.contrib.messages.context_processors.messages"]
                    if DOOR in {"desk", "admin"}
                    else []
                ),
            ],
        },
    }
]
if DOOR in {"desk", "admin"}:  # only allauth's own pages are Django templates
    TEMPLATES.append(
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [*_CONTEXT, "django.contrib.messages.context_processors.messages"]
            },
        }
    )

STATIC_URL = "/static/"
STATIC_ROOT = (NODE.path / "static") if NODE else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "comity.node.base.statics.Statics"
        if NODE and (NODE.path / "static" / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = not (NODE and (NODE.path / "static" / "staticfiles.json").exists())
WHITENOISE_MAX_AGE = 3600

# -- what a browser may do and keep -----------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin" if DOOR == "desk" else "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 63_072_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
# A name starting with __Host- is kept only with Secure, Path=/ and no Domain (RFC 6265bis 4.1.3.2). Over plain http on
# *.localhost browsers differ about Secure, and other programs never send such a cookie: so there it has a plain name.
_PREFIX = "__Host-" if _HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}comity"
CSRF_COOKIE_NAME = f"{_PREFIX}comity-form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "comity.node.base.problems.stale_form"
CSRF_TRUSTED_ORIGINS = sorted({NODE.address(name) for name in NODE.doors}) if NODE else []
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600  # a shift
COMITY_IDLE_SECONDS = 15 * 60
COMITY_STEP_UP_SECONDS = 5 * 60

# Pages that take large files have a handler of their own that seals on the way; nothing is spooled in clear.
FILE_UPLOAD_HANDLERS = ["comity.node.base.uploads.SmallFiles"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# -- sign-in (desk only) ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "comity.node.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = COMITY_STEP_UP_SECONDS
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "comity.node.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = NODE.name if NODE else "Comity"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS
# The lock on an account is django-axes' (in the database, so it survives a restart); allauth keeps only the one per address.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip"}
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "comity.node.base.problems.locked_out"
AXES_HTTP_RESPONSE_CODE = 429

# -- jobs -------------------------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None if DOOR != "worker" else "tasks"
PROCRASTINATE_READONLY_MODELS = True

# -- logs: JSON lines on standard error; codes, ids and durations only -------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "comity.node.base.logs.JsonLines", "door": DOOR}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        name: {"level": level, "handlers": ["stderr"], "propagate": False}
        for name, level in {
            "django": "WARNING",
            "django.request": "CRITICAL",  # the problems middleware logs, without paths that name a report
            "django.security": "CRITICAL",
            "axes": "CRITICAL",
            "procrastinate": "WARNING",
            "httpx": "WARNING",
            "psycopg": "ERROR",
        }.items()
    },
}
LOGGING_CONFIG = "logging.config.dictConfig"
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
