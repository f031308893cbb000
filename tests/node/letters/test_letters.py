"""Letters: drafted by events, released by a person, held by a flag, opened by her code alone."""

from datetime import timedelta
from typing import Any

import pytest

from comity.kernel.actor import system
from comity.kernel.errors import Conflict, NotAllowed
from comity.node.audit.models import Leaf
from comity.node.base import sealing
from comity.node.base.keyring import Keyring
from comity.node.letters import actions, flags, queries, words
from comity.node.letters.flags import Flag
from comity.node.letters.models import Letter, SentMessage
from comity.node.reports import actions as reports
from comity.node.reports.holding import holding
from comity.node.reports.writing import draft_letter
from tests.node.reports.made import send
from tests.support.node import AT, actor_of, as_door

pytestmark = pytest.mark.node


@pytest.fixture(autouse=True)
def no_other_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flags, "_askers", {})


def drafted(home: Any, row: Any, **more: Any) -> Letter:
    return draft_letter(
        row, "acknowledged", event="report_read", values={"received": "22. November 2026"}, by=system("letters"), at=AT,
        keyring=Keyring(home, "desk"), **more,
    )  # fmt: skip


def test_an_event_drafts_once_and_only_a_person_releases(
    home_folder: Any, participants: Any, people: Any
) -> None:
    row, secrets = send(home_folder, participants["de-police"], AT)
    letter = drafted(home_folder, row)
    assert drafted(home_folder, row).pk == letter.pk
    assert b"Meldung" not in bytes(letter.body)
    ring = Keyring(home_folder, "desk")
    with pytest.raises(NotAllowed):
        actions.release(letter, by=system("rounds"), at=AT, keyring=ring)
    with pytest.raises(NotAllowed):
        actions.release(
            letter, by=actor_of(people("intake_officer", participant="de-contact")), at=AT, keyring=ring
        )
    own = reports.open_own(secrets.code, keyring=Keyring(home_folder, "portal"))
    with as_door("portal"), holding(code=own.code_digest):
        assert queries.released(row.data_key_id).count() == 0
    officer = actor_of(people("intake_officer"))
    with as_door("desk"):
        actions.release(letter, by=officer, at=AT, keyring=ring)
    with pytest.raises(Conflict):
        actions.release(letter, by=officer, at=AT, keyring=ring)
    with as_door("portal"), holding(code=own.code_digest):
        shown = queries.released(row.data_key_id).get()
        text = words.read(sealing.read_bytes(shown, own.key, "body"))
    assert row.reference in text.text()
    assert text.subject and row.reference not in text.subject
    assert Leaf.objects.get(verb="letter.release").actor == officer.label
    with as_door("portal"), holding(code=b"o" * 32):
        assert Letter.objects.count() == 0


def test_taking_a_report_up_drafts_a_letter_in_her_language(
    home_folder: Any, participants: Any, people: Any, at: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row, _ = send(home_folder, participants["de-police"], AT)
    officer = actor_of(people("intake_officer"))
    for state in ("in_triage", "in_case"):
        with django_capture_on_commit_callbacks(execute=True):
            reports.move(row, state, by=officer, at=AT)
    letter = Letter.objects.get()
    assert (letter.state, letter.kind, letter.language) == ("draft", "acknowledged", "de")
    key = sealing.open_as(row.data_key, "de-police", Keyring(home_folder, "desk"))
    text = words.read(sealing.read_bytes(letter, key, "body")).text()
    assert "22. Nov. 2026" in text
    assert row.reference in text


def test_a_flag_holds_it(home_folder: Any, participants: Any, people: Any) -> None:
    row, _ = send(home_folder, participants["de-police"], AT)
    officer, ring = actor_of(people("intake_officer")), Keyring(home_folder, "desk")
    until = AT + timedelta(days=30)
    letter = drafted(home_folder, row, not_before=until, reason_code="request_secrecy")
    with pytest.raises(Conflict) as held:
        actions.release(letter, by=officer, at=AT, keyring=ring)
    assert held.value.faults[0].code == "letters.letter.flagged"
    assert actions.release(letter, by=officer, at=until, keyring=ring).state == "released"


def test_a_flag_set_later_holds_an_earlier_draft(home_folder: Any, participants: Any, people: Any) -> None:
    row, _ = send(home_folder, participants["de-police"], AT)
    letter = drafted(home_folder, row)
    flags.register("cases", lambda one, at: Flag("inquiry_secret"))
    with pytest.raises(Conflict):
        actions.release(
            letter, by=actor_of(people("intake_officer")), at=AT, keyring=Keyring(home_folder, "desk")
        )
    assert SentMessage.objects.count() == 0


def test_withheld_is_not_released(home_folder: Any, participants: Any, people: Any) -> None:
    row, _ = send(home_folder, participants["de-police"], AT)
    officer, ring = actor_of(people("intake_officer")), Keyring(home_folder, "desk")
    letter = actions.withhold(drafted(home_folder, row), "unsafe_contact", until=None, by=officer, at=AT)
    with pytest.raises(Conflict):
        actions.release(letter, by=officer, at=AT, keyring=ring)


def test_is_this_message_from_us(home_folder: Any, participants: Any, people: Any) -> None:
    row, _ = send(home_folder, participants["de-police"], AT)
    ring = Keyring(home_folder, "portal")
    letter = drafted(home_folder, row)
    key = sealing.open_as(row.data_key, "de-police", Keyring(home_folder, "desk"))
    text = words.read(sealing.read_bytes(letter, key, "body")).text()
    with as_door("portal"):
        assert queries.is_ours(text, keyring=ring).verdict == "not_sent"  # a draft was sent to nobody
    actions.release(
        letter, by=actor_of(people("intake_officer")), at=AT, keyring=Keyring(home_folder, "desk")
    )
    with as_door("portal"):
        assert queries.is_ours(text, keyring=ring).verdict == "sent"
        assert (
            queries.is_ours(
                "  " + text.replace("\n", "  \r\n ") + "\n\nvon meinem Telefon gesendet", keyring=ring
            ).verdict
            == "sent"
        )
        # Found by a first user: a page of ours copied whole was called a forgery.
        page = f"Leave this page\nKassel (demonstration)\n22 November\n{text}\nNumber of this letter: {words.numbers_in(text)[-1]}. With it anybody can check."
        found = queries.is_ours(page, keyring=ring)
        assert (found.verdict, found.more) == ("sent", True)
        assert not queries.is_ours(text, keyring=ring).more
        assert queries.is_ours(words.numbers_in(text)[-1].lower(), keyring=ring).verdict == "cannot_tell"
        assert (
            queries.is_ours(page.replace("nie", "immer").replace("never", "always"), keyring=ring).verdict
            == "not_sent"
        )
        assert (
            queries.is_ours(text.replace("nie", "immer").replace("never", "always"), keyring=ring).verdict
            == "not_sent"
        )
        assert (
            queries.is_ours(
                "Bitte zahlen Sie 200 EUR an diese IBAN, dann holen wir Ihr Geld zurück", keyring=ring
            ).verdict
            == "not_sent"
        )
        assert queries.is_ours("hallo", keyring=ring).verdict == "cannot_tell"
        assert SentMessage.objects.count() == 0  # without its number no row is seen
