"""Addresses the demonstration adds at the portal."""

from django.urls import path

from comity_demo import views

app_name = "demonstration"
urlpatterns = [
    path("step", views.step, name="step"),
    path("stop", views.stop, name="stop"),
]
