"""The node's own PostgreSQL: starts, survives SIGKILL, ends orphans, touches no folder it did not make."""

import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from comity.kernel.errors import ComityError
from comity.node.base.postgres import Cluster, place_for, system_user

pytestmark = [pytest.mark.node, pytest.mark.django_db(databases=[])]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def cluster(folder: Path) -> Cluster:
    made = Cluster(folder / "postgres", "secret")
    made.create()
    return made


def rows(cluster: Cluster) -> int:
    with psycopg.connect(**cluster.dsn()) as connection:
        return connection.execute("SELECT count(*) FROM t").fetchone()[0]


def test_every_acknowledged_row_survives_sigkill(cluster):
    server = cluster.start()
    with psycopg.connect(**cluster.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE t (n int)")
        for number in range(50):
            connection.execute("INSERT INTO t VALUES (%s)", [number])
    for harsh in (signal.SIGKILL, signal.SIGQUIT):
        server.send_signal(harsh)
        server.wait(10)
        began = time.monotonic()
        server = cluster.start()
        assert time.monotonic() - began < 5
        assert rows(cluster) == 50
    cluster.stop(server)


def test_backends_of_a_killed_postmaster_are_ended(cluster):
    server = cluster.start()
    held = psycopg.connect(**cluster.dsn())
    held.execute("SELECT 1")
    server.kill()
    server.wait()
    server = cluster.start()  # would refuse while an old backend holds the shared memory
    with pytest.raises(psycopg.OperationalError):
        held.execute("SELECT 1")
    cluster.stop(server)
    assert list(cluster._processes()) == []


def test_a_lock_whose_number_is_another_processs_by_now_keeps_nobody_out(cluster):
    """Found by killing a whole node: the socket's lock named a process that was still to be seen, as a zombie."""
    server = cluster.start()
    server.kill()
    server.wait()
    lock = cluster.socket / f".s.PGSQL.{cluster.port}.lock"
    lines = lock.read_text().splitlines()
    # Of the same user as the server: PostgreSQL takes another user's process for no server of this socket.
    with subprocess.Popen(["sleep", "300"], user=cluster.data.stat().st_uid) as another:
        try:
            lock.write_text("\n".join([str(another.pid), *lines[1:]]) + "\n")
            cluster.stop(cluster.start())
        finally:
            another.kill()


def test_strong_settings_are_what_the_server_itself_says(cluster):
    server = cluster.start()
    try:
        with psycopg.connect(**cluster.dsn()) as connection:

            def setting(name: str) -> str:
                return connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0]

            for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums", "archive_mode"):
                assert setting(name) == "on"
            assert setting("listen_addresses") == ""
            assert setting("password_encryption") == "scram-sha-256"
            assert setting("log_statement") == "none"
            collation = connection.execute(
                "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'postgres'"
            ).fetchone()
            assert collation == ("b", "C.UTF-8")
            connection.execute("CREATE EXTENSION pg_trgm")
    finally:
        cluster.stop(server)
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700


def test_a_wrong_password_does_not_get_in(cluster):
    server = cluster.start()
    try:
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(**cluster.dsn(password="wrong"))
    finally:
        cluster.stop(server)


def test_finished_wal_is_archived(cluster):
    server = cluster.start()
    try:
        with psycopg.connect(**cluster.dsn(), autocommit=True) as connection:
            connection.execute("CREATE TABLE t (n int)")
            connection.execute("SELECT pg_switch_wal()")
        end = time.monotonic() + 10
        while not list((cluster.folder / "archive").glob("0*")) and time.monotonic() < end:
            time.sleep(0.1)
        assert list((cluster.folder / "archive").glob("0*"))
    finally:
        cluster.stop(server)


def test_a_long_path_gets_a_short_socket(folder):
    deep = folder / ("a" * 90) / "postgres"
    deep.parent.mkdir()
    cluster = Cluster(deep, "secret", durable=False, archive=False)
    assert len(str(cluster.socket)) < 90
    cluster.create()
    server = cluster.start()
    try:
        assert cluster.answers()
    finally:
        cluster.stop(server)
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    cluster.socket.rmdir()


def test_an_interrupted_creation_is_begun_again(folder):
    cluster = Cluster(folder / "postgres", "secret", durable=False, archive=False)
    cluster.create()
    (cluster.folder / "made").unlink()
    cluster.create()
    server = cluster.start()
    cluster.stop(server)


def test_no_mode_of_a_foreign_folder_is_changed(folder):
    open_to_all = folder / "postgres"
    open_to_all.mkdir(mode=0o777)
    open_to_all.chmod(0o777)
    with pytest.raises(ComityError, match=r"open to others|another user"):
        Cluster(open_to_all, "secret").create()
    assert stat.S_IMODE(open_to_all.stat().st_mode) == 0o777
    assert stat.S_IMODE(folder.stat().st_mode) == 0o711


def test_a_server_that_cannot_start_says_why(cluster):
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write("\nnonsense_setting = 1\n")
    with pytest.raises(ComityError, match="did not start") as failed:
        cluster.start()
    assert "contains errors" in str(failed.value) or "nonsense" in str(failed.value)


def test_it_never_runs_as_root(cluster):
    server = cluster.start()
    try:
        user = system_user()
        expected = os.geteuid() if user is None else user.pw_uid
        assert Path(f"/proc/{server.pid}").stat().st_uid == expected != 0
    finally:
        cluster.stop(server)


def test_root_finds_another_place_where_its_system_user_cannot_pass(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    place = place_for(closed)
    assert place.is_relative_to(closed) is (os.geteuid() != 0)
    assert place == place_for(closed)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
