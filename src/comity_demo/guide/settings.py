"""Settings of the guide: pages and words of the node, no database, no sign-in, no key of any node."""

from __future__ import annotations

from comity.node.conf import settings as node
from comity.node.ui.languages import django_languages

DOOR = "guide"
DEBUG = False
DEMONSTRATION = True
SECRET_KEY = "the guide signs nothing and keeps nothing"  # noqa: S105 - nothing is signed with it
ROOT_URLCONF = "comity_demo.guide.urls"
WSGI_APPLICATION = None
USE_TZ = True
TIME_ZONE = "UTC"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
DATABASES: dict[str, dict[str, str]] = {}
INSTALLED_APPS = [
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "comity.node.ui",
    "comity_demo",
]
MIDDLEWARE = [
    "comity_demo.guide.middleware.Clock",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "comity.node.ui.middleware.LanguageInPath",
    "django.middleware.csrf.CsrfViewMiddleware",
]
LANGUAGE_CODE = node.LANGUAGE_CODE
LANGUAGES = django_languages(with_pseudo=True)
EXTRA_LANG_INFO = node.EXTRA_LANG_INFO
LOCALE_PATHS = node.LOCALE_PATHS
COMITY_CHROME = ["comity_demo.guide.chrome.fill"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "comity.node.ui.environment.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "comity.node.ui.chrome.chrome",
                "django.template.context_processors.csrf",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATICFILES_FINDERS = node.STATICFILES_FINDERS
WHITENOISE_USE_FINDERS = True
CONTENT_SECURITY_POLICY = node.CONTENT_SECURITY_POLICY
CSRF_COOKIE_NAME = "comity-guide-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
SECURE_REFERRER_POLICY = "same-origin"  # without it a browser sends "Origin: null" and no form is taken
LOGGING = node.LOGGING
