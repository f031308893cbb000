"""The public face: for everybody, without a session. Included by the portal."""

from comity.node.base.permissions import public
from comity.node.law.face import PUBLIC
from comity.node.law.urls import patterns

app_name = "law"
urlpatterns = patterns(PUBLIC, public)
