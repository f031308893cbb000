"""Addresses of the law: questions and answers here, the book itself in a room of its own."""

from django.urls import include, path

from comity.node.desk.law import comparing, saving, views, wizard

urlpatterns = [
    path("", views.ways, name="law"),
    path("ask/", wizard.ask, name="law-ask"),
    path("question/", saving.question, name="law-question"),
    path("measured/", saving.measured, name="law-measured"),
    path("paper/", saving.paper, name="law-paper"),
    path("save/", saving.save, name="law-save"),
    path("receipt/", comparing.receipt, name="law-receipt"),
    path("way/", views.way, name="law-way"),
    path("dual/", views.dual, name="law-dual"),
    path("jurisdiction/", views.jurisdiction, name="law-jurisdiction"),
    path("offences/", views.offences, name="law-offences"),
    path("book/", include("comity.node.law.urls_desk")),
]
