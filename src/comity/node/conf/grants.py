"""The grants: role -> table -> verbs, put together from the ``grants.py`` of every app and applied after each migration.

An app writes ``GRANTS = {"table": {"portal": "insert", "desk": "select insert update"}}``. Where a role may see some rows only,
it writes ``ROWS = {"table": {"portal": "SQL condition"}}``: row-level security then shows that role these rows and no others; and if
that role writes there, ``WRITES`` in the same shape says what a row it writes must be.
docs/operate/grants.md is this table in words of a page; a test compares both with the real database.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comity.node.conf.doors import NODE_APPS, ROLES

_NODE = Path(__file__).parent.parent
Table = Mapping[str, Mapping[str, str]]
VERBS = ("select", "insert", "update", "delete")
DOORS = tuple(door for door in ROLES if door != "admin")


def table() -> dict[str, dict[str, str]]:
    """Return all grants: table -> door -> verbs in their usual order.

    Raises:
        ValueError: two apps speak of one table, or a door or verb is unknown.
    """
    merged: dict[str, dict[str, str]] = {}
    for name, given in _parts("GRANTS"):
        for relation, by_door in given.items():
            if relation in merged:
                raise ValueError(f"{name}: the table {relation} has its grants elsewhere already")
            unknown = set(by_door) - set(DOORS) | {
                one for verbs in by_door.values() for one in verbs.split()
            } - set(VERBS)
            if unknown:
                raise ValueError(f"{name}: {relation}: unknown {sorted(unknown)}")
            merged[relation] = {
                door: " ".join(verb for verb in VERBS if verb in by_door[door].split())
                for door in DOORS
                if door in by_door
            }
    return dict(sorted(merged.items()))


def rows() -> dict[str, dict[str, str]]:
    """Return the conditions under which a door sees rows of a table: table -> door -> SQL."""
    return {relation: dict(by_door) for _, given in _parts("ROWS") for relation, by_door in given.items()}


def writes() -> dict[str, dict[str, str]]:
    """Return what a row must be that a door writes: table -> door -> SQL.

    Raises:
        ValueError: a door sees some rows of a table and may write there, and nothing says which.
    """
    found = {relation: dict(by_door) for _, given in _parts("WRITES") for relation, by_door in given.items()}
    granted = table()
    for relation, by_door in rows().items():
        for door in by_door:
            verbs = granted[relation].get(door, "")
            if ("insert" in verbs or "update" in verbs) and door not in found.get(relation, {}):
                raise ValueError(f"{relation}: nothing says which rows the {door} may write")
    return found


def apply(connection: Any) -> None:
    """Give every role exactly these grants on the tables that exist, in one transaction."""
    from django.db import transaction

    present = set(connection.introspection.table_names())
    everyone = ", ".join(ROLES[door] for door in DOORS)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everyone}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {everyone}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {everyone}")
        conditions, written = rows(), writes()
        for relation, by_door in table().items():
            if relation not in present:
                continue
            for door, verbs in by_door.items():
                cursor.execute(f'GRANT {", ".join(verbs.split())} ON "{relation}" TO {ROLES[door]}')
                if "insert" in verbs:
                    _grant_sequences(cursor, relation, ROLES[door])
            _row_security(cursor, relation, by_door, conditions.get(relation, {}), written.get(relation, {}))


def markdown() -> str:
    """Write the table for docs/operate/grants.md."""
    lines = ["| table | " + " | ".join(DOORS) + " |", "|---" * (len(DOORS) + 1) + "|"]
    conditions = rows()
    for relation, by_door in table().items():
        cells = [
            by_door.get(door, "") + (" (some rows)" if door in conditions.get(relation, {}) else "")
            for door in DOORS
        ]
        lines.append(f"| {relation} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _grant_sequences(cursor: Any, relation: str, role: str) -> None:
    cursor.execute(
        "SELECT s.relname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') "
        "JOIN pg_class t ON t.oid = d.refobjid WHERE s.relkind = 'S' AND t.relname = %s",
        [relation],
    )
    for (sequence,) in cursor.fetchall():
        cursor.execute(f'GRANT USAGE ON SEQUENCE "{sequence}" TO {role}')


def _row_security(
    cursor: Any,
    relation: str,
    by_door: Mapping[str, str],
    conditions: Mapping[str, str],
    written: Mapping[str, str],
) -> None:
    cursor.execute(
        "SELECT polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relname = %s",
        [relation],
    )
    for (policy,) in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON "{relation}"')
    if not conditions:
        cursor.execute(f'ALTER TABLE "{relation}" DISABLE ROW LEVEL SECURITY')
        return
    cursor.execute(f'ALTER TABLE "{relation}" ENABLE ROW LEVEL SECURITY')
    for door in by_door:
        # "true" is for doors without a condition: of them the grant of verbs is the whole limit. A door that sees some
        # rows and writes none gets "false", so that a grant added later opens nothing by itself.
        seen = conditions.get(door, "true")
        made = written.get(door, "false" if door in conditions else "true")
        cursor.execute(
            f'CREATE POLICY {door}_rows ON "{relation}" TO {ROLES[door]} USING ({seen}) WITH CHECK ({made})'
        )


def _parts(what: str) -> list[tuple[str, Table]]:
    found: list[tuple[str, Table]] = []
    for name in NODE_APPS:
        module = f"comity.node.{name}.grants"
        if (_NODE / name / "grants.py").is_file():
            found.append((module, getattr(importlib.import_module(module), what, {})))
    return found
