"""An external PostgreSQL by DATABASE_URL: roles and database made by an administrator who is no superuser; then checked."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from comity.kernel.errors import ComityError
from comity.node.base import checks, founding, home, keyring, roles
from comity.node.base.commands import environment
from comity.node.base.postgres import Cluster
from tests.support.running import free_ports

pytestmark = [pytest.mark.node, pytest.mark.django_db(databases=[])]


@pytest.fixture
def server(tmp_path: Path):
    """Stand for a managed server: TCP on loopback, a role that may make roles and databases and nothing else."""
    cluster = Cluster(tmp_path / "postgres", "super", durable=False, archive=False, port=free_ports(1)[0])
    cluster.create()
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write("\nlisten_addresses = '127.0.0.1'\n")
    with (cluster.data / "pg_hba.conf").open("a") as file:
        file.write("host all all 127.0.0.1/32 scram-sha-256\n")
    child = cluster.start()
    with psycopg.connect(**cluster.dsn(), autocommit=True) as connection:
        connection.execute("CREATE ROLE boss LOGIN CREATEROLE CREATEDB PASSWORD 'p w'")
    yield f"postgresql://boss:p%20w@127.0.0.1:{cluster.port}/comity"
    cluster.stop(child)


def found(folder: Path, url: str) -> home.Home:
    return founding.found(
        folder,
        founding.Plan(name="N", country="DE", ports={"portal": 1, "desk": 2, "gateway": 3}, database_url=url),
    )


def test_it_is_prepared_twice_and_checked(tmp_path, server):
    made = found(tmp_path / "de", server)
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "comity.node.base.prepare"],
            env=environment(made, "admin"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    host, _, port = made.database.server.rpartition(":")
    password = keyring.read_secret(made, "database", "comity_portal")
    with psycopg.connect(
        host=host, port=port, user="comity_portal", password=password, dbname="comity"
    ) as portal:
        assert portal.execute("SELECT count(*) FROM base_participant").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute("SELECT * FROM audit_leaf")
    codes = {fault.code for fault in checks.database(made)}
    assert {"node.check.weak_database", "node.check.database_without_tls"} <= codes


def test_a_server_that_is_not_there_is_said_so(tmp_path):
    made = found(tmp_path / "de", f"postgresql://boss:x@127.0.0.1:{free_ports(1)[0]}/comity")
    with pytest.raises(ComityError, match="cannot be reached"):
        roles.ensure(made)


def test_the_environment_of_whoever_starts_us_does_not_lead_astray(tmp_path, monkeypatch):
    for name, value in {"PGPORT": "1", "PGHOST": "nowhere.invalid", "PGDATABASE": "x", "PGUSER": "y"}.items():
        monkeypatch.setitem(os.environ, name, value)
    cluster = Cluster(tmp_path / "postgres", "secret", durable=False, archive=False)
    cluster.create()
    child = cluster.start()
    assert cluster.answers()
    cluster.stop(child)
