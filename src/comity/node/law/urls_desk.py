"""The face at the desk: for officers who may see ways. Included by the desk's place ``law``."""

from comity.node.base.permissions import verb
from comity.node.law.face import DESK
from comity.node.law.urls import patterns

app_name = "law"
urlpatterns = patterns(DESK, verb("route.view"))
