"""Addresses of the holders' door."""

from django.urls import path

from comity.node.addressee import views

app_name = "addressee"
urlpatterns = [
    path("", views.listing, name="orders"),
    path("<uuid:request_id>/", views.show, name="order"),
    path("<uuid:request_id>/step/<slug:event>/", views.take, name="order-step"),
    path("<uuid:request_id>/notice/", views.notice, name="order-notice"),
]
