"""Addresses the demonstration adds at the officers' and the addressees' door."""

from django.urls import path

from comity_demo import views

app_name = "demonstration"
urlpatterns = [
    path("", views.people_here, name="people"),
    path("as/<str:username>", views.enter, name="enter"),
    path("clock", views.set_clock, name="clock"),
    path("state", views.state, name="state"),
    path("stop", views.stop, name="stop"),
]
