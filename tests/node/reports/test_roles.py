"""What the portal's database role sees: the row of the code it was shown, its own draft, and nothing else."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from comity.node.base.keyring import Keyring
from comity.node.letters.models import Letter, SentMessage
from comity.node.reports import actions, drafts
from comity.node.reports.holding import holding
from comity.node.reports.models import Draft, Message, Report, ReportFile
from comity.suites import mac
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
