"""Addresses of the directory."""

from django.urls import path

from comity.node.desk.directory import views

urlpatterns = [
    path("", views.listing, name="directory"),
    path("<slug:code>/", views.show, name="counterpart"),
    path("<slug:code>/ask/", views.ask, name="counterpart-ask"),
    path("<slug:code>/confirm/", views.confirm, name="counterpart-confirm"),
]
