"""Addresses of the place *Figures*."""

from django.urls import path

from comity.node.desk.figures import views

urlpatterns = [
    path("", views.figures, name="figures"),
    path("count/", views.count, name="figures-count"),
    path("publish/<uuid:figures_id>/", views.publish, name="figures-publish"),
]
