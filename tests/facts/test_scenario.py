"""The scenario file is a contract: everything it may hold is read, everything else is a fault with a name."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.facts import scenario as sc
from comity.facts.strict import WRONG_TYPE
from comity.kernel.errors import BadInput
from comity.kernel.finding import Verdict

FULL = """
[scenario]
id = "t1"
title = "Preservation inside the Convention"
on = 2026-09-10
urgency = "urgent"
[ask]
requesting = "DE"
requested = ["JP", "FR"]
measure = "preservation"
data_categories = ["traffic", "content"]
from_role = "contact_point"
addressee = { kind = "service_provider", seat = "JP", designated_establishment = "NL" }
validated_by = "judge"
[facts]
articles = ["ETS185:2"]
elements = { access_to_system = true, without_right = false, security_measure_infringed = "unknown" }
offence_known_to = { DE = false, FR = "unknown" }
max_penalty_months = { FR = 96 }
political_character = false
tags = ["press"]
consent = "none"
danger_to_life = false
stated = { publicly_available = true }
[facts.places]
victim = ["DE"]
suspect = "unknown"
provider = ["JP"]
complete = ["victim"]
[facts.provider]
seat = "JP"
offers_services_in_eu = "unknown"
designated_in = ""
[facts.persons]
suspect_nationality = ["JP"]
[facts.money]
amount = 180000
currency = "USD"
left_at = 2026-11-20T15:00:00Z
[[event]]
name = "receive"
at = 2026-10-05T10:00:00+02:00
instrument = "x"
by = "addressee"
[[assume]]
party = { treaty = "t", state = "XA", in_force = 2027-01-01 }
[[expect]]
instrument = "x"
status = "open"
[[must_not]]
instrument = "y"
"""


def codes(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        sc.parse(text, file="case.toml")
    return [fault.code for fault in caught.value.faults]


def faults(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        sc.parse(text, file="case.toml")
    return str(caught.value)


def test_everything_the_contract_names_is_read():
    got = sc.parse(FULL)
    assert (got.on, got.at, got.urgency) == (date(2026, 9, 10), None, "urgent")
    assert got.ask.requested == ("JP", "FR")
    assert got.ask.addressee is not None and got.ask.addressee.designated_establishment == "NL"
    facts = got.facts
    assert facts.elements == {
        "access_to_system": True,
        "without_right": False,
        "security_measure_infringed": None,
    }
    assert facts.offence_known_to == {"DE": False, "FR": None}
    assert facts.max_penalty_months == {"FR": 96}
    assert facts.provider.offers_services_in_eu is None and facts.provider.designated_in is None
    assert facts.money.amount == Decimal(180000)
    assert facts.money.left_at == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert facts.stated == {"publicly_available": True}
    assert got.events[0].at == datetime.fromisoformat("2026-10-05T10:00:00+02:00")
    assert got.assumptions[0].state == "XA"
    assert got.expect[0]["status"] == "open" and got.must_not[0]["instrument"] == "y"


def test_a_list_of_places_is_what_is_known_unless_closed():
    places = sc.parse(FULL).facts.places
    assert places.where("victim").may_be_in("FR") is Verdict.NO
    assert places.where("provider").may_be_in("FR") is Verdict.UNKNOWN
    assert places.where("suspect").may_be_in("DE") is Verdict.UNKNOWN
    assert places.where("storage").known == ()


def test_an_omitted_fact_is_unknown_never_no():
    facts = sc.parse("[scenario]\non = 2026-01-01\n").facts
    assert facts.political_character is None and facts.danger_to_life is None
    assert facts.consent == "unknown" and facts.element("intent") is None


def test_a_misspelt_key_names_file_key_and_nearest():
    said = faults('[scenario]\non = 2026-01-01\n[ask]\nrequestng = "DE"\n')
    assert "case.toml" in said and "'ask.requestng'" in said and "'requesting'" in said


def test_all_faults_come_together():
    found = codes(
        '[scenario]\nurgency = "soon"\n[ask]\nrequesting = "Germany"\nfrom_role = "cop"\n'
        "[facts]\ndanger_to_life = 1\nunheard = 2\n"
    )
    assert sorted(found) == sorted(
        [
            "facts.key.missing",
            "facts.value.not_in_list",
            "facts.value.wrong_type",
            "facts.value.not_in_list",
            "facts.value.wrong_type",
            "facts.key.unknown",
        ]
    )


@pytest.mark.parametrize(
    ("addition", "words"),
    [
        ('[ask]\naddressee = { seat = "JP" }\n[facts.provider]\nseat = "US"', "facts.provider is the truth"),
        (
            '[ask]\naddressee = { designated_establishment = "NL" }\n[facts.provider]\ndesignated_in = "IE"',
            "designated",
        ),
        (
            '[facts.places]\nprovider = ["FR"]\ncomplete = true\n[facts.provider]\nseat = "JP"',
            "Add the seat",
        ),
        ('[ask]\nrequesting = "DE"\nrequested = ["DE"]', "does not ask itself"),
    ],
)
def test_contradictions_are_told(addition: str, words: str):
    assert words in faults(f"[scenario]\non = 2026-01-01\n{addition}\n")


@pytest.mark.parametrize(
    "line",
    [
        'on = "soon"',
        "on = 2026-01-01T10:00:00",
        'on = "2026-13-01"',
        "on = 5",
    ],
)
def test_a_day_is_a_day_and_an_instant_has_its_offset(line: str):
    assert "facts.value.wrong_type" in codes(f"[scenario]\n{line}\n")


def test_an_instant_is_a_day_where_it_was_written():
    got = sc.parse("[scenario]\non = 2026-11-24T00:30:00+09:00\n")
    assert got.on == date(2026, 11, 24)
    assert got.at == datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("amount", ["-1", "true", "nan", '"many"'])
def test_money_is_an_amount(amount: str):
    assert codes(f"[scenario]\non = 2026-01-01\n[facts.money]\namount = {amount}\n") == [WRONG_TYPE.code]


def test_money_left_at_needs_an_hour():
    assert codes("[scenario]\non = 2026-01-01\n[facts.money]\nleft_at = 2026-01-01\n") == [WRONG_TYPE.code]


def test_no_toml_and_no_file(tmp_path):
    assert codes("[scenario") == ["facts.file.not_toml"]
    with pytest.raises(BadInput) as caught:
        sc.read_file(tmp_path / "absent.toml")
    assert caught.value.faults[0].code == "facts.file.absent"
    latin = tmp_path / "latin.toml"
    latin.write_bytes('title = "é"'.encode("latin-1"))
    with pytest.raises(BadInput) as caught:
        sc.read_file(latin)
    assert caught.value.faults[0].code == "facts.file.not_text"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)
KEYS = ["scenario", "ask", "facts", "event", "assume", "expect", "must_not"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=5))
def test_whatever_is_read_gives_a_scenario_or_bad_input(data):
    try:
        got = sc.read(data)
    except BadInput as error:
        assert all(fault.text for fault in error.faults)
    else:
        assert got.on
