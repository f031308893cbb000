"""A clerk with two tabs, a hurried hand or too much curiosity; an authority that is none any more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from comity.node.assistance.models import Hold
from comity.node.exchange.models import Counterpart
from tests.node.addressee.test_clerk import money, order

__all__ = ["money", "order"]
pytestmark = pytest.mark.node


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("1,000", "1000"),
        ("1.000,50", "1000.50"),
        ("3 150", "3150"),
        ("3150.00", "3150"),
        ("\u0663\u0661\u0665\u0660", "3150"),
    ],
)
def test_a_thousand_is_a_thousand(crew: Any, desk: Any, money: Any, typed: str, held: str) -> None:
    desk.sign_in(crew.users["clerk"])
    desk.post(f"/addressee/{money.pk}/step/hold_part/", {"amount-amount": typed, "amount-currency": "EUR"})
    assert Hold.objects.get(request=money).amount == Decimal(held)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("4.200", "EUR"),
        ("all", "EUR"),
        ("-1", "EUR"),
        ("1e3", "EUR"),
        ("NaN", "EUR"),
        ("4200.01", "EUR"),
        ("4000", "JPY"),
        ("4000", ""),
        ("999999999999999999999999", "EUR"),
    ],
)
def test_what_is_no_clear_amount_of_what_was_asked_holds_nothing(
    crew: Any, desk: Any, money: Any, typed: str, currency: str
) -> None:
    desk.sign_in(crew.users["clerk"])
    answer = desk.post(
        f"/addressee/{money.pk}/step/hold_part/", {"amount-amount": typed, "amount-currency": currency}
    )
    assert answer.status_code == 422
    assert not Hold.objects.exists() and money.parts.get().state == "served"


@pytest.mark.parametrize(
    "event", ["period_ends", "seize", "release", "withdraw", "prolong", "close", "told", "hold_released"]
)
def test_a_clerk_takes_no_step_of_the_authority_or_of_time(
    crew: Any, desk: Any, money: Any, event: str
) -> None:
    desk.sign_in(crew.users["clerk"])
    answer = desk.post(f"/addressee/{money.pk}/step/{event}/", {"note": "x"})
    assert answer.status_code in (403, 409, 422) or event == "told"
    assert money.parts.get().state == "served"


def test_an_old_tab_does_not_act_for_an_authority_that_was_suspended(
    crew: Any, desk: Any, order: Any
) -> None:
    Counterpart.objects.filter(pk="de-police").update(trust="suspended")
    desk.sign_in(crew.users["clerk"])
    answer = desk.post(f"/addressee/{order.pk}/step/confirm_hold/", {"version": str(order.version)})
    assert answer.status_code in (403, 422)
    assert order.parts.get().state == "served"


def test_two_tabs_of_a_clerk_are_one_answer(crew: Any, desk: Any, order: Any) -> None:
    desk.sign_in(crew.users["clerk"])
    seen = {"version": str(order.version)}
    assert desk.post(f"/addressee/{order.pk}/step/confirm_hold/", seen).status_code == 302
    assert (
        desk.post(f"/addressee/{order.pk}/step/decline/", seen | {"ground": "data_not_held"}).status_code
        == 422
    )
    assert order.parts.get().state == "held"


def test_the_state_that_asked_stands_nowhere_in_the_clerks_pages(crew: Any, desk: Any, order: Any) -> None:
    desk.sign_in(crew.users["clerk"])
    for path in (
        "",
        f"{order.pk}/",
        f"{order.pk}/step/confirm_hold/",
        f"{order.pk}/step/decline/",
        f"{order.pk}/notice/",
    ):
        answer = desk.get(f"/addressee/{path}")
        for hidden in ("Japan", "jp-contact", "Asia/Tokyo", "0000-000-001Y", "jp-police"):
            assert hidden not in answer.content.decode(), (path, hidden)


@pytest.mark.parametrize(
    "path", ["", "open/", "form/", "leaves/", "rights/", "authorisation/", "order/", "paper/", "draft.json"]
)
def test_a_clerk_has_no_way_into_the_officers_pages_of_her_own_order(
    crew: Any, desk: Any, order: Any, path: str
) -> None:
    desk.sign_in(crew.users["clerk"])
    for answer in (
        desk.get(f"/requests/{order.pk}/{path}"),
        desk.post(f"/requests/{order.pk}/{path}", {"purpose": "look"}),
    ):
        assert answer.status_code in (403, 405, 422), path
