"""The clerk's door: who asks, what, until when, what is not asked; never the file behind it nor the state that asked."""

from __future__ import annotations

import tracemalloc
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.node.assistance import actions
from comity.node.assistance.models import Hold, Request
from comity.node.deadlines.models import Deadline, Kind
from comity.node.exchange.models import Counterpart, Receipt
from tests.node.assistance.conftest import VICTIM
from tests.node.assistance.crew import arrives, order_at_holder
from tests.support.node import AT

pytestmark = pytest.mark.node


@pytest.fixture
def order(world, crew):
    """An order at the holder, served for a request of another state."""
    return order_at_holder(world, crew, arrives(world))


def test_what_the_clerk_sees(world, crew, desk, order):
    desk.sign_in(crew.users["clerk"])
    assert order.reference in desk.get("/addressee/").content.decode()
    page = desk.get(f"/addressee/{order.pk}/").content.decode()
    for said in (
        "Real: Zentrale Ansprechstelle",
        "Strafprozessordnung",
        "203.0.113.77",
        "What is not asked",
        "To hand anything over: keeping is enough",
    ):
        assert said in page, said
    for hidden in (
        "Japan",
        "jp-contact",
        "Lantern",
        "BC 29",
        "0000-000-001Y",
        VICTIM,
        "12 Gs",
        "Kassel typed",
    ):
        assert hidden not in page, hidden
    assert Receipt.objects.filter(event="opened", side="given").exists()


def test_the_list_says_by_which_day_an_answer_is_due(crew, desk, order):
    """Found by an outside verifier: a European order stood in the list without its day."""
    Request.objects.filter(pk=order.pk).update(period_days=None, ends_on=None)
    about = {"owner_id": order.owner_id, "subject_kind": "request", "subject_id": str(order.pk), "starts": AT, "zone": "Europe/Berlin", "rule": "calendar"}  # fmt: skip
    desk.sign_in(crew.users["clerk"])
    Deadline.objects.create(
        name="preserve", kind=Kind.CEILING, due=AT + timedelta(days=60), day=date(2027, 2, 1), **about
    )
    assert "Mon, 1 Feb 2027" in desk.get("/addressee/").content.decode()
    Deadline.objects.create(
        name="produce", kind=Kind.DEADLINE, due=AT + timedelta(days=10), day=date(2026, 12, 14), **about
    )
    page = desk.get("/addressee/").content.decode()
    assert "answer by Mon, 14 Dec 2026" in page and "1 Feb 2027" not in page
    Deadline.objects.update(stopped_at=AT)
    assert "answer by" not in desk.get("/addressee/").content.decode()


def test_confirmed(world, crew, desk, order):
    desk.sign_in(crew.users["clerk"])
    page = desk.post(
        f"/addressee/{order.pk}/step/confirm_hold/", {"note": "Kept since now."}, follow=True
    ).content.decode()
    assert "The authority is told" in page
    assert order.parts.get().state == "held"
    assert desk.post(f"/addressee/{order.pk}/step/confirm_hold/", {}).status_code == 422


def test_it_cannot_be_done_with_a_reason(crew, desk, order):
    desk.sign_in(crew.users["clerk"])
    answer = desk.post(f"/addressee/{order.pk}/step/decline/", {})
    assert answer.status_code == 422 and "names its ground" in answer.content.decode()
    desk.post(f"/addressee/{order.pk}/step/decline/", {"ground": "data_not_held"})
    assert order.parts.get().state == "declined"


def test_an_authority_that_was_suspended_is_shown_as_such(crew, desk, order):
    Counterpart.objects.filter(pk="de-police").update(trust="suspended")
    desk.sign_in(crew.users["clerk"])
    page = desk.get(f"/addressee/{order.pk}/").content.decode()
    assert "Not verified: do not act on it" in page and "/step/confirm_hold/" not in page


def test_officers_and_other_houses_stay_out(crew, desk, order, people):
    desk.sign_in(crew.users["duty"])
    assert desk.get(f"/addressee/{order.pk}/").status_code == 403
    desk.sign_in(people("addressee_clerk", participant="de-justice"))
    assert desk.get(f"/addressee/{order.pk}/").status_code == 403


@pytest.fixture
def money(world, crew, monkeypatch):
    from comity.law.records import Power
    from comity.node.assistance import lawbook
    from comity.node.base.models import Participant

    power = Power(
        state="DE", measure="payment_hold", statute="Geldwäschegesetz § 40", available="full", max_days=30, authority="police", authorisation="police",
        source="test", confidence="recalled", checked_on=AT.date(),
    )  # fmt: skip
    monkeypatch.setattr(lawbook, "power_for", lambda *_: power)
    Participant.objects.filter(pk="de-hosting").update(roles=["bank"])
    values = {"account": "DE02120300000000202051", "amount": {"amount": "4200", "currency": "EUR"}}
    made = actions.home_order(
        None,
        "de-hosting",
        by=crew.actor("investigator"),
        at=AT,
        measure="payment_hold",
        values=values,
        ends_on=date(2026, 12, 2),
        case=world.case,
    )
    actions.send(made, by=crew.actor("investigator"), at=AT)
    world.carry()
    return Request.objects.get(matter_id=made.matter_id, direction="in")


def test_a_bank_holds_an_amount(crew, desk, money):
    desk.sign_in(crew.users["clerk"])
    page = desk.get(f"/addressee/{money.pk}/").content.decode()
    assert "€4,200.00" in page and "The rest of the account: it stays usable" in page
    answer = desk.post(
        f"/addressee/{money.pk}/step/hold_part/", {"amount-amount": "", "amount-currency": "EUR"}
    )
    assert "never on an account" in answer.content.decode()
    answer = desk.post(
        f"/addressee/{money.pk}/step/hold_part/", {"amount-amount": "5000", "amount-currency": "EUR"}
    )
    assert "more than was asked" in answer.content.decode()
    desk.post(f"/addressee/{money.pk}/step/hold_part/", {"amount-amount": "3150", "amount-currency": "EUR"})
    assert Hold.objects.get().ends_on == date(2026, 12, 2)
    letter = desk.get(f"/addressee/{money.pk}/notice/").content.decode()
    assert "€3,150.00" in letter and "You can complain to" in letter and "from memory" in letter


def test_less_than_was_asked_is_held_in_part_whatever_was_pressed(world, crew, desk, money):
    """3,150 of 4,200 stood as held, as if it were the whole."""
    desk.sign_in(crew.users["clerk"])
    pressed = f"/addressee/{money.pk}/step/hold_amount/"
    more = desk.post(pressed, {"amount-amount": "4200.01", "amount-currency": "EUR"})
    text = more.content.decode()
    assert more.status_code == 422 and 'href="#amount-amount"' in text and 'id="amount-amount-error"' in text
    answer = desk.post(pressed, {"amount-amount": "3150", "amount-currency": "EUR"}, follow=True)
    text = answer.content.decode()
    assert "The authority is told: Confirm that a part is held" in text
    assert "€3,150.00 of €4,200.00" in text and "Held in part" in text
    assert money.parts.get().state == "partly_held"
    world.carry()
    asked = Request.objects.get(matter_id=money.matter_id, direction="out")
    desk.sign_in(crew.users["investigator"])
    text = desk.get(f"/requests/{asked.pk}/").content.decode()
    assert "€3,150.00 of €4,200.00" in text and "Held in part" in text


def test_all_that_was_asked_is_held(crew, desk, money):
    desk.sign_in(crew.users["clerk"])
    given = {"amount-amount": "4,200.00", "amount-currency": "EUR"}
    text = desk.post(f"/addressee/{money.pk}/step/hold_amount/", given, follow=True).content.decode()
    assert money.parts.get().state == "held" and " of €4,200.00" not in text


def test_files_are_handed_over_sealed(world, crew, desk, order, monkeypatch):
    from comity.node.evidence.models import Item

    made = actions.home_order(
        order.parent,
        "de-hosting",
        by=crew.actor("investigator"),
        at=AT,
        measure="production",
        case=world.case,
        values=_what(),
    )
    actions.record_authorisation(
        made,
        kind="prosecutor",
        authority="StA (demonstration)",
        dated=AT.date(),
        reference="1",
        by=crew.actor("prosecutor"),
        at=AT,
    )
    actions.send(made, by=crew.actor("investigator"), at=AT)
    world.carry()
    here = Request.objects.get(matter_id=made.matter_id, direction="in")
    desk.sign_in(crew.users["clerk"])
    answer = desk.post(f"/addressee/{here.pk}/step/produce/", {})
    assert "No file was chosen" in answer.content.decode()
    assert {part.state for part in here.parts.all()} == {"served"}
    answer = desk.post(
        f"/addressee/{here.pk}/step/produce/",
        {"file": SimpleUploadedFile("log.txt", b"203.0.113.77 - - GET /")},
        follow=True,
    )
    assert answer.status_code == 200, answer.content.decode()
    assert {part.state for part in here.parts.all()} == {"produced"}
    assert Item.objects.get().owner_id == "de-police"


@pytest.fixture
def to_produce(world, crew, order):
    """An order to hand something over, at its holder."""
    made = actions.home_order(
        order.parent, "de-hosting", by=crew.actor("investigator"), at=AT, measure="production", case=world.case, values=_what()
    )  # fmt: skip
    actions.record_authorisation(
        made, kind="prosecutor", authority="StA (demonstration)", dated=AT.date(), reference="1", by=crew.actor("prosecutor"), at=AT
    )  # fmt: skip
    actions.send(made, by=crew.actor("investigator"), at=AT)
    world.carry()
    return Request.objects.get(matter_id=made.matter_id, direction="in")


def _hand_over(desk, crew, order, content: bytes):
    """Post a form with a file as bytes, so that what the door needs of memory can be told from the form itself."""
    desk.sign_in(crew.users["clerk"])
    boundary = "comityboundary"
    form = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\n\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="mail.mbox"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n"
    ).encode() + content + f"\r\n--{boundary}--\r\n".encode()  # fmt: skip
    tracemalloc.start()
    answer = desk.generic(
        "POST",
        f"/addressee/{order.pk}/step/produce/",
        form,
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return answer, peak


@pytest.mark.parametrize("megabytes", [2.5, 30])
def test_a_large_file_is_handed_over_within_bounded_memory(crew, desk, to_produce, megabytes):
    from comity.node.evidence.models import Item

    content = bytes(int(megabytes * 1_000_000))
    answer, peak = _hand_over(desk, crew, to_produce, content)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert Item.objects.get().size == len(content)
    assert peak - len(content) < 4_000_000, (
        f"{peak} bytes at once, of which the test's own client holds the form"
    )


def test_a_file_over_the_limit_is_refused_with_the_limit(crew, desk, to_produce, monkeypatch):
    from comity.node.evidence.models import Item

    monkeypatch.setattr("comity.node.evidence.intake.MAX_FILE", 2_000_000)
    answer, _ = _hand_over(desk, crew, to_produce, bytes(2_500_000))
    assert answer.status_code == 422
    assert "mail.mbox is larger than 2 MB" in answer.content.decode()
    assert not Item.objects.exists() and {part.state for part in to_produce.parts.all()} == {"served"}


def test_a_forged_answer_of_a_clerk_is_refused(crew, desk, to_produce):
    desk.handler.enforce_csrf_checks = True
    answer, _ = _hand_over(desk, crew, to_produce, b"forged")
    assert answer.status_code == 403
    assert {part.state for part in to_produce.parts.all()} == {"served"}


def _what():
    from tests.node.assistance.conftest import SELECTOR

    return {"what_to_hand_over": SELECTOR}


def test_the_foot_of_a_clerks_page_names_the_office_that_asks_not_her_own_house(crew, desk, order):
    desk.sign_in(crew.users["clerk"])
    page = desk.get("/addressee/").content.decode()
    foot = page.partition('class="addressee__foot"')[2]
    house = crew.users["clerk"].participant.name
    assert house in page.partition('class="addressee__foot"')[0] and house not in foot
    assert "These pages are kept by" in foot and "You reach the authority" not in foot
    assert ("at the foot of this page" in page) is ("tel:" in foot)
