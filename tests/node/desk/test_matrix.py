"""Promise 6, walked from the addresses: every route x every role x own, granted, foreign and nested-foreign object.

What the policy table refuses is refused by the page, and no page shows anything of a matter that is not the reader's. A new
route is in here by itself; one with an object nobody described fails until a line in ``OBJECTS`` says what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from comity.kernel.actor import Actor, system
from comity.law.route import routes
from comity.node.accounts.models import Role
from comity.node.assistance import actions as assistance
from comity.node.assistance import permissions as request_permissions
from comity.node.assistance.models import Request
from comity.node.base import lawbook
from comity.node.base.keyring import Keyring
from comity.node.base.permissions import PUBLIC, allowed, codes_only, declared
from comity.node.cases import actions as cases
from comity.node.cases import permissions as case_permissions
from comity.node.cases import queries as case_queries
from comity.node.cases.models import Case, CaseGrant, Confidentiality
from comity.node.evidence import permissions as evidence_permissions
from comity.node.law import permissions as law_permissions
from comity.node.law import questions as law_questions
from comity.node.law.models import LawQuestion
from comity.node.letters import permissions as letter_permissions
from comity.node.letters.models import Letter
from comity.node.linkage import permissions as link_permissions
from comity.node.linkage.models import Link
from comity.node.outcomes import permissions as outcome_permissions
from comity.node.outreach import permissions as outreach_permissions
from comity.node.reports import permissions as report_permissions
from comity.node.reports.models import Report
from comity.node.reports.writing import draft_letter
from comity.policy import Attributes, may_ever
from tests.node.desk.exhibits import Exhibits, exhibits
from tests.node.desk.made import lantern, received
from tests.support.node import AT, actor_of

pytestmark = pytest.mark.node

ROLES = [one.value for one in Role]
GROUPS = [ROLES[:3], ROLES[3:6], ROLES[6:]]
STRICT = ("inbox/", "cases/", "law/", "directory/", "clocks/")
"""Places where a page must also *let in* whoever the table lets in; elsewhere more than the table decides (a step, a state)."""
READABLE = (*STRICT, "evidence/")
"""Places whose pages must be *shown* to whoever the table lets in: what is pressed there may need another verb."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One desk's matter with everything an address can name, and words that nobody else may read."""

    report: Report
    case: Case
    letter: Letter
    link: Link
    grant: CaseGrant
    flag: Confidentiality
    request: Request
    exhibits: Exhibits
    question: LawQuestion

    @property
    def secrets(self) -> tuple[str, ...]:
        return (
            self.report.reference, self.case.reference, self.case.working_name, self.request.reference, str(self.report.pk), str(self.case.pk),
            str(self.question.pk), *self.exhibits.secrets,
        )  # fmt: skip


def _matter(code: str, name: str, participants: Any, people: Any, home: Any) -> Matter:
    owner, ring = participants[code], Keyring(home, "desk")
    intake, lead = people("intake_officer", participant=code), people("investigator", participant=code)
    received(home, owner, "Auch ich: konto-sicherheit.example", at=AT - timedelta(days=1))
    report = lantern(home, owner)
    case = cases.open_case(
        name, by=actor_of(intake), at=AT, keyring=ring, reports=[report], with_linked=True, lead=lead
    )
    given = cases.grant(
        case,
        f"officer:{lead.pk}",
        "look",
        until=AT + timedelta(days=9),
        purpose="test",
        by=actor_of(lead),
        at=AT,
        keyring=ring,
    )
    flag = cases.flag(case, "request_secrecy", until=None, by=actor_of(lead), at=AT)
    letter = draft_letter(
        report,
        "joined_with_others",
        event="joined",
        values={"number": "1"},
        by=system("tests"),
        at=AT,
        keyring=ring,
    )
    asked = case_queries.scenario(case, on=date(2026, 11, 23), requested=["JP"], measure="preservation")
    found = [
        one
        for one in routes(lawbook.book(), asked).routes
        if one.status == "open" and one.instrument.lifecycle == "preserve"
    ]
    request = assistance.draft(case, found[:1], by=actor_of(lead), at=AT)
    link = Link.objects.get(owner_id=code)
    shown = exhibits(case, request, by=actor_of(lead))
    question = law_questions.ask(
        LawQuestion.Kind.NEXT_STEPS,
        {"states": ["JP"], "number": 1, "kinds": [], "weights": None, "on": "2026-11-22", "duty": False, "lang": "en"},
        by=actor_of(lead),
        at=AT,
    )  # fmt: skip
    return Matter(report, case, letter, link, given, flag, request, shown, question)


@pytest.fixture
def own(participants: Any, people: Any, home_folder: Any, at: Any) -> Matter:
    return _matter("de-police", "Quarzit", participants, people, home_folder)


@pytest.fixture
def foreign(participants: Any, people: Any, home_folder: Any, at: Any) -> Matter:
    return _matter("de-justice", "Basalt", participants, people, home_folder)


_Object = Callable[[Matter], tuple[Any, Attributes]]


def _report(matter: Matter) -> tuple[Any, Attributes]:
    grants = case_permissions.grants_on_report(matter.report)
    return matter.report.pk, report_permissions.of(matter.report, purpose="-", at=AT, grants=grants)


def _case(matter: Matter) -> tuple[Any, Attributes]:
    return matter.case.pk, case_permissions.of(matter.case, purpose="-", at=AT)


def _letter(matter: Matter) -> tuple[Any, Attributes]:
    grants = case_permissions.grants_on_report(matter.report)
    return matter.letter.pk, letter_permissions.of(matter.letter, at=AT, grants=grants)


def _link(matter: Matter) -> tuple[Any, Attributes]:
    grants = (
        *case_permissions.grants_on_report(matter.link.first_id),
        *case_permissions.grants_on_report(matter.link.second_id),
    )
    return matter.link.pk, link_permissions.of(matter.link, at=AT, grants=grants)


def _request(matter: Matter) -> tuple[Any, Attributes]:
    return matter.request.pk, request_permissions.of(matter.request, at=AT, purpose="-", authorised=True)


def _item(matter: Matter) -> tuple[Any, Attributes]:
    item = matter.exhibits.item
    return item.pk, evidence_permissions.of(item, purpose="-", at=AT, done_by=[item.by])


def _of_request(matter: Matter) -> Attributes:
    """Describe what goes out under the request: whose the request is, they see it too."""
    request = matter.request
    return evidence_permissions.of(
        matter.exhibits.item,
        purpose="-",
        at=AT,
        authorised=True,
        parties=[request.owner_id, *request.parties],
    )


def _offer(matter: Matter) -> tuple[Any, Attributes]:
    return matter.exhibits.offer.pk, outreach_permissions.of_offer(matter.exhibits.offer, purpose="-", at=AT)


def _notice(matter: Matter) -> tuple[Any, Attributes]:
    notice = matter.exhibits.notice
    return notice.pk, outreach_permissions.of_notice(notice, purpose="-", at=AT)


def _consultation(matter: Matter) -> tuple[Any, Attributes]:
    row = matter.exhibits.consultation
    return row.pk, outcome_permissions.of(row, purpose="-", at=AT)


OBJECTS: dict[str, _Object] = {
    "report_id": _report,
    "case_id": _case,
    "letter_id": _letter,
    "link_id": _link,
    "grant_id": lambda matter: (matter.grant.pk, _case(matter)[1]),
    "flag_id": lambda matter: (matter.flag.pk, _case(matter)[1]),
    "request_id": _request,
    "item_id": _item,
    "package_id": lambda matter: (matter.exhibits.package.pk, _of_request(matter)),
    "release_id": lambda matter: (matter.exhibits.release.pk, _of_request(matter)),
    "offer_id": _offer,
    "notice_id": _notice,
    "consultation_id": _consultation,
    "question_id": lambda matter: (matter.question.pk, law_permissions.of(matter.question)),
}
"""What an address names -> the thing and what policy looks at. The last one in an address is the one it decides on."""

PLAIN: dict[str, Any] = {
    "code": "de-justice", "event": "send", "kind": "state", "name": "JP", "which": "stored", "message": uuid4(), "pk": 0,
    "username": "nobody", "figures_id": uuid4(),
}  # fmt: skip
"""Parts of an address that name no person's matter."""


QUERIES = {"desk:evidence-package-file": "?purpose=court"}
"""What an address needs beside its path before the table lets anybody in."""


@dataclass(frozen=True, slots=True)
class Address:
    """One route of the officers' door."""

    route: str
    name: str
    verbs: tuple[str, ...]
    kwargs: tuple[str, ...]

    @property
    def things(self) -> tuple[str, ...]:
        return tuple(one for one in self.kwargs if one in OBJECTS)

    def at(self, matter: Matter, inner: Matter | None = None) -> str:
        """Return the address for a matter; ``inner``: whose the innermost thing is."""
        given: dict[str, Any] = {}
        for one in self.kwargs:
            whose = inner if inner is not None and one == self.things[-1] else matter
            given[one] = OBJECTS[one](whose)[0] if one in OBJECTS else PLAIN[one]
        return reverse(self.name, kwargs=given) + QUERIES.get(self.name, "")

    def methods(self, actor: Actor) -> tuple[str, ...]:
        """Return how to call it: both ways where there is a thing and a role that could; else one answer stands for both."""
        return (
            ("get", "post") if self.things and any(may_ever(actor, verb) for verb in self.verbs) else ("get",)
        )

    def must_let_in(self, method: str) -> bool:
        """Say whether nothing but the table decides here."""
        return self.route.startswith(READABLE if method == "get" else STRICT)

    def lets_in(self, actor: Actor, matter: Matter) -> bool:
        """Say what the table decides for this actor on the thing the address names."""
        if not self.things:
            return any(may_ever(actor, verb) for verb in self.verbs)
        about = OBJECTS[self.things[-1]](matter)[1]
        return any(allowed(actor, verb, about) for verb in self.verbs)


def addresses(settings: Any) -> list[Address]:
    """Walk the officers' door and return every route that is not public."""

    def walk(
        resolver: Any, prefix: str = "", space: str = "", kwargs: tuple[str, ...] = ()
    ) -> Iterator[Address]:
        for one in resolver.url_patterns:
            route, more = prefix + str(one.pattern), kwargs + tuple(one.pattern.converters)
            if isinstance(one, URLPattern):
                verbs = declared(one.callback)
                if verbs != (PUBLIC,):
                    yield Address(route, f"{space}{one.name}", verbs, more)
            else:
                yield from walk(one, route, space + (f"{one.namespace}:" if one.namespace else ""), more)

    return list(walk(get_resolver(settings.ROOT_URLCONF)))


def test_every_address_is_described(desk: Any, settings: Any) -> None:
    found = addresses(settings)
    assert len(found) > 60
    unknown = {kwarg for one in found for kwarg in one.kwargs if kwarg not in OBJECTS and kwarg not in PLAIN}
    assert not unknown, "say in OBJECTS what these name, or in PLAIN that they name nobody's matter"
    assert not [one.route for one in found if not one.verbs or codes_only(one.verbs)]


@dataclass(slots=True)
class Walk:
    """Calls every address and notes what went wrong."""

    desk: Any
    wrong: list[str]
    calls: int = 0

    def call(self, address: str, method: str) -> tuple[int, str]:
        """Call an address; whatever it changed is undone."""
        self.calls += 1
        with transaction.atomic():
            answer = getattr(self.desk, method)(address)
            transaction.set_rollback(True)
        body = answer.content.decode(errors="replace") if not answer.streaming else ""
        return answer.status_code, body


@pytest.mark.timeout(600)
@pytest.mark.parametrize("roles", GROUPS, ids=" ".join)
def test_no_role_gets_what_the_table_refuses(
    desk: Any, settings: Any, people: Any, own: Matter, foreign: Matter, roles: list[str]
) -> None:
    walk = Walk(desk, [])
    found = addresses(settings)
    sides = {"de-police": "own", "de-hosting": "somebody without leave"}
    for role in roles:
        for participant, side in sides.items():
            user = people(role, participant=participant)
            actor = actor_of(user)
            desk.sign_in(user)
            for address in found:
                lets_in = address.lets_in(actor, own)
                for method in address.methods(actor):
                    status, body = walk.call(address.at(own), method)
                    where = f"{role}, {side}: {method} {address.route} -> {status}"
                    if status >= 500:
                        walk.wrong.append(where)
                    elif not lets_in and status not in {403, 404, 405}:
                        walk.wrong.append(f"{where}, refused by the table")
                    elif lets_in and status == 403 and address.things and address.must_let_in(method):
                        walk.wrong.append(f"{where}, allowed by the table")
                    if participant != "de-police" and any(
                        secret in body for secret in own.secrets if secret not in address.at(own)
                    ):
                        walk.wrong.append(f"{where} shows the matter of another desk")
                    if any(secret in body for secret in foreign.secrets):
                        walk.wrong.append(f"{where} shows a foreign matter")
    assert walk.wrong == []
    assert walk.calls > 400


@pytest.mark.timeout(600)
@pytest.mark.parametrize("roles", GROUPS, ids=" ".join)
def test_a_foreign_thing_inside_an_own_address_is_refused(
    desk: Any, settings: Any, people: Any, own: Matter, foreign: Matter, roles: list[str]
) -> None:
    walk = Walk(desk, [])
    for role in roles:
        user = people(role)
        actor = actor_of(user)
        desk.sign_in(user)
        for address in addresses(settings):
            if not address.things:
                continue
            for method in address.methods(actor):
                tried = [address.at(foreign)]
                if len(address.things) > 1:
                    tried.append(address.at(own, inner=foreign))
                for one in tried:
                    status, body = walk.call(one, method)
                    where = f"{role}: {method} {address.route} -> {status}"
                    if status not in {403, 404, 405}:
                        walk.wrong.append(where)
                    if any(secret in body for secret in foreign.secrets if secret not in one):
                        walk.wrong.append(f"{where} shows it")
    assert walk.wrong == []


def test_leave_opens_what_it_names_and_ends(
    desk: Any, settings: Any, people: Any, own: Matter, home_folder: Any
) -> None:
    user = people("prosecutor", participant="de-prosecution")
    lead = actor_of(people("investigator"))
    ring = Keyring(home_folder, "desk")
    given = cases.grant(
        own.case,
        f"officer:{user.pk}",
        "work",
        until=AT + timedelta(days=1),
        purpose="test",
        by=lead,
        at=AT,
        keyring=ring,
    )
    desk.sign_in(user)
    walk = Walk(desk, [])
    opened = [
        one
        for one in addresses(settings)
        if one.things and one.must_let_in("get") and one.lets_in(actor_of(user), own)
    ]
    assert {"desk:report", "desk:case", "desk:letter", "desk:evidence-item"} <= {one.name for one in opened}
    for address in opened:
        status, _body = walk.call(address.at(own), "get")
        if status not in {200, 302, 405}:
            walk.wrong.append(f"{address.route} -> {status}")
    assert walk.wrong == []
    cases.end_grant(given, by=lead, at=AT)
    own_right = {one.name for one in opened if one.lets_in(actor_of(user), own)}
    assert own_right <= {"desk:evidence-release-one", "desk:evidence-package-file"}, (
        "her desk is a party of the request"
    )
    for address in [one for one in opened if one.name not in own_right]:
        status, body = walk.call(address.at(own), "get")
        if status not in {403, 405} or any(
            secret in body for secret in own.secrets if secret not in address.at(own)
        ):
            walk.wrong.append(f"after the end: {address.route} -> {status}")
    assert walk.wrong == []


def test_nobody_gets_in_without_signing_in(desk: Any, settings: Any, own: Matter) -> None:
    walk = Walk(desk, [])
    for address in addresses(settings):
        for method in ("get", "post"):
            status, body = walk.call(address.at(own), method)
            if status not in {302, 405} or any(secret in body for secret in own.secrets):
                walk.wrong.append(f"{method} {address.route} -> {status}")
    assert walk.wrong == []


@pytest.mark.parametrize("door", ["portal", "gateway"])
def test_other_doors_show_nothing_of_a_matter(open_door: Any, settings: Any, own: Matter, door: str) -> None:
    client = open_door(door)
    seen: list[str] = []
    for pattern in _plain(get_resolver(settings.ROOT_URLCONF)):
        with transaction.atomic():
            answer = client.get(f"/{pattern}")
            transaction.set_rollback(True)
        body = (
            b"".join(answer.streaming_content).decode(errors="replace")
            if answer.streaming
            else answer.content.decode(errors="replace")
        )
        if answer.status_code >= 500 or any(secret in body for secret in own.secrets):
            seen.append(f"{pattern} -> {answer.status_code}")
    assert seen == []


def _plain(resolver: Any, prefix: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            if "<" not in route:
                yield route
        else:
            yield from _plain(one, route)


def test_the_walk_sees_a_page_that_forgets_to_ask(
    desk: Any, people: Any, own: Matter, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sign_in(people("investigator", participant="de-hosting"))
    walk = Walk(desk, [])
    address = f"/cases/{own.case.pk}/"
    assert walk.call(address, "get")[0] == 403
    monkeypatch.setattr("comity.node.desk.cases.objects.require", lambda *_: None)
    status, body = walk.call(address, "get")
    assert status == 200
    assert own.case.working_name in body
