"""The WSGI application of the guide."""

import os

from django.core.wsgi import get_wsgi_application

from comity.node.base.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity_demo.guide.settings")
with loading():
    application = get_wsgi_application()
