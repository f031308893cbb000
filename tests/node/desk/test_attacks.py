"""A curious officer of another house with every role there is, an administrator, an overseer, nobody: at the addresses of evidence."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.accounts.models import Role
from comity.node.evidence import actions
from tests.node.assistance.conftest import BC26, PROSECUTOR, World, refusal, world
from tests.node.evidence.conftest import LATER, OFFICER, decide, files, incoming_request, items, order
from tests.support.node import AT

__all__ = ["decide", "incoming_request", "items", "refusal", "world"]
pytestmark = pytest.mark.node


@pytest.fixture
def things(
    world: World, items: Any, incoming_request: Any, decide: Any, participants: Any, home_folder: Any
) -> dict[str, Any]:
    """Items, a release that waits, a package, a consultation, offers: all of the German police and prosecution."""
    from comity.node.outcomes import actions as outcomes
    from comity.node.outreach import actions as outreach
    from tests.node.assistance.conftest import INVESTIGATOR, admit

    admit("de-prosecution")
    decide()
    asked = actions.ask_release(items[:1], incoming_request, by=OFFICER, at=AT)
    (listed,) = actions.take_in(
        files(b"country,contact,name\nDE,a@b.example,Erna Quittenkanarie\nJP,b@b.example,Ben Quittenkanarie\n"),
        owner=participants["de-police"], by=OFFICER, at=AT, case=world.case, titles=["Quittenkanarie"],
    )  # fmt: skip
    offers = outreach.prepare_offers(
        listed, case=world.case, conditions=["told by police"], why="People harmed.", by=INVESTIGATOR, at=AT, purpose="to tell", instrument=BC26
    )  # fmt: skip
    order(home_folder)
    package = actions.make_package(items[1:], by=OFFICER, at=LATER, purpose="court")
    said = outcomes.open_consultation(world.case, "jp-contact", by=PROSECUTOR, at=AT)
    notice = listed.notices.get()
    return {
        "item_id": listed.pk, "release_id": asked.pk, "package_id": package.pk, "consultation_id": said.pk, "offer_id": offers[0].pk,
        "notice_id": notice.pk, "case_id": world.case.pk,
    }  # fmt: skip


def addresses(things: dict[str, Any]) -> list[tuple[str, bool]]:
    """Return every address of the place Evidence, and whether it names a thing."""
    from django.urls import reverse

    found = []
    for name, _none in _names():
        kwargs = {part: things[part] for part in name[1] if part in things}
        if len(kwargs) == len(name[1]):
            found.append((reverse(f"desk:{name[0]}", kwargs=kwargs), bool(kwargs)))
    return found


def _names() -> list[tuple[tuple[str, tuple[str, ...]], None]]:
    from comity.node.desk.evidence.urls import urlpatterns

    return [((one.name or "", tuple(one.pattern.converters)), None) for one in urlpatterns]


SECRETS = (b"Quittenkanarie", b"Lantern", b"Amtsgericht Kassel", b"a@b.example")


@pytest.mark.parametrize(
    ("roles", "participant"),
    [
        ([one.value for one in Role], "de-hosting"),
        (["administrator"], "de-police"),
        (["oversight", "statistician"], "de-police"),
        (["addressee_clerk"], "de-hosting"),
        ([], ""),
    ],
    ids=["every role elsewhere", "administrator", "oversight", "clerk", "nobody"],
)
def test_nothing_of_evidence_for_who_has_no_part_in_it(
    things: dict[str, Any], desk: Any, people: Any, roles: list[str], participant: str
) -> None:
    if participant:
        desk.sign_in(people(*roles, participant=participant, username=f"curious-{len(roles)}"))
    walked = addresses(things)
    assert len(walked) > 12
    for address, names_a_thing in walked:
        for answer in (
            desk.get(address),
            desk.get(f"{address}?purpose=court"),
            desk.post(address, {"purpose": "court", "decision": "cleared", "say": "decision"}),
        ):
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert not any(secret in said for secret in SECRETS), address
            if names_a_thing:
                gone = answer.status_code in (403, 404, 405, 422) or "/account/" in answer.headers.get(
                    "Location", ""
                )
                assert gone, (address, answer.status_code, answer.headers.get("Location"))


def test_files_from_another_site_are_not_taken_in(
    world: World, desk: Any, people: Any, home_folder: Any
) -> None:
    """The page reads its body itself; the form's own token is asked for all the same."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from comity.node.evidence.models import Item
    from tests.support.node import Door

    entry = home_folder.doors["desk"]
    strict = Door("desk", SERVER_NAME=entry.host, SERVER_PORT=str(entry.port), enforce_csrf_checks=True)
    strict.sign_in(people("evidence_officer"))
    answer = strict.post(
        f"/evidence/add/?case={world.case.pk}",
        {"file": SimpleUploadedFile("x.log", b"planted"), "mark": "none"},
    )
    assert answer.status_code == 403 and not Item.objects.exists()
