"""The public figures: a page, a CSV, a JSON document. Included by the portal."""

from django.urls import path

from comity.node.statistics import public

app_name = "statistics"
urlpatterns = [
    path("figures", public.page, name="public"),
    path("figures.csv", public.as_csv, name="csv"),
    path("figures.json", public.as_json, name="json"),
]
