"""Addresses every door for people includes: ``path("", include("comity.node.ui.urls"))``."""

from django.urls import path

from comity.node.ui import views

app_name = "ui"
urlpatterns = [path("measures/", views.leave, name="leave")]
