"""The route planner of the desk: one question a page, everything in the address, nothing lost, every fault said at once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from comity.node.cases.models import Case

pytestmark = pytest.mark.node
CORE = "ETS185:2"
FRAUD = "ETS185:8"


@pytest.fixture
def lawyer(desk: Any, people: Any) -> Any:
    """Sign in a lawyer of the central authority at the desk."""
    desk.sign_in(people("legal_officer", participant="de-justice"))
    return desk


@pytest.fixture
def case(desk: Any, world: Any) -> Case:
    """Return the demonstration's case, its lead signed in."""
    desk.sign_in(world.people["lead"])
    found: Case = world.case
    return found


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def asked(answer: Any) -> dict[str, list[str]]:
    """Return the question that a redirect carries on."""
    assert answer.status_code == 302, text(answer)[:2000]
    return parse_qs(urlsplit(answer["Location"]).query)


def answer(client: Any, step: str, before: dict[str, Any], **given: Any) -> dict[str, list[str]]:
    """Send the form of a page with what was asked before."""
    kept = {key: value for key, value in before.items() if key not in ("q", "back")}
    return asked(client.get("/law/ask/", {**kept, "was": step, **given}))


def test_from_the_first_question_to_the_ways(lawyer: Any) -> None:
    assert "Who asks whom?" in text(lawyer.get("/law/ask/"))
    found = answer(lawyer, "who", {}, requesting="DE", requested="japan, fr")
    assert (found["requested"], found["q"]) == (["JP", "FR"], ["conduct"])
    found = answer(lawyer, "conduct", found, articles=CORE, perhaps=FRAUD)
    assert found["q"] == ["elements"]
    found = answer(lawyer, "elements", found, **{"element-property_loss": "yes", "element-security_measure_infringed": "no"})  # fmt: skip
    assert (found["yes"], found["no"]) == (["property_loss"], ["security_measure_infringed"])
    found = answer(lawyer, "wanted", found, goal="ask")
    assert found["q"] == ["measure"]
    found = answer(lawyer, "measure", found, measure="stored_data_access")
    assert "goal" not in found and found["q"] == ["data"]
    found = answer(lawyer, "data", found, categories=["content", "traffic"])
    found = answer(lawyer, "where", found, victim="Germany", storage="Japan, Singapore", sure="victim")  # fmt: skip
    assert (found["storage"], found["sure"]) == (["JP", "SG"], ["victim"])
    found = answer(lawyer, "provider", found, seat="JP", eu="unknown", designated="")
    assert "eu" not in found and found["seat"] == ["JP"]
    found = answer(lawyer, "people", found, nationality="Brazil", **{"p-state": "FR", "p-stage": "final", "p-same": "yes"})  # fmt: skip
    assert found["proc"] == ["FR.final.unknown.yes.unknown"]
    found = answer(lawyer, "urgency", found, urgency="urgent", danger="no", tags="press")
    if found["q"] == ["more"]:
        found = answer(lawyer, "more", found)
    assert found["q"] == ["role"]
    found = answer(lawyer, "role", found, role="prosecutor", validated="judge")
    found = answer(lawyer, "day", found, **{"on-day": "23", "on-month": "11", "on-year": "2026"})
    assert found["q"] == ["check"]
    page = lawyer.get("/law/ask/", found)
    for said in ("Germany asks Japan, France", "Illegal access (BC 2)", "perhaps: Computer-related fraud", "Singapore", "journalists", "A judge", "Mon, 23 Nov 2026"):  # fmt: skip
        assert said in text(page), said
    ways = re.search(r'class="govuk-button" href="([^"]*)"[^>]*>Show the ways', page.content.decode())
    assert ways is not None
    shown = text(lawyer.get(unescape(ways.group(1))))
    assert "Germany asks Japan, France: Access to stored data" in shown
    assert "Weakest record used" in shown and "Place in the order" not in shown


def test_every_page_can_be_kept_and_gone_back_to(lawyer: Any) -> None:
    kept = {
        "requesting": "DE", "requested": "JP", "articles": CORE, "perhaps": FRAUD, "goal": "ask", "victim": ["DE"], "proc": "FR.final.yes.yes.served",
        "amount": "4200", "currency": "EUR", "left": "2026-11-22T17:52:03+01:00", "tags": ["press"], "said": ["publicly_available"], "on": "2026-11-23",
    }  # fmt: skip
    for step in ("who", "conduct", "elements", "wanted", "measure", "data", "where", "provider", "money", "people", "urgency", "more", "role", "day", "check"):  # fmt: skip
        page = lawyer.get("/law/ask/", {**kept, "q": step})
        assert page.status_code == 200, step
        back = re.search(r'class="back" href="([^"]*)"', page.content.decode())
        assert back is not None and lawyer.get(unescape(back.group(1))).status_code == 200, step
    money = text(lawyer.get("/law/ask/", {**kept, "q": "money"}))
    assert 'value="4200"' in money and 'value="2026-11-22 17:52:03"' in money


def test_a_change_leads_back_to_all_answers(lawyer: Any) -> None:
    found = answer(lawyer, "day", {"requested": "JP", "back": "check"}, back="check", **{"on-day": "1", "on-month": "2", "on-year": "2026"})  # fmt: skip
    assert (found["q"], found["on"]) == (["check"], ["2026-02-01"])
    found = answer(lawyer, "wanted", {"requested": "JP"}, back="check", goal="live")
    assert found["q"] == ["measure"], "what a change asks anew is asked at once"
    found = answer(lawyer, "wanted", {"requested": "JP"}, back="check", goal="hold")
    assert (found["q"], found["measure"]) == (["check"], ["preservation"])


@pytest.mark.parametrize(
    ("step", "given", "said"),
    [
        ("who", {"requesting": "DE", "requested": "Germny, Japn"}, ["'Germny'", "Did you mean Germany?", "'Japn'", "Did you mean Japan?"]),
        ("who", {"requesting": "DE", "requested": ""}, ["Say which state is asked."]),
        ("who", {"requesting": "DE", "requested": "DE"}, ["contradict each other"]),
        ("who", {"requesting": "DE", "requested": "FR, JP, BR, US, IT, ES, PL, NL, BE"}, ["at most 8"]),
        ("who", {"requesting": "XX9", "requested": "JP"}, ["ask.requesting"]),
        ("day", {"on-day": "31", "on-month": "2", "on-year": "2026"}, ["'2026-2-31' is not a day"]),
        ("day", {"on-day": "1", "on-month": "1", "on-year": "1492"}, ["1492-01-01 is outside the book"]),
        ("measure", {"measure": "poem", "goal": "live"}, ["Choose one of those listed."]),
        ("where", {"victim": "Utopia; Germany", "suspect": "Bzrail"}, ["'Utopia'", "Did you mean Brazil?"]),
        ("money", {"amount": "a lot", "left": "yesterday"}, ["yesterday"]),
        ("people", {"p-state": "FR", "p-stage": "sort of"}, ["sort of"]),
        ("urgency", {"urgency": "pressing", "danger": "maybe"}, ["pressing", "maybe"]),
        ("role", {"role": "wizard", "validated": "nobody"}, ["wizard", "nobody"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_on_the_page_and_nothing_typed_is_lost(
    lawyer: Any, step: str, given: dict[str, str], said: list[str]
) -> None:
    page = lawyer.get("/law/ask/", {"requested": "JP", "was": step, **given})
    assert page.status_code == 422
    shown = text(page)
    for one in said:
        assert one in shown, one
    assert "There is something to put right" in shown
    for value in (given.get("requested", ""), given.get("victim", ""), given.get("amount", "")):
        assert not value or f'value="{value}"' in shown


def test_facts_that_contradict_one_another_are_all_named_at_once(lawyer: Any) -> None:
    """A ticked offence and a point of it said to be missing; a seat outside the places said to be all; a state that asks itself."""
    wrong = {
        "requesting": "DE", "requested": "DE", "articles": [CORE, "ETS185:99"], "no": "without_right", "yes": "securty_measure_infringed",
        "seat": "JP", "provider": "DE", "sure": "provider", "on": "2026-02-30", "measure": "preservatoin", "categories": "contnt",
    }  # fmt: skip
    for path in ("/law/", "/law/ask/"):
        page = lawyer.get(path, {**wrong, "q": "check"})
        assert page.status_code == 422
        shown = text(page)
        for one in (
            "'2026-02-30' is not a day", "facts.provider.seat", "ask.requested", "without_right", "Did you mean 'security_measure_infringed'?",
            "ETS185:99", "Did you mean 'preservation'?", "Did you mean 'content'?",
        ):  # fmt: skip
            assert one in shown, (path, one)


def test_unknown_states_of_the_address_are_named_with_the_nearest(lawyer: Any) -> None:
    page = text(lawyer.get("/law/", {"requested": "UK", "on": "soon"}))
    assert "'UK' is no state of the book. Did you mean 'GB'?" in page and "'soon' is not a day" in page


def test_a_case_is_where_it_starts_and_its_facts_stay(desk: Any, case: Case) -> None:
    page = text(desk.get("/law/ask/", {"case": str(case.pk), "q": "where"}))
    assert 'value="Germany"' in page, "where the victim is stands in the reports"
    found = answer(desk, "where", {"case": str(case.pk)}, victim="France", storage="")
    assert found["done"] == ["where"]
    shown = text(desk.get("/law/ask/", {**found, "q": "check"}))
    assert "The victim: France" in shown and case.reference in shown
    assert "The victim: Germany" in text(desk.get("/law/ask/", {"case": str(case.pk), "q": "check"})), "the case itself is as it was"  # fmt: skip


def test_a_point_of_a_case_can_be_opened_again(desk: Any, case: Case) -> None:
    known = {"case": str(case.pk), "perhaps": CORE}
    found = answer(desk, "elements", known, **{"element-without_right": "unknown", "element-access_to_system": "yes"})  # fmt: skip
    assert "without_right" in found["open"]
    shown = text(desk.get("/law/ask/", {**found, "q": "elements"}))
    radios = re.findall(r'name="element-without_right"[^>]*value="(\w+)"[^>]*checked', shown)
    assert radios == ["unknown"]


def test_a_question_of_the_answer_leads_to_its_page(lawyer: Any) -> None:
    page = text(lawyer.get("/law/", {"requested": "JP", "articles": CORE, "measure": "stored_data_access"}))
    link = re.search(r'One question decides the most.*?href="([^"]*)"', page, re.S)
    assert link is not None and "q=elements" in link.group(1)
    assert "security measure" in text(lawyer.get(link.group(1)))


def test_roles_without_the_law_do_not_get_in(desk: Any, people: Any) -> None:
    for role in ("oversight", "intake_officer"):
        desk.sign_in(people(role))
        for path in ("ask/", "question/", "paper/", "receipt/", "measured/"):
            assert desk.get(f"/law/{path}").status_code == 403, (role, path)
        assert desk.post("/law/save/").status_code == 403
