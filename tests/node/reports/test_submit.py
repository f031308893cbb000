"""Sending a report: once, sealed, to the hour where nameless, acknowledged so that anybody can check it."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from comity.kernel.errors import BadInput
from comity.node.audit import notary
from comity.node.audit.models import Leaf
from comity.node.base import home as homes
from comity.node.base.keyring import Keyring
from comity.node.reports import actions
from comity.node.reports.models import AcknowledgementFile, Message, Report
from comity.node.reports.queries import acknowledgement_text
from comity.suites import codes
from tests.node.reports.made import WORDS, send
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node


def test_the_same_form_twice_is_one_report(home_folder: homes.Home, participants: Any) -> None:
    first, secrets = send(home_folder, participants["de-police"], AT)
    again, _ = send(home_folder, participants["de-police"], AT + timedelta(minutes=1), secrets=secrets)
    assert first.pk == again.pk
    assert Report.objects.count() == 1
    assert Leaf.objects.filter(verb="report.submit").count() == 1


def test_nothing_she_said_is_stored_in_clear(home_folder: homes.Home, participants: Any) -> None:
    row, secrets = send(home_folder, participants["de-police"], AT)
    own = actions.open_own(secrets.code, keyring=Keyring(home_folder, "portal"))
    actions.add_message(own, "Nachtragskanarie", token=b"t" * 32, by=own.actor, at=AT)
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names() if not name.startswith("django_")]
        stored = ""
        for name in tables:
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            stored += "\n".join(text for (text,) in cursor.fetchall())
    raw = bytes.fromhex(
        "".join(
            part[2:]
            for part in stored.split()
            if part.startswith("\\x") and len(part) % 2 == 0 and set(part[2:]) <= set("0123456789abcdef")
        )
    )
    for canary in (
        "Quittenkanarie",
        "Namenskanarie",
        "kontakt.kanarie",
        "Nachtragskanarie",
        secrets.code,
        codes.normalise(secrets.code).replace("-", ""),
    ):
        assert canary not in stored
        assert canary.encode() not in raw
        assert canary.encode().hex() not in stored
    assert row.reference in stored


def test_nameless_is_known_to_the_hour_only(home_folder: homes.Home, participants: Any) -> None:
    at = datetime(2026, 11, 22, 20, 52, 31, 77, tzinfo=UTC)
    row, secrets = send(home_folder, participants["de-police"], at, anonymous=True, name="", contact="")
    own = actions.open_own(secrets.code, keyring=Keyring(home_folder, "portal"))
    actions.add_message(own, "mehr", token=b"t" * 32, by=own.actor, at=at)
    notary.order_all(Keyring(home_folder, "notary"), lambda: at)
    hour = datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert row.received_at == hour
    assert {leaf.at for leaf in Leaf.objects.filter(subject_id=str(row.pk))} == {hour}
    assert Message.objects.get().said_at == hour
    assert "2026-11-22T20:00:00Z" in json.dumps(own.document())
    text = acknowledgement_text(secrets.code, keyring=Keyring(home_folder, "portal"))
    assert text is not None


def test_acknowledgement_is_verified_off_line(
    home_folder: homes.Home, participants: Any, tmp_path: Path
) -> None:
    row, secrets = send(home_folder, participants["de-police"], AT, shows=["loss", "kind"])
    send(home_folder, participants["de-police"], AT)
    with as_door("notary"):
        notary.order_all(Keyring(home_folder, "notary"), lambda: AT)
    with as_door("portal"):
        text = acknowledgement_text(secrets.code, keyring=Keyring(home_folder, "portal"))
        own = actions.open_own(secrets.code, keyring=Keyring(home_folder, "portal"))
        copy = own.copy()
    assert text is not None
    ring = Keyring(home_folder, "admin")
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps({"keys": [ring.public("receipt"), ring.public("log")]}))
    file, report = tmp_path / "note.txt", tmp_path / "copy.json"
    file.write_text(text)
    report.write_bytes(copy)
    good = _verify(file, trust, "--report", str(report), "--json")
    assert good.returncode == 0, good.stderr
    document = json.loads(good.stdout)["document"]
    assert document["shown"] == {"loss": "4200 EUR", "kind": "money"}
    assert document["reference"] == row.reference
    assert "Namenskanarie" not in good.stdout
    report.write_bytes(copy.replace(b"Quittenkanarie", b"Quittenkanarij"))
    assert _verify(file, trust, "--report", str(report)).returncode == 1
    changed = text[:-8] + ("A" if text[-8] != "A" else "B") + text[-7:]
    file.write_text(changed)
    refused = _verify(file, trust)
    assert refused.returncode == 1
    assert "changed after it was signed" in refused.stderr


def _verify(file: Path, trust: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).with_name("comity")),
        "receipt",
        "verify",
        str(file),
        "--trust",
        str(trust),
        *more,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_each_report_is_acknowledged_once(home_folder: homes.Home, participants: Any) -> None:
    send(home_folder, participants["de-police"], AT)
    notary.order_all(Keyring(home_folder, "notary"), lambda: AT)
    send(home_folder, participants["de-police"], AT)
    notary.order_all(Keyring(home_folder, "notary"), lambda: AT)
    assert AcknowledgementFile.objects.count() == 2


def test_only_the_code_opens_it(home_folder: homes.Home, participants: Any) -> None:
    _, secrets = send(home_folder, participants["de-police"], AT)
    ring = Keyring(home_folder, "portal")
    assert (
        actions.open_own(secrets.code.lower().replace("-", " "), keyring=ring).document()["own_words"]
        == WORDS
    )
    with pytest.raises(BadInput) as unknown:
        actions.open_own(codes.new_code(), keyring=ring)
    assert unknown.value.faults[0].code == "reports.code.unknown"
    with pytest.raises(BadInput):
        actions.open_own("nonsense", keyring=ring)


def test_an_officer_reads_with_a_purpose_and_leaves_a_leaf(
    home_folder: homes.Home, participants: Any, people: Any
) -> None:
    from comity.kernel.errors import NotAllowed
    from tests.support.node import actor_of

    row, _ = send(home_folder, participants["de-police"], AT)
    intake = actor_of(people("intake_officer"))
    desk = Keyring(home_folder, "desk")
    with pytest.raises(NotAllowed):
        actions.open_report(row, by=intake, at=AT, purpose="", keyring=desk)
    with pytest.raises(NotAllowed):
        stranger = actor_of(people("intake_officer", participant="de-contact"))
        actions.open_report(row, by=stranger, at=AT, purpose="curious", keyring=desk)
    with as_door("desk"):
        opened = actions.open_report(row, by=intake, at=AT, purpose="triage", keyring=desk)
    assert (opened.own_words, opened.name) == (WORDS, "Erna Namenskanarie")
    leaf = Leaf.objects.get(verb="report.open")
    assert (leaf.actor, leaf.purpose) == (intake.label, "triage")
