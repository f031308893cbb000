"""One throw-away node for the whole test session: a folder with keys, its own PostgreSQL, every app migrated.

A ``conftest.py`` imports these fixtures with ``from tests.support.node import *``. A test marked ``node`` gets the database, rolled
back afterwards. Doors are opened as clients that speak with that door's own database role, so a missing grant fails here.

    @pytest.mark.node
    def test_intake_officer_sees_her_queue(desk, people, participants):
        desk.sign_in(people("intake_officer"))
        assert desk.get("/inbox/").status_code == 200
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from comity.kernel.actor import Actor, system
from comity.kernel.country import Country
from comity.node.base import founding, home, roles
from comity.node.base.home import Home, ParticipantEntry
from comity.node.base.postgres import Cluster

__all__ = [
    "AT",
    "Door",
    "actor_of",
    "as_door",
    "at",
    "desk",
    "django_db_setup",
    "gateway",
    "home_folder",
    "open_door",
    "participants",
    "people",
    "portal",
    "pytest_collection_modifyitems",
]  # fmt: skip

AT = datetime(2026, 11, 22, 20, 52, tzinfo=UTC)
"""The instant at which tests act, unless they say otherwise: Sunday 22 November 2026, 21:52 in Berlin."""

_HOSTED = (
    ("de-police", "Zentrale Ansprechstelle Cybercrime Kassel (demonstration)", ("police",)),
    ("de-contact", "24/7 contact point Germany (demonstration)", ("contact_point",)),
    ("de-prosecution", "Staatsanwaltschaft Kassel (demonstration)", ("prosecution",)),
    ("de-justice", "Central authority Germany (demonstration)", ("central_authority",)),
    ("de-hosting", "Muster Hosting GmbH (demonstration)", ("provider",)),
)


def _found() -> Home:
    """Make the folder of the session's node; the database is started only when a test needs it."""
    folder = Path(tempfile.mkdtemp(prefix="comity-test-"))
    folder.chmod(0o711)  # ours: the database's system user passes through where tests run as root
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    plan = founding.Plan(
        name="Node Germany (demonstration)", country="DE", zone="Europe/Berlin", languages=("en", "de"), demonstration=True,
        ports={"portal": 18401, "desk": 18402, "gateway": 18403},
        participants=[ParticipantEntry(code, name, given, Country("DE")) for code, name, given in _HOSTED],
    )  # fmt: skip
    return founding.found(folder / "node", plan)


if "COMITY_TEST_NODE" not in os.environ:
    _home = _found()
    os.environ["COMITY_TEST_NODE"] = os.environ["COMITY_NODE"] = str(_home.path)
    os.environ["COMITY_DOOR"] = "admin"
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.node.conf.settings"
    import django

    django.setup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test marked ``node`` needs the database."""
    for item in items:
        if item.get_closest_marker("node") and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def home_folder() -> Home:
    """Return the folder of the session's node."""
    found = home.current()
    assert found is not None
    return found


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, home_folder: Home
) -> Iterator[None]:
    """Start PostgreSQL for the session and migrate every app; pytest-django rolls each test back."""
    import psycopg
    from django.core.management import call_command
    from django.db import connections

    cluster = Cluster(
        home_folder.database.folder, roles.cluster_of(home_folder).password, durable=False, archive=False
    )
    cluster.create()
    server = cluster.start()
    try:
        roles.ensure(home_folder)
        with psycopg.connect(**cluster.dsn(), autocommit=True) as connection:
            # Only in tests: the owner may become each role, so that one transaction can be looked at with other eyes.
            connection.execute(
                "GRANT comity_portal, comity_desk, comity_gateway, comity_worker, comity_notary TO comity_owner"
            )
        with django_db_blocker.unblock():
            call_command("migrate", interactive=False, verbosity=0)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "django.test.TransactionTestCase._fixture_teardown", lambda _self: _empty_all_tables()
            )
            yield
        with django_db_blocker.unblock():
            connections.close_all()
    finally:
        cluster.stop(server, mode=signal.SIGQUIT)


def _empty_all_tables() -> None:
    """Empty every table after a test that committed: one statement, and the grants stay as they are."""
    from django.db import connection

    kept = {"django_migrations", "django_content_type"}
    tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names() if name not in kept)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


@contextmanager
def as_door(name: str) -> Iterator[None]:
    """Look at the database with the grants of one door's role, inside the test's own transaction."""
    from django.db import connection

    from comity.node.conf.doors import ROLES

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLES[name]}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


def Door(name: str, **defaults: Any) -> Any:
    """Make a client of one door: its addresses, its middleware, its host name, its database role."""
    from django.test import Client

    class DoorClient(Client):
        """Django's test client, at one door of the node."""

        def request(self, **request: Any) -> Any:
            with as_door(name):
                return super().request(**request)

        def sign_in(self, user: Any, *, stepped_up: bool = True) -> None:
            """Sign a person in with a second factor, as the demonstration's one-click door does."""
            self.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = self.session
            when = time.time() if stepped_up else time.time() - 3600
            session["account_authentication_methods"] = [{"method": "demonstration", "at": when}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()

    return DoorClient(**defaults)


@pytest.fixture
def open_door(settings: Any, home_folder: Home) -> Callable[[str], Any]:
    """Return a function that opens a door by name; one door at a time in a test."""

    def open_it(name: str) -> Any:
        from comity.node.conf import doors

        settings.DOOR = name
        settings.MIDDLEWARE = doors.middleware(name)
        settings.ROOT_URLCONF = doors.urlconf(name)
        entry = home_folder.doors[name]
        return Door(name, SERVER_NAME=entry.host, SERVER_PORT=str(entry.port))

    return open_it


@pytest.fixture
def portal(open_door: Callable[[str], Any]) -> Any:
    """Open the portal."""
    return open_door("portal")


@pytest.fixture
def desk(open_door: Callable[[str], Any]) -> Any:
    """Open the officers' and addressees' door."""
    return open_door("desk")


@pytest.fixture
def gateway(open_door: Callable[[str], Any]) -> Any:
    """Open the machines' door."""
    return open_door("gateway")


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """Make a folder that the database's system user can pass through, for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="comity-test-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def at() -> Iterator[datetime]:
    """Hold the node's clock at :data:`AT`."""
    from comity.node.base import clock

    with clock.holding(AT) as instant:
        yield instant


@pytest.fixture
def participants(db: None, home_folder: Home) -> dict[str, Any]:
    """Return the node's hosted participants by code: de-police, de-contact, de-prosecution, de-justice, de-hosting."""
    from comity.node.base.participants import sync_hosted

    return {row.code: row for row in sync_hosted(home_folder)}


@pytest.fixture
def people(participants: dict[str, Any]) -> Callable[..., Any]:
    """Return a maker of people: ``people("prosecutor", participant="de-prosecution") -> User``."""
    from comity.node.accounts import actions

    def make(*given: str, participant: str = "de-police", **more: Any) -> Any:
        username = more.pop(
            "username", f"{'-'.join(given).replace('_', '-') or 'nobody'}-{os.urandom(3).hex()}"
        )
        return actions.create_user(
            username,
            by=system("tests"),
            at=AT,
            participant=participant,
            roles=given,
            name=f"{username} (demonstration)",
            **more,
        )

    return make


def actor_of(user: Any, *, stepped_up: bool = True) -> Actor:
    """Return the actor a signed-in person is."""
    return Actor("officer", str(user.pk), user.participant_id, frozenset(user.roles), stepped_up)
