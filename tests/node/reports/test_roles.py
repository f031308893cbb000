"""What the portal's database role sees: the row of the code it was shown, its own draft, and nothing else."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from comity.kernel.identifier import new_id, reference
from comity.node.base.keyring import Keyring
from comity.node.letters.models import Letter, SentMessage
from comity.node.reports import actions, drafts
from comity.node.reports.holding import holding
from comity.node.reports.models import Draft, Message, Report, ReportFile
from comity.suites import codes, mac
from tests.node.reports.made import send
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node


def test_the_portal_lists_nothing(home_folder: Any, participants: Any) -> None:
    send(home_folder, participants["de-police"], AT)
    send(home_folder, participants["de-police"], AT)
    drafts.begin("report", {"a": 1}, keyring=Keyring(home_folder, "portal"), at=AT)
    with as_door("portal"):
        for model in (Report, ReportFile, Message, Draft, Letter, SentMessage):
            assert model._default_manager.count() == 0, model


def test_the_portal_sees_one_report_by_its_code(home_folder: Any, participants: Any) -> None:
    mine, secrets = send(home_folder, participants["de-police"], AT)
    send(home_folder, participants["de-police"], AT)
    digest = mac.code_digest(Keyring(home_folder, "portal").code(), secrets.code)
    with as_door("portal"), holding(code=digest):
        assert [row.pk for row in Report.objects.all()] == [mine.pk]
    with as_door("portal"), holding(code=b"x" * 32):
        assert Report.objects.count() == 0
    own = actions.open_own(secrets.code, keyring=Keyring(home_folder, "portal"))
    actions.add_message(own, "mehr", token=b"t" * 32, by=own.actor, at=AT)
    with as_door("portal"), holding(code=digest):
        assert Message.objects.count() == 1


def copied(row: Report | Message, **changed: Any) -> Report | Message:
    """Make the same row once more, not saved yet, with what a portal that was taken over would write into it."""
    fields = {one.attname: getattr(row, one.attname) for one in type(row)._meta.concrete_fields}
    fields |= {"id": new_id(), "token": new_id().bytes * 2}
    if isinstance(row, Report):
        fields["reference"] = reference()
    return type(row)(**{**fields, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "closed"},
        {"state": "in_case"},
        {"source": "import"},
        {"read_at": AT},
        {"withdrawn_at": AT},
        {"urgency": "routine"},
        {"attempts": 5},
        {"next_try_at": AT},
        {"failing_step": "linkage"},
        {"code_digest": None},
        {"code_digest": b"y" * 32},
    ],
    ids=str,
)
def test_the_portal_stores_only_a_report_nobody_has_touched(
    home_folder: Any, participants: Any, changed: dict[str, Any]
) -> None:
    row, _ = send(home_folder, participants["de-police"], AT)
    new = b"x" * 32
    with as_door("portal"), holding(code=new), transaction.atomic():
        copied(row, code_digest=new).save(force_insert=True)  # as it should be
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with as_door("portal"), holding(code=b"z" * 32), refused, transaction.atomic():
        copied(row, **{"code_digest": b"z" * 32, **changed}).save(force_insert=True)


@pytest.mark.parametrize(
    "changed",
    [
        {"direction": "to_reporter"},
        {"kind": "letter"},
        {"released_at": AT},
        {"read_at": AT},
        {"report_id": "other"},
    ],
    ids=str,
)
def test_the_portal_says_only_what_the_reporter_says_in_her_own_report(
    home_folder: Any, participants: Any, changed: dict[str, Any]
) -> None:
    other, _ = send(home_folder, participants["de-police"], AT)
    _, secrets = send(home_folder, participants["de-police"], AT)
    keyring = Keyring(home_folder, "portal")
    own = actions.open_own(secrets.code, keyring=keyring)
    said = actions.add_message(own, "mehr", token=b"t" * 32, by=own.actor, at=AT)
    changed = {name: other.pk if value == "other" else value for name, value in changed.items()}
    digest = mac.code_digest(keyring.code(), secrets.code)
    with as_door("portal"), holding(code=digest), transaction.atomic():
        copied(said).save(force_insert=True)
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with as_door("portal"), holding(code=digest), refused, transaction.atomic():
        copied(said, **changed).save(force_insert=True)


def test_the_portal_keeps_no_draft_of_somebody_else(home_folder: Any, participants: Any) -> None:
    mine = drafts.begin("report", {"a": 1}, keyring=Keyring(home_folder, "portal"), at=AT)
    holder = mac.code_digest(Keyring(home_folder, "portal").code(), codes.normalise(mine))
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with as_door("portal"), holding(holder=holder), refused, transaction.atomic():
        assert Draft.objects.filter(holder=holder).update(holder=b"o" * 32)  # hers, given away
    with as_door("portal"), holding(holder=holder), refused, transaction.atomic():
        Draft(kind="report", holder=b"o" * 32, expires_at=AT, content=b"x").save(force_insert=True)


def test_a_door_that_sees_some_rows_says_what_it_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    from comity.node.conf import grants
    from comity.node.reports import grants as of_reports

    monkeypatch.setattr(of_reports, "WRITES", {})
    with pytest.raises(ValueError, match="nothing says which rows the portal may write"):
        grants.writes()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_report SET state = 'closed'",
        "DELETE FROM reports_report",
        "SELECT * FROM reports_selectorvalue",
        "SELECT * FROM audit_leaf",
        "SELECT * FROM base_datakey",
        "UPDATE base_keywrap SET kid = 'x'",
        "UPDATE reports_message SET kind = 'x'",
        "INSERT INTO reports_acknowledgementfile VALUES (gen_random_uuid(), 'x', now())",
        "UPDATE letters_letter SET state = 'released'",
        "INSERT INTO letters_sentmessage VALUES (gen_random_uuid(), '', '', now())",
    ],
)
def test_the_portal_may_not(participants: Any, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with as_door("portal"), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_case_tables_are_closed_to_the_portal(participants: Any) -> None:
    closed = [
        name
        for name in connection.introspection.table_names()
        if name.startswith(
            ("cases_", "linkage_", "triage_", "assistance_", "evidence_", "accounts_", "exchange_")
        )
    ]
    assert closed
    for name in closed:
        with (
            as_door("portal"),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f'SELECT 1 FROM "{name}"')


def test_the_notary_signs_without_a_key_that_opens(home_folder: Any) -> None:
    from comity.kernel.errors import NotAllowed

    with pytest.raises(NotAllowed):
        Keyring(home_folder, "notary").opening("de-police")
    with pytest.raises(NotAllowed):
        Keyring(home_folder, "portal").opening("de-police")
