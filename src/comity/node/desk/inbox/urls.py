"""Addresses of the inbox."""

from django.urls import path

from comity.node.desk.inbox import deciding, letters, linking, views

urlpatterns = [
    path("", views.queue, name="inbox"),
    path("<uuid:report_id>/", views.show, name="report"),
    path("<uuid:report_id>/open/", views.open_report, name="report-open"),
    path("<uuid:report_id>/seen/", views.seen, name="report-seen"),
    path("<uuid:report_id>/case/", deciding.open_case, name="report-case"),
    path("<uuid:report_id>/join/", deciding.join_case, name="report-join"),
    path("<uuid:report_id>/urgency/", deciding.urgency, name="report-urgency"),
    path("<uuid:report_id>/refer/", deciding.refer, name="report-refer"),
    path("<uuid:report_id>/close/", deciding.no_further, name="report-close"),
    path("<uuid:report_id>/again/", deciding.look_again, name="report-again"),
    path("<uuid:report_id>/payment/", deciding.stop_payment, name="report-payment"),
    path("<uuid:report_id>/link/<uuid:link_id>/", linking.judge, name="report-link"),
    path("letters/<uuid:letter_id>/", letters.show, name="letter"),
    path("letters/<uuid:letter_id>/release/", letters.release, name="letter-release"),
    path("letters/<uuid:letter_id>/withhold/", letters.withhold, name="letter-withhold"),
]
