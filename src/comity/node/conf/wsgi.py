"""The WSGI application that granian serves; which door, ``COMITY_DOOR`` says."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from comity.node.base.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.conf.settings")
with loading():
    application = get_wsgi_application()
    # Addresses are read now: a door that cannot open says so at its start, not to whoever comes first.
    _ROUTES = get_resolver().url_patterns
