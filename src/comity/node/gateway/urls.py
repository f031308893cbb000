"""Addresses of the gateway."""

from django.urls import path

from comity.node.gateway import views

urlpatterns = [
    path("exchange/envelopes", views.envelopes, name="envelopes"),
    path("exchange/receipts/<uuid:message>", views.receipts, name="receipts"),
    path("exchange/parcels/<uuid:reference>", views.parcel, name="parcel"),
    path("exchange/directory/<str:name>", views.directory_file, name="directory_file"),
    path("exchange/checkpoint/<str:log>", views.checkpoint, name="checkpoint"),
]
