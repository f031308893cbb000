"""The worker reads new reports: selectors, urgency, registered steps; a failing step loses nothing and is seen."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from comity.node.base import sealing
from comity.node.base.keyring import Keyring
from comity.node.reports import actions, queries, readers, rounds
from comity.node.reports.models import Message, Report, SelectorValue
from comity.node.reports.readers import Reading
from tests.node.reports.made import send
from tests.support.node import AT, actor_of, as_door

pytestmark = pytest.mark.node


@pytest.fixture(autouse=True)
def only_our_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other apps' steps have tests of their own."""
    monkeypatch.setattr(readers, "_steps", {})
    yield


def values(home: Any, row: Report) -> dict[str, str]:
    key = sealing.open_as(row.data_key, row.owner_id, Keyring(home, "worker"))
    return {f"{one.kind}/{one.found}": sealing.read(one, key, "value") for one in row.selectors.all()}


def test_selectors_and_urgency(home_folder: Any, participants: Any) -> None:
    answers = {
        "first": "money", "money_when": "today", "stop_loss": "called", "money_why": "false_page", "money_how": "transfer",
        "money_to": "FR14 2004 1010 0505 0001 3M02 606", "story": "Anruf von +49 561 7071234, Seite https://konto-sicherheit.example/x",
    }  # fmt: skip
    row, _ = send(home_folder, participants["de-police"], AT, answers=answers, own_words=answers["story"])
    with as_door("worker"):
        assert rounds.read_new(AT) == 1
        assert rounds.read_new(AT) == 0
    row.refresh_from_db()
    found = values(home_folder, row)
    assert found["iban/answer"] == "FR1420041010050500013M02606"
    assert (
        found["domain/words"] == "konto-sicherheit.example"
        or "konto-sicherheit.example" in found["url/words"]
    )
    assert found["phone/words"] == "+495617071234"
    assert "kontakt.kanarie@mail.example" not in found.values()
    assert row.urgency in {"emergency", "urgent"}
    assert row.urgency_reasons
    assert row.read_at == AT


def test_a_failing_step_loses_nothing_and_is_seen(home_folder: Any, participants: Any, people: Any) -> None:
    broken = True
    seen: list[str] = []

    def step(reading: Reading, at: datetime) -> None:
        if broken:
            raise RuntimeError
        seen.append(reading.report.reference)

    readers.register("links", step)
    row, _ = send(home_folder, participants["de-police"], AT)
    good, _ = send(home_folder, participants["de-police"], AT)
    assert rounds.read_new(AT) == 0
    row.refresh_from_db()
    assert (row.failing_step, row.attempts, row.read_at) == ("links", 1, None)
    assert SelectorValue.objects.count() == 0
    intake = actor_of(people("intake_officer"))
    assert {one.pk for one in queries.failing(intake)} == {row.pk, good.pk}
    assert {one.pk for one in queries.inbox(intake)} == {row.pk, good.pk}
    assert rounds.read_new(AT + timedelta(seconds=29)) == 0
    row.refresh_from_db()
    assert row.attempts == 1  # not due yet
    broken = False
    assert rounds.read_new(AT + timedelta(seconds=31)) == 2
    row.refresh_from_db()
    assert (row.failing_step, row.read_at) == ("", AT + timedelta(seconds=31))
    assert sorted(seen) == sorted([row.reference, good.reference])


def test_what_is_added_is_read_again(home_folder: Any, participants: Any) -> None:
    row, secrets = send(home_folder, participants["de-police"], AT)
    rounds.read_new(AT)
    own = actions.open_own(secrets.code, keyring=Keyring(home_folder, "portal"))
    actions.add_message(own, "Und er rief an von +49 561 7079999", token=b"t" * 32, by=own.actor, at=AT)
    assert rounds.read_new(AT) == 1
    assert "+495617079999" in values(home_folder, row).values()
    assert rounds.read_new(AT) == 0
    assert SelectorValue.objects.filter(report=row, kind="phone").count() == 1


def test_withdrawal_is_noted_and_nothing_deleted(home_folder: Any, participants: Any) -> None:
    row, secrets = send(home_folder, participants["de-police"], AT)
    own = actions.open_own(secrets.code, keyring=Keyring(home_folder, "portal"))
    actions.add_message(own, "", token=b"w" * 32, by=own.actor, at=AT, kind="withdrawal")
    actions.add_message(own, "", token=b"w" * 32, by=own.actor, at=AT, kind="withdrawal")
    with as_door("worker"):
        assert rounds.note_withdrawals(AT) == 1
        assert rounds.note_withdrawals(AT) == 0
    row.refresh_from_db()
    assert row.withdrawn_at == AT
    assert Message.objects.count() == 1
    assert actions.open_own(secrets.code, keyring=Keyring(home_folder, "portal")).document()["own_words"]


def test_distress_only_raises(home_folder: Any, participants: Any) -> None:
    calm, _ = send(
        home_folder,
        participants["de-police"],
        AT,
        facts={"marks": [], "tags": []},
        amount=None,
        own_words="Nur ein falscher Shop.",
    )
    loud, _ = send(
        home_folder,
        participants["de-police"],
        AT,
        facts={"marks": [], "tags": []},
        amount=None,
        own_words="I want to kill myself.",
    )
    rounds.read_new(AT)
    calm.refresh_from_db()
    loud.refresh_from_db()
    assert (calm.urgency, loud.urgency) == ("routine", "urgent")
