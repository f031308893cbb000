"""Addresses of the portal."""

from comity.node.conf.urls import patterns

urlpatterns = patterns("portal", [("", "comity.node.portal.urls")])
handler400 = "comity.node.base.problems.bad_request"
handler404 = "comity.node.base.problems.not_found"
handler500 = "comity.node.base.problems.failed"
