"""A form is checked whole: all that is missing with its article, and the defects real requests have."""

import pytest

from comity.law import book
from comity.law.form import hints, missing

GOOD = {
    "requesting_authority": "de-contact",
    "offence": "ETS185:2",
    "facts_summary": "A person typed a mail password and a code into a false page; somebody logged in four minutes later.",
    "data_to_preserve": {
        "kind": "ip",
        "value": "203.0.113.77",
        "port": 443,
        "from": "2026-11-22T17:00:00+01:00",
        "to": "2026-11-22T19:00:00+01:00",
    },
    "relation_to_offence": "the page was served from this address",
    "necessity": "logs are kept for days only",
    "assistance_request_commitment": {
        "who": "de-justice",
        "instrument": "mlat-bilateral",
        "date": "2026-12-15",
    },
}


@pytest.fixture
def form(book):
    return book.instrument("bc-29-preservation")


def codes(form, **changes):
    return [fault.code for fault in missing(form, {**GOOD, **changes})]


def test_a_good_form_has_no_fault(form):
    assert missing(form, GOOD) == []


def test_everything_missing_is_named_at_once_with_its_article(form):
    faults = missing(form, {})
    mandatory = [field for field in form.fields if field.mandatory]
    assert [fault.facts["field"] for fault in faults] == [field.name for field in mandatory]
    assert all(fault.facts["cite"] in fault.text for fault in faults)
    assert "BC 29(2)(f)" in faults[-1].text


def selector(**changes):
    return {"data_to_preserve": {**GOOD["data_to_preserve"], **changes}}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (selector(port=None), "law.form.no_port"),
        (selector(to=""), "law.form.unlimited_scope"),
        (selector(to="2026-11-22T19:00:00"), "law.form.no_time_zone"),
        (selector(to="yesterday"), "law.form.no_time_zone"),
        (selector(to="2026-11-21T19:00:00+01:00"), "law.form.backwards"),
        (selector(value="All data"), "law.form.everything"),
        ({"data_to_preserve": "everything"}, "law.form.everything"),
        ({"data_to_preserve": [selector(port="")["data_to_preserve"]]}, "law.form.no_port"),
        ({"facts_summary": "He was hacked."}, "law.form.facts_too_thin"),
        ({"assistance_request_commitment": {"who": "de-justice"}}, "law.form.no_commitment"),
        ({"assistance_request_commitment": True}, "law.form.no_commitment"),
        ({"victims_name": "x"}, "law.form.unknown_field"),
        ({"necessity": ""}, "law.form.missing"),
    ],
)
def test_each_defect_has_its_name(form, changes, code):
    assert codes(form, **changes) == [code]


def test_several_defects_come_together(form):
    found = codes(form, **selector(port=None, to="2026-11-22T19:00:00"), necessity="", facts_summary="Short.")
    assert found == [
        "law.form.facts_too_thin",
        "law.form.no_time_zone",
        "law.form.no_port",
        "law.form.missing",
    ]


def test_an_urgent_request_says_why(form):
    faults = missing(form, {**GOOD, "necessity": ""}, urgency="urgent")
    assert [fault.code for fault in faults] == ["law.form.missing"]  # one gap, named once


def test_urgency_is_asked_for_where_the_form_would_let_its_reason_stay_empty():
    assistance = book.load().instrument("bc-25-27-mla")
    codes = [fault.code for fault in missing(assistance, {}, urgency="urgent")]
    assert codes.count("law.form.no_urgency_reason") == 1
    assert "law.form.no_urgency_reason" not in [fault.code for fault in missing(assistance, {})]


def test_what_the_law_does_not_ask_is_a_hint_and_not_in_the_way(form):
    assert [fault.code for fault in hints(form, GOOD)] == [
        "law.form.no_penalty",
        "law.form.no_holder",
        "law.form.no_secrecy_wish",
    ]
    whole = {
        **GOOD,
        "offence": {"article": "ETS185:2", "statute": "StGB 202a", "max_penalty_months": 36},
        "custodian_or_system_location": "jp-hoshi",
        "confidentiality_requested": False,
    }
    assert hints(form, whole) == [] and missing(form, whole) == []


def test_a_field_for_the_other_side_is_not_asked_of_this_one(book):
    theirs = [
        (one, field)
        for one in book.instruments
        for field in one.fields
        if field.filled_by == "requested" and field.mandatory
    ]
    assert theirs
    for one, field in theirs:
        assert field.name not in {fault.facts["field"] for fault in missing(one, {})}
        assert field.name in {fault.facts["field"] for fault in missing(one, {}, side="requested")}
