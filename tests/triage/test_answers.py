"""What a person types: amounts in local writing, days, instants with their zone, and everything that is wrong."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import BadInput, Fault
from comity.triage import questions as q
from comity.triage.plain import decode, text_faults
from comity.triage.questions.answers import amount_of, instant_of

ASKED = q.load()
NOW = datetime(2026, 11, 22, 20, 45, tzinfo=UTC)


def ask(name, raw, language="de"):
    return q.check(ASKED.question(name), raw, language=language, now=NOW)


def codes(checked):
    return [fault.code for fault in checked.faults]


@pytest.mark.parametrize(
    ("written", "language", "amount"),
    [
        ("4.200,00", "de", "4200.00"), ("4.200,00", "en", "4200.00"), ("4,200.00", "de", "4200.00"), ("4,200.00", "en", "4200.00"),
        ("4 200,5", "fr", "4200.5"), ("4\u202f200,50 €", "fr", "4200.50"), ("4'200.50", "de", "4200.50"), ("4.200", "de", "4200"),
        ("4,200", "en", "4200"), ("1.234.567", "de", "1234567"), ("1,234,567.8", "en", "1234567.8"), ("EUR 42", "de", "42"),
        ("42,-", "de", "42"), ("0,5", "de", "0.5"), ("180000", "ja", "180000"), ("about 4,200", "en", "4200"), ("ca. 4.200 €", "de", "4200"), ("ungefähr 12 000 Euro", "de", "12000"), ("~ $300", "en", "300"), ("180,000", "ja", "180000"),
    ],
)  # fmt: skip
def test_amounts_in_local_writing(written, language, amount):
    assert amount_of(written, language) == Decimal(amount)


@pytest.mark.parametrize(("written", "language"), [("4.200", "en"), ("4,200", "de"), ("12.345", "en")])
def test_what_can_be_read_two_ways_is_asked_back(written, language):
    got = amount_of(written, language)
    assert isinstance(got, Fault)
    assert got.code == "triage.answer.unclear_amount"


@pytest.mark.parametrize(
    "written",
    ["", "abc", "-5", "4.20.0", "4,2,0", "1.23.456,00", "1e9", "4.200,00.1", "NaN", "9" * 40, "4..2"],
)
def test_what_is_no_amount(written):
    assert isinstance(amount_of(written, "de"), Fault)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_written_in_german_or_english_is_read_alike(value):
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert amount_of(english, "de") == amount_of(german, "en") == value


@given(st.text(max_size=30), st.sampled_from(["de", "en", "fr", "ja", "xx"]))
def test_reading_an_amount_never_breaks(written, language):
    assert isinstance(amount_of(written, language), Decimal | Fault)


def test_amount_and_currency_faults_come_together():
    assert codes(ask("money_amount", {"amount": "viel", "currency": "Taler"})) == [
        "triage.answer.not_a_currency", "triage.answer.not_an_amount",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"day": "2026-02-30"}, "triage.answer.not_a_day"),
        ({"day": "22.11.2026"}, "triage.answer.not_a_day"),
        ({"day": "2027-01-01"}, "triage.answer.in_the_future"),
        ({"day": "1826-01-01"}, "triage.answer.too_long_ago"),
        ({"day": "2026-11-22", "time": "18:05"}, "triage.answer.no_zone"),
        ({"day": "2026-11-22", "time": "25:00", "zone": "Europe/Berlin"}, "triage.answer.not_a_time"),
        ({"day": "2026-11-22", "time": "18:05", "zone": "Mars/Base"}, "triage.answer.not_a_zone"),
        ({"day": "2026-03-29", "time": "02:30", "zone": "Europe/Berlin"}, "triage.answer.no_such_time"),
        ({"day": "2026-11-22", "time": "23:50", "zone": "Europe/Berlin"}, "triage.answer.in_the_future"),
        ("gestern", "triage.answer.wrong_shape"),
        ({"day": ["2026-11-22"]}, "triage.answer.wrong_shape"),
    ],
)
def test_impossible_moments(raw, code):
    assert codes(ask("money_left_at", raw)) == [code]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"date": "22"}, ["month_missing", "year_missing"]),
        ({"month": "Nov"}, ["day_missing", "year_missing"]),
        ({"date": "22", "month": "11"}, ["year_missing"]),
        ({"date": "22", "month": "11", "year": "26"}, ["year_unread"]),
        ({"date": "gestern", "month": "ju", "year": "2026"}, ["day_unread", "month_unread"]),
        ({"date": "31", "month": "6", "year": "2026"}, ["day_too_high"]),
        ({"date": "29", "month": "2", "year": "2026"}, ["day_too_high"]),
        ({"date": "0", "month": "13", "year": "0000"}, ["day_unread", "month_unread", "year_unread"]),
        ({"time": "18:05", "zone": "Europe/Berlin"}, ["no_day"]),
    ],
)
def test_which_part_of_a_day_is_missing_or_wrong(parts, said):
    assert codes(ask("money_left_at", parts)) == [f"triage.answer.{name}" for name in said]


@pytest.mark.parametrize(
    ("month", "language"),
    [("11", "de"), ("Nov", "de"), ("nov.", "en"), ("NOVEMBER", "de"), ("novembre", "fr"), ("November", "ja"), ("Novem", "en-xb")],
)  # fmt: skip
def test_a_month_may_be_written_as_its_name(month, language):
    typed = {"date": "22.", "month": month, "year": "2026"}
    assert ask("money_left_at", typed, language).value["day"] == "2026-11-22"


def test_nothing_stands_beside_nothing_that_i_know_of():
    wrong = ask("account_how", ["password", "nothing"])
    assert codes(wrong) == ["triage.answer.not_together"]
    assert wrong.faults[0].facts["value"] == "Nichts, von dem ich weiß"
    assert ask("account_how", ["nothing"]).value == ["nothing"]
    assert codes(ask("account_changes", ["nothing", "payment"], "fr")) == ["triage.answer.not_together"]


def test_a_day_without_time_is_a_day():
    assert ask("money_left_at", {"day": "2026-11-22", "zone": "Europe/Berlin"}).value == {
        "day": "2026-11-22",
        "time": "",
        "zone": "",
    }
    assert instant_of({"day": "2026-11-22", "time": "", "zone": ""}) is None


def test_an_instant_keeps_its_zone():
    got = ask("money_left_at", {"day": "2026-11-22", "time": "18.05", "zone": "Europe/Berlin"}).value
    assert got == {"day": "2026-11-22", "time": "18:05", "zone": "Europe/Berlin"}
    assert instant_of(got) == datetime(2026, 11, 22, 17, 5, tzinfo=UTC)


def test_text_faults_come_all_at_once():
    checked = ask("story", "a\x00b\ud800" + "c" * 20_001)
    assert codes(checked) == [
        "triage.text.too_long",
        "triage.text.control_characters",
        "triage.text.broken_encoding",
    ]
    assert all("{" not in fault.text for fault in checked.faults)


def test_markup_is_words_like_any_other():
    assert ask("story", "<script>alert(1)</script> & so on").value == "<script>alert(1)</script> & so on"


def test_lines_are_kept_in_stories_and_evened_in_names():
    assert ask("story", "a\r\nb").value == "a\nb"
    assert ask("name", "  Erika \n Muster ").value == "Erika Muster"


def test_wrong_encoding_is_not_guessed():
    with pytest.raises(BadInput, match="UTF-8"):
        decode("Müller".encode("latin-1"))
    assert decode("Müller".encode()) == "Müller"


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("first", "", "triage.answer.needed"),
        ("first", None, "triage.answer.needed"),
        ("first", "nothing", "triage.answer.not_offered"),
        ("first", ["money"], "triage.answer.wrong_shape"),
        ("got_in", "maybe", "triage.answer.not_offered"),
        ("account_how", ["password", "x"], "triage.answer.not_offered"),
        ("account_how", {"a": "b"}, "triage.answer.wrong_shape"),
        ("country", "ZZ", "triage.answer.not_a_country"),
        ("files", ["f"] * 21, "triage.answer.too_many"),
        ("name", {"a": "b"}, "triage.answer.wrong_shape"),
    ],
)
def test_wrong_answers_are_named(name, raw, code):
    assert codes(ask(name, raw)) == [code]


def test_an_optional_question_may_be_passed_over():
    for raw in ("", None, [], {}):
        checked = ask("story", raw)
        assert checked.fine
        assert checked.value is None


def test_an_invented_country_is_allowed():
    assert ask("country", "xr").value == "XR"


def test_forms_become_answers():
    def form(name, **fields):
        return q.from_form(ASKED.question(name), fields)

    assert form("first", answer="money") == "money"
    assert form("first", answer=["money"]) == "money"
    assert form("account_how", answer=["password", "code"]) == ["password", "code"]
    assert form("account_how") == []
    assert form("money_amount", amount="4.200,00", currency="EUR") == {
        "amount": "4.200,00",
        "currency": "EUR",
    }
    assert form("money_left_at", year="2026", month="2", date="3", time="", zone="Europe/Berlin") == {
        "year": "2026", "month": "2", "date": "3", "zone": "Europe/Berlin",
    }  # fmt: skip
    assert form("money_left_at", zone="Europe/Berlin") is None
    assert ask("money_left_at", form("money_left_at", year="2026", month="13", date="3")).faults


@given(
    st.sampled_from(ASKED.questions),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["amount", "currency", "day", "year", "month", "date", "time", "zone"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=6,
    ),
)
def test_no_form_breaks_the_check(question, raw):
    checked = q.check(question, raw, language="de", now=NOW)
    assert checked.fine or checked.faults
    for fault in checked.faults:
        assert fault.text


def test_control_characters_and_length_of_any_text():
    assert [fault.code for fault in text_faults("ok\tfine\n", limit=20)] == []
    assert [fault.code for fault in text_faults("\x85", limit=20)] == ["triage.text.control_characters"]
