"""What a node of the demonstration holds when it first opens: its people, its counterparts, earlier reports, its clock."""

from __future__ import annotations

from datetime import datetime

from comity.kernel.actor import Actor, system
from comity.node.base.home import Home
from comity_demo import material, moments, people

_BY = system("demonstration")


def prepare(home: Home) -> None:
    """Fill a node; done again it changes nothing."""
    code = home.country.lower()
    if code not in people.RUNNING or not (home.path.parent / "network.json").exists():
        return  # another demonstration node: it has a clock and one-click sign-in, but not our people
    from comity.node.base import clock
    from comity.node.base.models import DemonstrationClock

    if not DemonstrationClock.objects.exists():
        clock.jump(moments.MOMENTS["before"].at)
    with clock.holding() as now:
        _people(code, now)
        _counterparts(code, now)
        _reports(code, now)


def _people(code: str, at: datetime) -> None:
    from comity.node.accounts import actions
    from comity.node.accounts.models import User

    known = set(User.objects.values_list("username", flat=True))
    zone = people.COUNTRIES[code].zone
    for person in people.of(code):
        if person.username not in known:
            actions.create_user(
                person.username, by=_BY, at=at, participant=person.participant, name=f"{person.name} {people.MARK}",
                roles=[person.role], zone=zone,
            )  # fmt: skip


def _counterparts(code: str, at: datetime) -> None:
    """Read the signed directory and have the two lawyers of the central authority admit everybody in it."""
    from comity.node.exchange import actions as exchange
    from comity.node.exchange.models import Counterpart

    exchange.sync(at)
    first, second = _lawyers(code)
    waiting = Counterpart.objects.filter(listed=True).exclude(trust=Counterpart.Trust.ADMITTED)
    for other in waiting.order_by("pk").values_list("pk", flat=True):
        if not Counterpart.objects.get(pk=other).changes.filter(confirmed_at=None).exists():
            reason = "same_country" if other.startswith(f"{code}-") else "agreement_in_force"
            exchange.ask_trust(other, "admitted", reason, by=first, at=at)
        exchange.confirm_trust(other, by=second, at=at)


def _lawyers(code: str) -> tuple[Actor, Actor]:
    from comity.node.accounts.models import User

    names = [person.username for person in people.of(code) if person.role == "legal_officer"][:2]
    users = User.objects.filter(username__in=names).order_by("username")
    first, second = (
        Actor(
            kind="officer",
            id=str(user.pk),
            participant=user.participant_id,
            roles=frozenset(user.roles),
            stepped_up=True,
        )
        for user in users
    )
    return first, second


def _reports(code: str, at: datetime) -> None:
    from comity.node.reports.importing import import_records
    from comity.node.reports.queries import desk_for_reports
    from comity.triage.intake import read

    intake = read(material.earlier(code), format="jsonl")
    if intake.records:
        import_records(intake.records, owner=desk_for_reports(), by=_BY, at=at)
