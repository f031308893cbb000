"""Addresses of the officers' door and of the addressees' (providers, registrars, banks)."""

from django.conf import settings

from comity.node.conf.urls import patterns

# Every layout and part, for those who build pages.
_GALLERY = [("gallery/", "comity.node.ui.gallery.urls")] if settings.DEMONSTRATION else []

urlpatterns = patterns(
    "desk",
    [
        ("account/", "comity.node.accounts.urls"),
        ("addressee/", "comity.node.addressee.urls"),
        ("", "comity.node.desk.urls"),
        *_GALLERY,
    ],
)
handler400 = "comity.node.base.problems.bad_request"
handler404 = "comity.node.base.problems.not_found"
handler500 = "comity.node.base.problems.failed"
