"""The WSGI application that granian serves; which door, ``COMITY_DOOR`` says."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.conf.settings")
application = get_wsgi_application()
