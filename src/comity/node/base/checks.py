"""Is a node fit for production? Its settings, its key files, and what the running database says of itself."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg

from comity.kernel.errors import Fault, declare
from comity.node.base.home import Home
from comity.node.base.roles import administration

DEMONSTRATION = declare(
    "node.check.demonstration",
    "This node is a demonstration: its keys and sign-in are not safe.",
    "Found a new node without --demo.",
)
PLAIN_HTTP = declare(
    "node.check.plain_http",
    "The scheme is http.",
    'Put a proxy with TLS in front and write scheme = "https".',
)
OPEN_FILE = declare(
    "node.check.open_file",
    "{path} can be read by others (mode {mode}).",
    "Change its mode to 0600, folders to 0700.",
)
AS_ROOT = declare("node.check.root", "The node runs as root.", "Run it as a user of its own.")
RECOVERY_HERE = declare(
    "node.check.recovery_key_here",
    "The recovery key lies on this machine ({path}).",
    "Move it to a safe place: it opens every report.",
)
WEAK_DATABASE = declare(
    "node.check.weak_database",
    "The database has {setting} = {value}; it must be {wanted}.",
    "Correct it in the server's configuration.",
)
SUPERUSER_ROLE = declare(
    "node.check.role_too_strong",
    "The database role {role} may do more than its grants ({what}).",
    "Take that right away.",
)
NO_TLS = declare(
    "node.check.database_without_tls",
    "The database at {server} was reached without TLS.",
    "Set it up with TLS, or use a Unix socket.",
)

_WANTED = {
    "fsync": {"on"},
    "synchronous_commit": {"on", "remote_write", "remote_apply"},
    "full_page_writes": {"on"},
    "data_checksums": {"on"},
    "password_encryption": {"scram-sha-256"},
    "log_statement": {"none"},
    "archive_mode": {"on", "always"},
}


def everything(home: Home) -> list[Fault]:
    """Return all that speaks against production; needs the database running."""
    return [*settings(home), *database(home)]


def settings(home: Home) -> list[Fault]:
    """Check what can be seen without the database."""
    found = []
    if home.demonstration:
        found.append(DEMONSTRATION.fault())
    if home.scheme != "https":
        found.append(PLAIN_HTTP.fault())
    if os.geteuid() == 0:
        found.append(AS_ROOT.fault())
    for path in sorted(home.keys.rglob("*")):
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            found.append(OPEN_FILE.fault(path=str(path), mode=oct(mode)))
    recovery = home.keys / "node" / "recovery.json"
    if recovery.exists() and not home.demonstration:
        found.append(RECOVERY_HERE.fault(path=str(recovery)))
    return found


def database(home: Home) -> list[Fault]:
    """Check what the running server says of itself, not what a file says about it."""
    found = []
    with psycopg.connect(**administration(home, home.database.name)) as server:
        for setting, wanted in _WANTED.items():
            row = server.execute("SELECT current_setting(%s)", [setting]).fetchone()
            value = str(row[0]) if row else ""
            if value not in wanted:
                found.append(
                    WEAK_DATABASE.fault(setting=setting, value=value, wanted=" or ".join(sorted(wanted)))
                )
        rows = server.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname LIKE 'comity\\_%%'"
            " AND rolname <> 'comity_super'"
        )
        for role, *rights in rows:
            names = ("superuser", "createrole", "createdb", "bypassrls")
            what = ", ".join(name for name, has in zip(names, rights, strict=True) if has)
            if what:
                found.append(SUPERUSER_ROLE.fault(role=role, what=what))
        on_socket = Path(str(server.info.host)).is_absolute() if server.info.host else True
        if not on_socket and not server.pgconn.ssl_in_use:
            found.append(NO_TLS.fault(server=home.database.server))
    return found
