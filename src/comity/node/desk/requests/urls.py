"""Addresses of the requests."""

from django.urls import path

from comity.node.desk.requests import drafts, orders, papers, sending, steps, views

urlpatterns = [
    path("", views.listing, name="requests"),
    path("new/", drafts.new, name="requests-draft"),
    path("<uuid:request_id>/", views.show, name="request"),
    path("<uuid:request_id>/open/", views.open_it, name="request-open"),
    path("<uuid:request_id>/form/", drafts.edit, name="request-form"),
    path("<uuid:request_id>/discard/", drafts.discard, name="request-discard"),
    path("<uuid:request_id>/commit/", sending.commit, name="request-commit"),
    path("<uuid:request_id>/leaves/", sending.leaves, name="request-leaves"),
    path("<uuid:request_id>/send/", sending.send, name="request-send"),
    path("<uuid:request_id>/step/<slug:event>/", steps.take, name="request-step"),
    path("<uuid:request_id>/rights/", steps.rights, name="request-rights"),
    path("<uuid:request_id>/authorisation/", steps.authorisation, name="request-authorisation"),
    path("<uuid:request_id>/involve/", steps.involve, name="request-involve"),
    path("<uuid:request_id>/call/", steps.call, name="request-call"),
    path("<uuid:request_id>/order/", orders.order, name="request-order"),
    path("<uuid:request_id>/follow/", orders.follow, name="request-follow"),
    path("<uuid:request_id>/paper/", papers.paper, name="request-paper"),
    path("<uuid:request_id>/draft.json", papers.as_json, name="request-json"),
    path("<uuid:request_id>/messages/<uuid:message>/envelope", papers.envelope, name="request-envelope"),
    path("<uuid:request_id>/messages/<uuid:message>/<slug:which>", papers.receipt, name="request-receipt"),
]
