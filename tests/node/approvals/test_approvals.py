"""Two persons: never one in two roles, two sessions of one, or two races to the same end."""

import threading

import pytest
from django.db import IntegrityError, connections, transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import ComityError, Conflict, NotAllowed
from comity.node.approvals import actions, queries
from comity.node.approvals.models import Approval, Order
from comity.node.audit.models import Leaf
from comity.policy import Attributes
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node
DOCUMENT = {"item": "a1", "to": "jp-justice"}
GIVEN = Attributes(owner="de-police", authorised=True)


def officer(
    number: int, *, stepped_up: bool = True, participant: str = "de-police", role: str = "evidence_officer"
) -> Actor:
    return Actor("officer", str(number), participant, frozenset({role}), stepped_up)


def ask(participants, by: Actor, **more) -> Order:
    values = {
        "owner": participants["de-police"],
        "subject_kind": "item",
        "subject_id": "a1",
        "document": DOCUMENT,
        "at": AT,
    }
    return actions.ask("evidence.release", by=by, **(values | more))


def approve(order: Order, by: Actor, attributes: Attributes = GIVEN) -> Approval:
    return actions.approve(order, by=by, at=AT, attributes=attributes)


def test_asked_by_one_given_by_another_used_once(participants):
    with as_door("desk"):
        order = ask(participants, officer(1))
        assert list(queries.waiting(by=officer(2), at=AT)) == [order]
        approve(order, officer(2))
        assert queries.is_approved(order)
        actions.use(order.pk, by=officer(1), at=AT, document=DOCUMENT)
        with pytest.raises(Conflict):
            actions.use(order.pk, by=officer(1), at=AT, document=DOCUMENT)
    assert set(Leaf.objects.values_list("verb", flat=True)) == {
        "approval.ask",
        "approval.give",
        "approval.use",
    }


def test_one_person_is_not_two(participants):
    order = ask(participants, officer(1))
    with pytest.raises(NotAllowed, match="another person"):
        approve(order, officer(1))
    with pytest.raises(NotAllowed, match="another person"):
        approve(order, officer(1, role="prosecutor"))
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the program
        Approval.objects.create(order=order, given_by="officer:1", asked_by="officer:1", given_at=AT)
    with pytest.raises(NotAllowed, match="Nobody else"):
        actions.use(order.pk, by=officer(1), at=AT, document=DOCUMENT)


@pytest.mark.parametrize(
    "by",
    [officer(2, stepped_up=False), officer(2, role="statistician"), officer(2, participant="de-contact")],
    ids=["without step-up", "without the right", "of another participant"],
)
def test_who_may_not_approve(participants, by):
    with pytest.raises(NotAllowed):
        approve(ask(participants, officer(1)), by)


def test_no_approval_without_the_authorisation_that_the_act_needs(participants):
    order = ask(participants, officer(1))
    for authorised in (False, None):
        with pytest.raises(NotAllowed):
            approve(order, officer(2), Attributes(owner="de-police", authorised=authorised))


def test_what_is_done_is_what_was_approved(participants):
    order = ask(participants, officer(1))
    approve(order, officer(2))
    with pytest.raises(Conflict, match="not what was approved"):
        actions.use(order.pk, by=officer(1), at=AT, document=DOCUMENT | {"to": "xr-police"})


def test_orders_expire_and_can_be_asked_again(participants):
    order = ask(participants, officer(1))
    later = order.expires_at
    with pytest.raises(Conflict, match="expired"):
        actions.approve(order, by=officer(2), at=later, attributes=GIVEN)
    with pytest.raises(Conflict, match="waits for a second person"):
        ask(participants, officer(3))
    assert ask(participants, officer(3), at=later) != order


def test_only_who_asked_withdraws(participants):
    order = ask(participants, officer(1))
    with pytest.raises(NotAllowed):
        actions.withdraw(order, by=officer(2), at=AT)
    actions.withdraw(order, by=officer(1), at=AT)
    with pytest.raises(Conflict):
        approve(order, officer(2))


def test_asking_needs_a_step_up(participants):
    with pytest.raises(NotAllowed):
        ask(participants, officer(1, stepped_up=False))


@pytest.mark.django_db(transaction=True)
def test_races_end_with_one_use_by_two_persons(participants):
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def run(work) -> None:
        start.wait()
        try:
            work()
            outcomes.append("done")
        except ComityError as error:
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    order = ask(participants, officer(1))
    approve(order, officer(2))
    works = [
        lambda n=n: actions.use(order.pk, by=officer(n), at=AT, document=DOCUMENT) for n in (1, 2, 1, 2, 1, 2)
    ]
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Conflict"] * 5 + ["done"]
    assert Leaf.objects.filter(verb="approval.use").count() == 1
