"""The table of grants in the docs, the one in the program, and the real database say the same."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from comity.node.conf import grants
from comity.node.conf.doors import ROLES

pytestmark = pytest.mark.node
DOCS = Path(__file__).parents[3] / "docs" / "operate" / "grants.md"
INSERT_ONLY = ("audit_leaf", "audit_position", "audit_checkpoint")


def test_the_docs_show_the_table():
    assert grants.markdown() in DOCS.read_text(encoding="utf-8"), (
        "write it anew with: python tools/grants_table.py"
    )


def test_the_database_holds_exactly_these_grants(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants"
            " WHERE table_schema = 'public' AND grantee <> 'comity_owner'"
        )
        real = {(table, role, verb.lower()) for table, role, verb in cursor.fetchall()}
        present = set(connection.introspection.table_names(cursor))
    wanted = {
        (table, ROLES[door], verb)
        for table, by_door in grants.table().items()
        if table in present
        for door, verbs in by_door.items()
        for verb in verbs.split()
    }
    assert real == wanted


def test_nobody_but_the_owner_rewrites_audit_and_custody():
    for table, by_door in grants.table().items():
        if table in INSERT_ONLY or table.startswith(("audit_", "custody_")):
            for door, verbs in by_door.items():
                allowed = {"select", "insert"} | (
                    {"delete"} if (table, door) == ("audit_pending", "notary") else set()
                )
                assert set(verbs.split()) <= allowed, (table, door)


def test_every_grant_is_for_a_table_that_exists(db):
    tables = set(connection.introspection.table_names())
    assert [table for table in grants.table() if table not in tables] == []


def test_every_table_of_ours_is_granted_to_somebody():
    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("comity.")}
    assert ours - set(grants.table()) == set()


def test_the_portal_reads_no_session_no_account_and_no_key():
    for table in ("django_session", "accounts_user", "mfa_authenticator", "base_datakey"):
        assert "select" not in grants.table()[table].get("portal", "")


def test_roles_hold_no_right_beyond_their_grants(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'comity\\_%%' AND rolname NOT IN ('comity_super', 'comity_owner')"
            " AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication)",
            [],
        )
        assert cursor.fetchall() == []
