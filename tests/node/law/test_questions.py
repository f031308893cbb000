"""What if and next steps at the desk: asked by a person, answered by the worker's child, shown as the command line answers."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction

from comity.cli.law_steps import next_steps_command, what_if_command
from comity.kernel.errors import Conflict
from comity.node.accounts.models import Role
from comity.node.base import lawbook
from comity.node.law import heavy, questions, stepping
from comity.node.law.children import Children
from comity.node.law.face import DESK
from comity.node.law.models import LawQuestion
from comity.policy import may_ever
from tests.support.node import AT, actor_of, as_door

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]

CHOSEN = SimpleNamespace(book=None)
"""What ``comity law`` hands its commands: the book of the checkout."""


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def lawyer(people: Any) -> Any:
    return people("legal_officer")


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Children:
    """Give the worker of this test a child of its own."""
    own = Children()
    monkeypatch.setattr(questions, "children", own)
    return own


def ratification() -> str:
    """A step that opens ways: a state that is no party to the treaty most instruments ask for."""
    book = lawbook.book()
    state = next(one for one in sorted(book.states) if _tries(one))
    return stepping.token(stepping.make("ratify", state, _tries(state)[0]))


def _tries(state: str) -> list[str]:
    book = lawbook.book()
    found = [one["value"] for one in stepping.lists(book, "ratify", state)["items"]]
    return [one for one in found if book.treaty(one).entry_into_force is not None]


def answer(child: Children) -> None:
    """Walk the worker's round until the answer is written down."""
    with as_door("worker"):
        assert questions.walk(AT) == 1
        child.wait()
        assert questions.walk(AT) == 1
        assert questions.walk(AT) == 0


@pytest.mark.timeout(300)
def test_what_if_from_the_form_to_the_answer_of_the_command_line(
    desk: Any, lawyer: Any, child: Children
) -> None:
    desk.sign_in(lawyer)
    step = ratification()
    kind, state, treaty = step.split("|")
    form = desk.get(DESK.link("what-if", query={"kind": kind, "state": state}))
    assert f'value="{treaty}"' in text(form)
    added = desk.get(DESK.link("what-if", query={"kind": kind, "state": state, "about": treaty}))
    assert added.status_code == 302
    page = text(desk.get(added["Location"]))
    assert "Steps so far" in page
    sent = desk.post(DESK.link("what-if"), {"step": step, "layer": "any", "on": "2026-11-22"})
    assert sent.status_code == 302
    waiting = desk.get(sent["Location"])
    assert waiting["Refresh"]
    assert "Being worked out" in text(waiting)
    assert "<meta http-equiv" not in text(waiting)
    answer(child)
    shown = desk.get(sent["Location"])
    assert "Refresh" not in shown
    row = LawQuestion.objects.get()
    printed = CliRunner().invoke(
        what_if_command,
        ["--ratify", state, treaty, "--on", "2026-11-22", "--json"],
        obj=CHOSEN,
        catch_exceptions=False,
    )
    assert json.loads(printed.output) == row.answer
    downloaded = desk.get(DESK.link("law-question-json", question_id=row.pk))
    assert json.loads(downloaded.content) == row.answer
    body = text(shown)
    assert "Protections that fall away" in body
    assert "Protections missing" in body
    assert "assumed in this simulation" in body
    assert "no judgement on any state" in body
    assert "14 days" in body
    assert f">{row.answer['routes']['opened']:,}<".replace(",", "") in body.replace(",", "").replace(
        "\u202f", ""
    )


@pytest.mark.timeout(300)
def test_next_steps_are_those_of_the_command_line_and_none_only_takes_away(
    desk: Any, lawyer: Any, child: Children
) -> None:
    desk.sign_in(lawyer)
    sent = desk.post(
        DESK.link("next-steps"),
        {
            "state": "JP",
            "more": "",
            "number": "1",
            "kind": ["ratify", "withdraw"],
            "weights": "equal",
            "layer": "duty",
        },
    )
    assert sent.status_code == 302
    answer(child)
    row = LawQuestion.objects.get()
    arguments = ["--state", "JP", "--kind", "ratify", "--kind", "withdraw", "--duty"]
    printed = CliRunner().invoke(
        next_steps_command,
        [*arguments, "--on", row.parameters["on"], "--json"],
        obj=CHOSEN,
        catch_exceptions=False,
    )
    assert json.loads(printed.output) == row.answer
    body = text(desk.get(sent["Location"]))
    for ranked in row.answer["ranked"]:
        assert any(step["kind"] != "withdraw" for step in ranked["steps"])
        assert ranked["steps"][0]["text"] in body
    assert body.count("Protections missing") >= len(row.answer["ranked"])


def test_the_same_question_is_put_once(desk: Any, lawyer: Any) -> None:
    desk.sign_in(lawyer)
    given = {"step": ratification(), "layer": "any"}
    first, second = (desk.post(DESK.link("what-if"), given) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert LawQuestion.objects.count() == 1


def test_a_desk_cannot_heap_up_questions(people: Any) -> None:
    actor = actor_of(people("legal_officer"))
    for number in range(questions.AT_ONCE):
        questions.ask(heavy.NEXT_STEPS, {"number": number}, by=actor, at=AT)
    with pytest.raises(Conflict) as caught, transaction.atomic():
        questions.ask(heavy.NEXT_STEPS, {"number": 99}, by=actor, at=AT)
    assert caught.value.faults[0].code == "law.question.too_many"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"step": "ratify|ZZ|nothing"}, ["no state", "no treaty"]),
        ({"step": "fly|DE|moon"}, ["is no step"]),
        ({"step": ""}, ["is no step"]),
        ({}, ["not complete"]),
        ({"step": "conclude|DE|DE"}, ["with itself"]),
        ({"step": "amend|DE|ETS185:2|-nonsense"}, ["No offence has the element", "nonsense"]),
    ],
)
def test_bad_steps_are_named_and_nothing_is_asked(
    desk: Any, lawyer: Any, given: dict[str, str], said: list[str]
) -> None:
    desk.sign_in(lawyer)
    answer = desk.post(DESK.link("what-if"), given)
    assert answer.status_code == 422
    body = text(answer)
    assert [one for one in said if one not in body] == []
    assert not LawQuestion.objects.exists()


def test_bad_rankings_are_named_all_at_once_and_nothing_typed_is_lost(desk: Any, lawyer: Any) -> None:
    desk.sign_in(lawyer)
    given = {"state": "JP", "more": "Frankreich, Atlantis", "number": "9", "weights": "gold", "kind": "fly", "on": "soon"}  # fmt: skip
    answer = desk.post(DESK.link("next-steps"), given)
    assert answer.status_code == 422
    body = text(answer)
    for said in (
        "Atlantis",
        "&#39;9&#39; steps",
        "gold",
        "no kind of step",
        "is not a day",
        "Frankreich, Atlantis",
    ):
        assert said in body
    assert not LawQuestion.objects.exists()


@pytest.mark.parametrize("role", [one.value for one in Role])
def test_the_table_of_roles_decides_who_asks(desk: Any, people: Any, role: str) -> None:
    user = people(role)
    desk.sign_in(user)
    may = may_ever(actor_of(user), "route.view")
    for name in ("what-if", "next-steps", "atlas", "relation"):
        query = {"other": "JP"} if name == "relation" else {}
        assert desk.get(DESK.link(name, query=query)).status_code == (200 if may else 403), name
    sent = desk.post(DESK.link("what-if"), {"step": ratification()})
    assert sent.status_code == (302 if may else 403)


def test_another_desk_does_not_see_what_was_asked(desk: Any, people: Any, lawyer: Any) -> None:
    row = questions.ask(heavy.NEXT_STEPS, {"states": ["JP"], "number": 1, "duty": False, "on": "2026-11-22"}, by=actor_of(lawyer), at=AT)  # fmt: skip
    desk.sign_in(people("legal_officer", participant="de-justice"))
    for name in ("law-question", "law-question-json"):
        assert desk.get(DESK.link(name, question_id=row.pk)).status_code == 403
    assert DESK.link("law-question", question_id=row.pk) not in text(desk.get(DESK.link("next-steps")))


def test_what_the_child_cannot_answer_is_said(desk: Any, lawyer: Any, child: Children) -> None:
    desk.sign_in(lawyer)
    row = questions.ask(
        heavy.NEXT_STEPS,
        {
            "states": ["ZZ"],
            "number": 1,
            "kinds": [],
            "weights": None,
            "duty": False,
            "on": "2026-11-22",
            "lang": "en",
        },
        by=actor_of(lawyer),
        at=AT,
    )
    answer(child)
    row.refresh_from_db()
    assert row.answer is None
    assert row.faults[0]["code"] == "law.next_steps.unknown_state"
    assert "no state" in text(desk.get(DESK.link("law-question", question_id=row.pk)))


def test_a_child_that_died_is_told_of_and_not_tried_for_ever(lawyer: Any, child: Children) -> None:
    row = questions.ask(heavy.NEXT_STEPS, {"on": "no day"}, by=actor_of(lawyer), at=AT)
    assert questions.walk(AT) == 1
    child.wait()
    assert questions.walk(AT) == 1
    row.refresh_from_db()
    assert row.faults == [{"code": "law.question.failed", "facts": {}}]
