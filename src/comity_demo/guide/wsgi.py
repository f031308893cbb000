"""The WSGI application of the guide."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity_demo.guide.settings")
application = get_wsgi_application()
