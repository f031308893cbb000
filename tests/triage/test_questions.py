"""The questions as they come with Comity: the four branches, the Lantern case, and every path that can be walked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.triage import questions as q

ASKED = q.load()
NOW = datetime(2026, 11, 22, 20, 45, tzinfo=UTC)

LANTERN = {
    "first": "money", "money_when": "today", "stop_loss": "called", "money_why": "false_page", "money_how": "transfer",
    "money_amount": {"amount": "4.200,00", "currency": "EUR"},
    "money_left_at": {"day": "2026-11-22", "time": "18:05", "zone": "Europe/Berlin"},
    "app_confirmed": "unknown", "money_to": "FR14 2004 1010 0505 0001 3M02 606", "money_bank": "Sparbank",
    "account_which": ["mail", "bank"], "account_provider": "Postfach", "account_how": ["password", "code"],
    "page_address": "konto-sicherheit.example", "page_when": {"day": "2026-11-22", "time": "17:48", "zone": "Europe/Berlin"},
    "got_in": "yes", "protected": "yes", "allowed": "no", "account_changes": ["forwarding", "payment"],
    "forward_to": "sammler@hoshi-mail.example", "still_in": "unknown", "secure_steps": "seen", "country": "DE",
    "story": "Der Anrufer hatte die Nummer 030 23125 001.", "their_traces": None, "file_warning": "seen", "files": None,
    "with_name": "yes", "name": "Erika Musterfrau", "read_by_others": "no", "other_mailbox": "other", "contact_mail": "erika@mail.example",
    "contact_phone": None, "support": "no",
}  # fmt: skip


def walk(given_answers, language="de"):
    """Answer each question as it comes; fail where the script has no answer or a fault is found."""
    answers = {}
    while question := q.next_question(ASKED, answers):
        checked = q.check(question, given_answers[question.id], language=language, now=NOW)
        assert checked.fine, (question.id, [fault.text for fault in checked.faults])
        answers[question.id] = checked.value
    return answers


def ids(answers):
    return [question.id for question in q.path(ASKED, answers)]


def test_four_choices_on_the_first_page():
    first = q.next_question(ASKED, {})
    assert [option.value for option in first.options] == ["money", "account", "threats", "other"]
    assert first.words("de")[0].title == "Was ist passiert?"


def test_the_lantern_case_is_reached_question_by_question():
    answers = walk(LANTERN)
    assert list(answers) == list(LANTERN)
    facts = q.facts_from(ASKED, answers)
    assert (facts.money.amount, facts.money.currency) == (Decimal("4200.00"), "EUR")
    assert facts.money.left_at == datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
    assert facts.committed_on == date(2026, 11, 22)
    assert facts.places.known == {"victim": ("DE",)}
    for name in (
        "access_to_system",
        "without_right",
        "intent",
        "security_measure_infringed",
        "property_loss",
        "device_or_access_code",
    ):
        assert facts.element(name) is True
    # The question of the app is open, so is whether a system or a person was deceived.
    assert facts.element("deception_of_person") is None
    assert facts.element("data_or_system_interference") is None


@pytest.mark.parametrize(
    ("answer", "deceived", "interfered"), [("yes", True, False), ("no", None, True), ("unknown", None, None)]
)
def test_the_app_question_decides_between_person_and_system(answer, deceived, interfered):
    facts = q.facts_from(ASKED, walk({**LANTERN, "app_confirmed": answer}))
    assert facts.element("deception_of_person") is deceived
    assert facts.element("data_or_system_interference") is interfered


def test_money_in_the_last_days_brings_the_stop_the_loss_page_at_once():
    assert ids({"first": "money", "money_when": "today"})[2] == "stop_loss"
    assert "stop_loss" not in ids({"first": "money", "money_when": "longer"})


def test_whoever_starts_with_the_account_comes_to_the_money_too():
    assert q.next_question(ASKED, {"first": "account"}).id == "money_too"
    assert (
        q.next_question(ASKED, {"first": "account", "money_too": "yes", "money_when": "today"}).id
        == "stop_loss"
    )


def test_selectors_of_the_offender_never_those_of_the_reporter():
    named = q.selectors_from(ASKED, walk(LANTERN), language="de", country="DE")
    assert {(one.selector.kind, one.selector.value, one.sure) for one in named} == {
        ("iban", "FR1420041010050500013M02606", True),
        ("domain", "konto-sicherheit.example", True),
        ("email", "sammler@hoshi-mail.example", True),
        ("phone", "+493023125001", False),
    }
    assert not any("erika" in one.selector.value for one in named)


def test_her_words_and_her_address_are_kept_apart():
    answers = walk(LANTERN)
    assert q.contact_from(ASKED, answers) == {
        "name": "Erika Musterfrau",
        "contact_mail": "erika@mail.example",
    }
    assert "story" in q.own_words_from(ASKED, answers)
    assert not {"name", "contact_mail"} & set(q.own_words_from(ASKED, answers))


def test_what_is_stored_plain_is_of_closed_lists():
    coded = q.coded_from(ASKED, walk(LANTERN))
    assert coded["opening"] == "money"
    assert (coded["mode"], coded["anonymous"], coded["country"], coded["safe_contact"]) == (
        "self",
        False,
        "DE",
        "",
    )
    known = {option.value for question in ASKED.questions for option in question.options} | {
        "yes",
        "no",
        "unknown",
        "DE",
    }
    for answer in coded["choices"].values():
        assert set([answer] if isinstance(answer, str) else answer) <= known


@pytest.mark.parametrize(
    ("answers", "mode"),
    [
        ({"first": "other", "for_whom": "someone"}, "helper"),
        ({"first": "other", "for_whom": "saw"}, "witness"),
        ({"first": "other", "for_whom": "company"}, "business"),
        ({"first": "threats", "danger": "no", "age_group": "under_18"}, "child"),
        ({"first": "account"}, "self"),
    ],
)
def test_for_whom_she_reports(answers, mode):
    assert q.coded_from(ASKED, answers)["mode"] == mode


def test_without_a_name_the_payment_cannot_be_stopped_and_she_is_told_before():
    answers = {"first": "money", "money_when": "today", "with_name": "no"}
    path = ids(answers)
    assert "anonymous_money" in path
    title = ASKED.question("anonymous_money").words("en")[0].title
    assert title == "Without your name we can warn others but not stop this payment."
    assert "name" not in path
    assert "name" in ids({**answers, "anonymous_money": "name"})
    assert q.coded_from(ASKED, {**answers, "anonymous_money": "name"})["anonymous"] is False


def test_pictures_of_abuse_are_never_asked_for():
    path = ids({"first": "threats", "threat_what": ["pictures_threat"]})
    assert (
        path.index("picture_warning")
        < path.index("where_pictures")
        < path.index("file_warning")
        < path.index("files")
    )
    for name in ("picture_warning", "file_warning"):
        assert any("sexual abuse of a child" in line for line in ASKED.question(name).words("en")[0].body)


def test_every_upload_is_preceded_by_the_warning():
    for answers in (
        {},
        {"first": "money"},
        {"first": "threats"},
        {"first": "other", "other_what": "child_abuse"},
    ):
        path = ids(answers)
        assert path.index("file_warning") == path.index("files") - 1


def test_the_warning_stands_on_the_page_of_the_upload():
    assert [one.id for one in next(page for page in q.pages(ASKED, {}) if page[0].id == "file_warning")] == [
        "file_warning",
        "files",
    ]


def test_two_halves_of_one_thing_share_a_page():
    pages = {page[0].id: [one.id for one in page[1:]] for page in q.pages(ASKED, walk(LANTERN))}
    assert {lead: beside for lead, beside in pages.items() if beside} == {
        "money_to": ["money_bank"],
        "account_which": ["account_provider"],
        "page_address": ["page_when"],
        "story": ["their_traces"],
        "file_warning": ["files"],
        "contact_mail": ["contact_phone"],
    }


@pytest.mark.parametrize(
    ("answers", "at_most"),
    [
        (LANTERN, 28),  # phishing, money lost, somebody inside the mailbox
        ({"first": "account", "money_too": "no", "account_how": ["password"], "got_in": "no"}, 16),  # no loss
        ({"first": "other", "other_what": "false_page"}, 13),
        ({"first": "money", "money_when": "longer", "money_why": "goods", "money_how": "transfer"}, 17),
        ({"first": "threats", "threat_what": ["demand"]}, 18),
    ],
)
def test_pages_of_the_usual_ways(answers, at_most):
    named = {"with_name": "yes", "read_by_others": "no"}
    assert len(q.pages(ASKED, {**named, **answers})) <= at_most


def test_the_time_promised_is_counted_from_the_questions():
    whole = q.lengths().whole()
    shortest, longest = whole.minutes
    assert shortest < longest
    assert longest * 60 >= whole.longest
    # The Lantern case lies between.
    told = q.lengths().with_answers({"first": "money"})
    assert told.fewest <= len(q.pages(ASKED, walk(LANTERN))) <= told.most


def test_what_stands_beside_may_be_left_out_and_hangs_on_nothing_there():
    for question in ASKED.questions:
        for lead in question.beside:
            assert question.optional
            marks = {mark for option in ASKED.question(lead).options for mark in option.marks}
            assert not marks & {mark for group, _ in question.when for mark in group}


def test_help_lines_stand_on_the_pages_of_threats():
    for question in ASKED.questions:
        if question.file.startswith("40-"):
            assert question.helps


def test_danger_brings_the_emergency_number_first():
    path = ids({"first": "threats", "danger": "yes"})
    assert path[path.index("danger") + 1] == "danger_now"
    assert "{emergency}" in ASKED.question("danger_now").words("en")[0].title


def test_an_anonymous_threat_is_told_that_she_cannot_be_found():
    path = ids({"first": "threats", "with_name": "no"})
    assert "anonymous_danger" in path
    assert (
        "If you are anonymous, we cannot find you." in ASKED.question("anonymous_danger").words("en")[0].body
    )


def test_a_child_is_never_asked_for_a_guardian_as_a_condition():
    assert ASKED.question("child_trusted").optional
    assert ASKED.question("child_trusted_who").optional


def test_unsafe_contact_means_we_do_not_write():
    path = ids({"first": "account", "read_by_others": "unknown"})
    assert "unsafe_notice" in path
    assert "contact_mail" not in path
    assert q.coded_from(ASKED, {"first": "account", "read_by_others": "yes"})["safe_contact"] == "code_only"


def test_going_back_loses_no_answer_and_uses_none_beside_the_path():
    answers = {**walk(LANTERN), "first": "threats"}
    assert answers["money_to"]
    assert not q.selectors_from(
        ASKED, {**answers, "money_too": "no", "page_address": None, "forward_to": None, "story": None}
    )
    assert q.facts_from(ASKED, {**answers, "money_too": "no"}).money.amount is None


def test_contradicting_answers_prove_nothing():
    # Deceived by a caller, and yet it left by itself: both cannot be, so neither is used.
    facts = q.facts_from(
        ASKED,
        {
            "first": "money",
            "money_when": "today",
            "money_why": "nothing",
            "account_how": ["remote"],
            "got_in": "no",
        },
    )
    assert facts.element("deception_of_person") is False
    both = q.facts_from(
        ASKED,
        {
            "first": "account",
            "money_too": "yes",
            "money_when": "today",
            "money_why": "nothing",
            "account_how": ["remote"],
        },
    )
    assert both.element("deception_of_person") is None


def test_sending_checks_everything_again():
    answers = walk(LANTERN)
    assert q.check_all(ASKED, answers, language="de", now=NOW) == {}
    broken = {**answers, "first": "<script>", "name": ""}
    assert "first" in q.check_all(ASKED, broken, language="de", now=NOW)
    assert set(q.check_all(ASKED, {**answers, "name": ""}, language="de", now=NOW)) == {"name"}


def some_answer(question, chance):
    match question.kind:
        case "choice" | "truth":
            values = [option.value for option in question.options] or ["yes", "no", "unknown"]
            return chance.choice(values)
        case "choices":
            values = [option.value for option in question.options if not option.alone]
            return chance.sample(values, chance.randint(1, len(values)))
        case "money":
            return {"amount": "12,50", "currency": "EUR"}
        case "moment":
            return chance.choice(
                [{"day": "2026-11-20"}, {"day": "2026-11-20", "time": "9:30", "zone": "Asia/Tokyo"}]
            )
        case "country":
            return "FR"
        case "files":
            return ["f1"]
        case "notice":
            return "seen"
        case _:
            return "bank.example +49 561 1234567"


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_every_walk_ends_and_gives_facts(chance):
    answers = {}
    while question := q.next_question(ASKED, answers):
        checked = q.check(question, some_answer(question, chance), language="de", now=NOW)
        assert checked.fine, question.id
        answers[question.id] = checked.value
        assert len(answers) <= len(ASKED.questions)
    q.facts_from(ASKED, answers)
    assert q.check_all(ASKED, answers, language="de", now=NOW) == {}
    assert {"country", "with_name", "read_by_others"} <= set(answers)
    length = q.lengths().with_answers(answers)
    assert length.fewest == length.most == len(q.pages(ASKED, answers))
    assert q.lengths().whole().fewest <= length.fewest <= q.lengths().whole().most
