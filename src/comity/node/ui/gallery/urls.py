"""Addresses of the gallery; only a demonstration mounts them."""

from django.urls import path

from comity.node.ui.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:name>/", views.page, name="page"),
]
