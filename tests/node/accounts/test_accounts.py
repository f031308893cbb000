"""Accounts are made and changed by administrators, for their own participant, never their own; each change leaves a leaf."""

import pytest

from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.accounts import actions
from comity.node.accounts.models import User
from comity.node.audit.models import Leaf
from tests.support.node import AT, actor_of, as_door

pytestmark = pytest.mark.node


def make(by, **more) -> User:
    values = {"participant": "de-police", "name": "Some One (demonstration)", "roles": ["investigator"]}
    return actions.create_user("some.one", by=by, at=AT, **(values | more))


def test_an_administrator_makes_accounts_of_their_own_participant(people):
    boss = actor_of(people("administrator"))
    with as_door("desk"):
        user = make(boss)
    assert user.roles == ["investigator"]
    assert not user.has_usable_password()
    assert Leaf.objects.filter(verb="account.create", subject_id=str(user.pk), actor=boss.label).count() == 1
    with pytest.raises(NotAllowed):
        make(boss, participant="de-justice")


@pytest.mark.parametrize("role", ["intake_officer", "oversight", "prosecutor"])
def test_nobody_else_does(people, role):
    with pytest.raises(NotAllowed):
        make(actor_of(people(role)))


def test_all_faults_at_once(people):
    boss = actor_of(people("administrator"))
    with pytest.raises(BadInput) as refused:
        actions.create_user(
            "Bad Name!",
            by=boss,
            at=AT,
            participant="de-police",
            name="",
            roles=["wizard"],
            password="short",
            email="x",
        )
    assert {fault.facts.get("field", fault.facts.get("role")) for fault in refused.value.faults} == {
        "username", "name", "email", "password", "wizard",
    }  # fmt: skip


def test_a_name_is_given_once(people):
    boss = actor_of(people("administrator"))
    make(boss)
    with pytest.raises(Conflict):
        make(boss)


def test_nobody_changes_their_own_roles(people):
    user = people("administrator")
    with pytest.raises(NotAllowed, match="another person"):
        actions.set_roles(user, ["prosecutor"], by=actor_of(user), at=AT)
    other = people("investigator")
    assert actions.set_roles(other, ["prosecutor"], by=actor_of(user), at=AT).roles == ["prosecutor"]
    with pytest.raises(NotAllowed, match="sign in again"):
        actions.switch(other, active=False, by=actor_of(user, stepped_up=False), at=AT)


def test_a_switched_off_account_is_nobody(people, desk):
    user = people("intake_officer")
    desk.sign_in(user)
    actions.switch(user, active=False, by=actor_of(people("administrator")), at=AT)
    assert desk.get("/account/factors/").headers["Location"].startswith("/account/sign-in/")


def test_passwords_are_kept_by_argon2_only(people):
    user = people("intake_officer", password="correct horse battery staple 9")
    assert user.password.startswith("argon2$")
