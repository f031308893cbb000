"""Three people for a hold; everything missing at once; no name leaves; one act, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.assistance import actions, queries
from comity.node.assistance.models import Request, Step
from comity.node.audit.models import Leaf
from comity.node.deadlines.models import Deadline
from comity.node.exchange.models import Outgoing
from tests.node.assistance.conftest import (
    BC29,
    CLERK,
    DUTY,
    FORM,
    INTAKE,
    INVESTIGATOR,
    LEGAL,
    MLA,
    PROSECUTOR,
    SELECTOR,
    VICTIM,
    person,
)  # fmt: skip
from tests.support.node import AT

pytestmark = pytest.mark.node
DAY = AT.date() + timedelta(days=26)


def test_drafted_committed_sent_by_three_people(world):
    request = world.drafted()
    assert (request.counterpart, request.via, request.legal_basis) == (
        "jp-contact",
        "de-contact",
        "BC 29, 35(1)(b)",
    )
    assert sorted(request.parties) == ["de-contact", "de-prosecution"]
    assert {part.data_category: part.state for part in request.parts.all()} == {
        "traffic": "draft",
        "content": "draft",
    }
    assert request.answer["routes"][0]["gates"]
    actions.commit(request, instrument=MLA, by_day=DAY, by=PROSECUTOR, at=AT, words="We will ask.")
    actions.send(request, by=DUTY, at=AT)
    request.refresh_from_db()
    assert {part.state for part in request.parts.all()} == {"transmitted"}
    (posted,) = world.posted()
    assert (posted.kind, posted.owner_id, posted.to_code, posted.matter_id) == (
        "request",
        "de-contact",
        "jp-contact",
        request.matter_id,
    )
    body = world.read_by_jp(posted)["body"]
    assert body["fields"]["assistance_request_commitment"] == {
        "who": "Staatsanwaltschaft Kassel (demonstration)", "instrument": MLA, "date": DAY.isoformat(),
    }  # fmt: skip
    assert body["data_categories"] == ["content", "traffic"]
    assert VICTIM.split()[1] not in str(body)
    verbs = {leaf.verb for leaf in Leaf.objects.filter(subject_id=str(request.pk))}
    assert verbs == {"request.draft", "request.commit", "request.check_names", "request.send"}


@pytest.mark.parametrize("who", [INTAKE, DUTY, LEGAL, CLERK, person("investigator", "de-contact", "9")])
def test_who_may_not_draft_a_hold_of_this_case(world, who):
    with pytest.raises(NotAllowed):
        world.drafted(by=who)


def test_who_drafted_cannot_commit(world, refusal):
    request = world.drafted(by=PROSECUTOR)
    codes = refusal(
        NotAllowed, lambda: actions.commit(request, instrument=MLA, by_day=DAY, by=PROSECUTOR, at=AT)
    )
    assert codes == ["policy.persons.same"]


def test_one_person_in_two_roles_does_not_send_what_she_committed(world, refusal):
    both = person("prosecutor", "de-prosecution", "2")
    both = type(both)("officer", "2", "de-prosecution", frozenset({"prosecutor", "duty_officer"}), True)
    request = world.drafted()
    actions.commit(request, instrument=MLA, by_day=DAY, by=both, at=AT)
    assert refusal(NotAllowed, lambda: actions.send(request, by=both, at=AT)) == ["policy.persons.same"]
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize("who", [INVESTIGATOR, PROSECUTOR, LEGAL, INTAKE])
def test_only_the_contact_point_sends(world, who):
    request = world.committed()
    with pytest.raises(NotAllowed):
        actions.send(request, by=who, at=AT)


def test_everything_missing_is_named_at_once(world):
    request = world.drafted(values={"data_to_preserve": "all data", "facts_summary": "Fraud."})
    found = {
        (fault.code, fault.facts.get("field"))
        for fault in actions.check_form(request, by=INVESTIGATOR, at=AT)
    }
    assert {
        ("law.form.everything", "data_to_preserve"),
        ("law.form.facts_too_thin", "facts_summary"),
        ("law.form.missing", "relation_to_offence"),
        ("law.form.missing", "necessity"),
        ("law.form.missing", "assistance_request_commitment"),
    } <= found
    with pytest.raises(BadInput) as error:
        actions.commit(request, instrument=MLA, by_day=DAY, by=PROSECUTOR, at=AT)
    assert len(error.value.faults) >= 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"from": "2026-11-22T17:48:00"}, "law.form.no_time_zone"),
        ({"port": ""}, "law.form.no_port"),
        ({"from": "", "to": ""}, "law.form.unlimited_scope"),
        ({"value": "everything"}, "law.form.everything"),
        ({"from": "2026-11-23T00:00:00Z"}, "law.form.backwards"),
    ],
)
def test_a_bad_selector_is_named(world, change, code):
    request = world.drafted(values=FORM | {"data_to_preserve": SELECTOR | change})
    assert code in {fault.code for fault in actions.check_form(request, by=INVESTIGATOR, at=AT)}


def test_not_committed_is_not_sent(world, refusal):
    request = world.drafted()
    assert "law.form.missing" in refusal(BadInput, lambda: actions.send(request, by=DUTY, at=AT))
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(
    "words", [f"The victim {VICTIM} typed", "Frau WIESENGRUND called us", "aenne typed it", "wiesengrund, ä."]
)
def test_the_name_of_who_reported_does_not_leave(world, refusal, words):
    values = FORM | {"facts_summary": FORM["facts_summary"] + " " + words}
    request = world.committed(values=values)
    preview = actions.preview(request, by=DUTY, at=AT, purpose="before sending")
    assert preview.named == ["facts_summary"]
    assert refusal(BadInput, lambda: actions.send(request, by=DUTY, at=AT)) == ["assistance.leaving.name"]
    assert not Outgoing.objects.exists()
    assert Leaf.objects.filter(verb="request.check_names").exists()


def test_what_leaves_is_the_field_list_with_its_law(world):
    request = world.committed()
    preview = actions.preview(request, by=DUTY, at=AT, purpose="before sending")
    assert [(row.field, row.basis, row.personal) for row in preview.leaves][3] == (
        "data_to_preserve",
        "BC 29(2)(c)",
        True,
    )
    assert all(row.basis for row in preview.leaves)
    assert preview.missing == [] and preview.named == []
    with pytest.raises(NotAllowed):
        actions.preview(request, by=DUTY, at=AT, purpose="")


def test_twice_sent_is_sent_once(world, refusal):
    request = world.committed()
    actions.send(request, by=DUTY, at=AT)
    assert refusal(Conflict, lambda: actions.send(request, by=DUTY, at=AT)) == [
        "assistance.request.already_sent"
    ]
    assert len(world.posted()) == 1
    assert Step.objects.filter(part__request=request).count() == 2


def test_a_stale_page_does_nothing(world, refusal):
    request = world.drafted()
    seen = request.version
    actions.fill(request, FORM | {"necessity": "Logs go on Friday."}, by=INVESTIGATOR, at=AT, seen=seen)
    codes = refusal(Conflict, lambda: actions.fill(request, FORM, by=INVESTIGATOR, at=AT, seen=seen))
    assert codes == ["assistance.request.changed_meanwhile"]
    actions.commit(request, instrument=MLA, by_day=DAY, by=PROSECUTOR, at=AT)
    assert refusal(Conflict, lambda: actions.send(request, by=DUTY, at=AT, seen=seen)) == [
        "assistance.request.changed_meanwhile"
    ]


def test_what_was_committed_to_stands(world, refusal):
    request = world.committed()
    assert refusal(Conflict, lambda: actions.fill(request, FORM, by=INVESTIGATOR, at=AT)) == [
        "assistance.request.already_committed"
    ]


def test_a_closed_way_cannot_be_drafted(world, refusal):
    routes = world.routes("p2-7-subscriber-direct", ("subscriber",))
    codes = refusal(BadInput, lambda: actions.draft(world.case, routes, by=INVESTIGATOR, at=AT))
    assert codes == ["assistance.draft.route_closed"]


def test_a_state_without_a_node_gets_paper(world, refusal):
    routes = actions.ways(BC29, "DE", "US", ("traffic",), on=AT)
    request = actions.draft(world.case, routes, by=INVESTIGATOR, at=AT, values=FORM, articles=("ETS185:2",))
    assert request.counterpart == ""
    actions.commit(request, instrument="bc-31-stored-data", by_day=DAY, by=PROSECUTOR, at=AT)
    assert refusal(BadInput, lambda: actions.send(request, by=DUTY, at=AT)) == ["assistance.send.paper_only"]


def test_one_officer_alone_only_for_a_life(world, refusal):
    property_case = world.drafted(urgency="emergency")

    def send(request, **more):
        return actions.send(request, by=DUTY, at=more.pop("at", AT), alone_reason="Nobody answers.", **more)

    assert refusal(NotAllowed, lambda: send(property_case)) == ["assistance.emergency.not_for_this"]
    life = world.drafted(urgency="emergency", life_at_risk=True)
    assert refusal(NotAllowed, lambda: send(life)) == ["assistance.emergency.call_first"]
    actions.log_call(life, to="prosecutor on call", reached=False, by=DUTY, at=AT)
    assert refusal(NotAllowed, lambda: send(life, at=AT + timedelta(minutes=9))) == [
        "assistance.emergency.call_first"
    ]
    send(life, at=AT + timedelta(minutes=11))
    assert Leaf.objects.filter(verb="emergency.alone").count() == 1
    review = Deadline.objects.get(name="emergency_review")
    assert review.due == AT + timedelta(hours=24, minutes=11)


def test_queries_are_filtered_by_who_asks(world):
    request = world.committed()
    for who in (INVESTIGATOR, PROSECUTOR, DUTY):
        assert list(queries.mine(who)) == [request]
    assert list(queries.mine(LEGAL)) == []
    with pytest.raises(NotAllowed):
        queries.one(request.pk, by=LEGAL, at=AT)
    assert Request.objects.get().fields and VICTIM.encode() not in bytes(Request.objects.get().fields)


def test_a_ticket_drafted_from_a_report_does_not_name_her_either(world, refusal):
    """Without a case the names are those of the report it was drafted from."""
    from comity.node.assistance.models import Request
    from comity.node.base import sealing
    from comity.node.reports.models import Report
    from comity.node.triage.models import Decision

    report = Report.objects.get()
    report.cases.all().delete()
    routes = world.routes(categories=("traffic",))
    values = FORM | {"necessity": f"{VICTIM} may lose it all."}
    request = actions.draft(
        None, routes, by=INVESTIGATOR, at=AT, to="jp-contact", values=values, articles=("ETS185:2",)
    )
    key = sealing.new_key(report.owner)
    Decision.objects.create(
        report=report,
        owner=report.owner,
        data_key=key.row,
        kind="stop_payment",
        by=INVESTIGATOR.label,
        at=AT,
        request=request.pk,
    )
    actions.commit(request, instrument=MLA, by_day=DAY, by=PROSECUTOR, at=AT)
    assert refusal(BadInput, lambda: actions.send(request, by=DUTY, at=AT)) == ["assistance.leaving.name"]
    assert Request.objects.get().sent_at is None
