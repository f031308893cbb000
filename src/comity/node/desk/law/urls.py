"""Addresses of the law."""

from django.urls import include, path

from comity.node.desk.law import views

urlpatterns = [
    path("", views.ways, name="law"),
    path("way/", views.way, name="law-way"),
    path("dual/", views.dual, name="law-dual"),
    path("jurisdiction/", views.jurisdiction, name="law-jurisdiction"),
    path("offences/", views.offences, name="law-offences"),
    path("book/", include("comity.node.law.urls_desk")),
]
