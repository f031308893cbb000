"""Addresses of the officers' door and of the addressees' (providers, registrars, banks)."""

from comity.node.conf.urls import patterns

urlpatterns = patterns(
    "desk",
    [
        ("account/", "comity.node.accounts.urls"),
        ("addressee/", "comity.node.addressee.urls"),
        ("", "comity.node.desk.urls"),
    ],
)
handler400 = "comity.node.base.problems.bad_request"
handler404 = "comity.node.base.problems.not_found"
handler500 = "comity.node.base.problems.failed"
