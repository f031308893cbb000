"""The database roles of a node: one that owns the tables and migrates, and one for each process with nothing but its grants.

What each may do with which table is in ``comity.node.conf.grants``; here they are made and can log in.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from comity.kernel.errors import Conflict
from comity.node.base import faults
from comity.node.base.home import Home
from comity.node.base.keyring import DATABASE_ROLES, read_secret
from comity.node.base.postgres import SUPERUSER, Cluster

_OWNER = DATABASE_ROLES[0]
_OLDEST = 150_000


def cluster_of(home: Home) -> Cluster:
    """Return the node's own cluster, as its folder and keys say."""
    return Cluster(
        home.database.folder,
        read_secret(home, "database", SUPERUSER),
        archive_timeout=home.database.archive_timeout,
        archive=not home.demonstration,
    )


def administration(home: Home, name: str = "postgres") -> dict[str, Any]:
    """Return the parameters with which ``psycopg`` connects as the one who may make roles and databases."""
    if not home.database.server:
        return cluster_of(home).dsn(name=name)
    host, _, port = home.database.server.rpartition(":")
    user, _, password = read_secret(home, "database", "admin").partition("\n")
    return {
        "host": host,
        "port": int(port),
        "user": user,
        "password": password,
        "dbname": name,
        "connect_timeout": 5,
    }


def ensure(home: Home) -> None:
    """Make the roles and the database where they are missing, and set the passwords to those in ``keys/``.

    Raises:
        Conflict: the server cannot be reached, or is older than PostgreSQL 15.
    """
    try:
        with psycopg.connect(**administration(home), autocommit=True) as server:
            if server.info.server_version < _OLDEST:
                raise Conflict(faults.DATABASE_OLD.fault(version=str(server.info.server_version // 10_000)))
            _roles(server, home)
            _database(server, home.database.name)
        with psycopg.connect(**administration(home, home.database.name), autocommit=True) as database:
            database.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(_OWNER)))
            database.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise Conflict(
            faults.DATABASE_FAILED.fault(
                what="cannot be reached", reason=reason, log=str(home.database.folder)
            )
        ) from error


def _roles(server: psycopg.Connection[Any], home: Home) -> None:
    for role in DATABASE_ROLES:
        found = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        # A new role has no other right than to log in; who is no superuser may not even say so of an old one.
        statement = "ALTER ROLE {} PASSWORD {}" if found else "CREATE ROLE {} LOGIN PASSWORD {}"
        secret = sql.Literal(read_secret(home, "database", role))
        server.execute(sql.SQL(statement).format(sql.Identifier(role), secret))


def _database(server: psycopg.Connection[Any], name: str) -> None:
    if server.info.user != SUPERUSER:  # a managed server: only a member may give a database to a role
        server.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(_OWNER)))
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(name), sql.Identifier(_OWNER)
            )
        )
    server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    for role in DATABASE_ROLES:
        server.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(role))
        )
