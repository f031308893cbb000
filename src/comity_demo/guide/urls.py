"""Addresses of the guide."""

from django.urls import path

from comity_demo.guide import views

urlpatterns = [
    path("", views.start, name="start"),
    path("health", views.health, name="health"),
    path("files/<str:name>", views.file, name="file"),
    path("tour/", views.tour, name="tour"),
    path("tour/<str:key>/", views.step, name="step"),
    path("tour/<str:key>/clock", views.put_clock, name="clock"),
    path("tour/<str:key>/done", views.say_done, name="say-done"),
    path("tour/<str:key>/do", views.do, name="do"),
]
