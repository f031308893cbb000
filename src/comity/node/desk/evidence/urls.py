"""Addresses of the place *Evidence*."""

from django.urls import path

from comity.node.desk.evidence import consulting, harmed, items, outcomes, packages, releases

urlpatterns = [
    path("", items.items, name="evidence"),
    path("add/", items.add, name="evidence-upload"),
    path("confirm/", packages.step_up, name="evidence-step-up"),
    path("trust.json", packages.trust, name="evidence-trust"),
    path("release/", releases.ask, name="evidence-release"),
    path("releases/<uuid:release_id>/", releases.one, name="evidence-release-one"),
    path("packages/<uuid:package_id>/file", packages.file, name="evidence-package-file"),
    path("harmed/<uuid:item_id>/", harmed.offers, name="evidence-harmed"),
    path("harmed/<uuid:item_id>/send/", harmed.send, name="evidence-harmed-send"),
    path("offers/<uuid:offer_id>/", harmed.draft, name="evidence-offer"),
    path("offers/<uuid:offer_id>/json", harmed.draft_json, name="evidence-offer-json"),
    path("notices/", harmed.notices_page, name="evidence-notices"),
    path("notices/read/", harmed.read_notices, name="evidence-notices-read"),
    path("notices/release/", harmed.release_notices, name="evidence-notices-release"),
    path("notices/<uuid:notice_id>/", harmed.notice, name="evidence-notice"),
    path("consultations/", consulting.consultations, name="consultations"),
    path("consultations/new/", consulting.new, name="consultation-new"),
    path("consultations/<uuid:consultation_id>/", consulting.one, name="consultation"),
    path("cases/<uuid:case_id>/outcome/", outcomes.outcome, name="outcome"),
    path("<uuid:item_id>/", items.item, name="evidence-item"),
    path("<uuid:item_id>/mark/", items.mark, name="evidence-mark"),
    path("<uuid:item_id>/package/", packages.make, name="evidence-package"),
]
