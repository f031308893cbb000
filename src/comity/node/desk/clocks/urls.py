"""Addresses of the board."""

from django.urls import path

from comity.node.desk.clocks import views

urlpatterns = [path("", views.board, name="clocks")]
