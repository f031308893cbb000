"""Addresses of cases."""

from django.urls import path

from comity.node.desk.cases import facts, people, views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("new/", views.new, name="case-new"),
    path("<uuid:case_id>/", views.show, name="case"),
    path("<uuid:case_id>/open/", views.open_notes, name="case-open"),
    path("<uuid:case_id>/note/", views.note, name="case-note"),
    path("<uuid:case_id>/close/", views.close, name="case-close"),
    path("<uuid:case_id>/reopen/", views.reopen, name="case-reopen"),
    path("<uuid:case_id>/seen/", views.seen, name="case-seen"),
    path("<uuid:case_id>/facts/", facts.show, name="case-facts"),
    path("<uuid:case_id>/facts/state/", facts.state, name="case-fact"),
    path("<uuid:case_id>/people/", people.show, name="case-people"),
    path("<uuid:case_id>/people/lead/", people.assign, name="case-lead"),
    path("<uuid:case_id>/people/leave/", people.grant, name="case-grant"),
    path("<uuid:case_id>/people/<uuid:grant_id>/end/", people.end, name="case-grant-end"),
    path("<uuid:case_id>/silence/", people.flag, name="case-flag"),
    path("<uuid:case_id>/silence/<uuid:flag_id>/lift/", people.lift, name="case-flag-lift"),
]
