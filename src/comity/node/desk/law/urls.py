"""Addresses of the law."""

from django.urls import include, path

from comity.node.desk.law import browsing, views

urlpatterns = [
    path("", views.ways, name="law"),
    path("way/", views.way, name="law-way"),
    path("dual/", views.dual, name="law-dual"),
    path("jurisdiction/", views.jurisdiction, name="law-jurisdiction"),
    path("offences/", views.offences, name="law-offences"),
    path("library/", include("comity.node.law.urls_desk")),
    path("book/", browsing.contents, name="book"),
    path("book/<slug:kind>/<path:name>/", browsing.record, name="book-record"),
]
