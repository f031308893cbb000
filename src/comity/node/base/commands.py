"""``comity node ...``: found, run, check and migrate a node; open a prompt in it."""

from __future__ import annotations

import code
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from comity.cli.output import NO, emit, note, print_line, print_table
from comity.kernel.errors import BadInput, Conflict
from comity.node.base import checks, faults, founding, roles
from comity.node.base.home import PARTICIPANT_ROLES, Home, ParticipantEntry, read
from comity.node.base.supervise import Supervisor

_COMMANDS = "comity.node.commands"
_FOLDER = click.Path(path_type=Path, file_okay=False)


class Commands(click.Group):
    """The commands of ``base``, and those that apps above it register under the entry-point group ``comity.node.commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command."""
        return sorted({*super().list_commands(ctx), *(one.name for one in entry_points(group=_COMMANDS))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command of ours, or load the one an app registered under that name."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        found = next(iter(entry_points(group=_COMMANDS, name=cmd_name)), None)
        command = found.load() if found is not None else None
        return command if isinstance(command, click.Command) else None


@click.group(cls=Commands)
def node() -> None:
    """Found, run and keep a node."""


@node.command()
@click.argument("folder", type=_FOLDER)
@click.option("--country", required=True, help="Country code, such as DE.")
@click.option("--name", required=True, help="Name of the office people turn to.")
@click.option(
    "--zone", default="UTC", show_default=True, help="Time zone of its people, such as Europe/Berlin."
)
@click.option("--language", "languages", multiple=True, default=("en",), show_default=True)
@click.option("--port", default=8100, show_default=True, help="First of three ports: portal, desk, gateway.")
@click.option("--host", "hosts", multiple=True, help="DOOR=NAME: the name under which people reach a door.")
@click.option(
    "--participant", "participants", multiple=True, help="CODE:ROLE[,ROLE]:NAME of an organisation it hosts."
)
@click.option("--telephone", default="")
@click.option("--hours", default="")
@click.option(
    "--demo", is_flag=True, help="A demonstration: invented data, a clock that can be moved, plain http."
)
def init(folder: Path, **given: Any) -> None:
    """Write FOLDER/node.toml and FOLDER/keys; nothing is started. DATABASE_URL names an external PostgreSQL."""
    country = given["country"].upper()
    port = given["port"]
    plan = founding.Plan(
        name=given["name"], country=country, zone=given["zone"], languages=given["languages"],
        demonstration=given["demo"], hosts=dict(_pair(text) for text in given["hosts"]),
        ports={"portal": port, "desk": port + 1, "gateway": port + 2},
        telephone=given["telephone"], hours=given["hours"],
        participants=[_participant(text, country) for text in given["participants"]],
        database_url=os.environ.get("DATABASE_URL", ""),
    )  # fmt: skip
    home = founding.found(folder.resolve(), plan)
    print_line(f"{home.name}: founded in {home.path}.")
    if not home.demonstration:
        print_line(
            f"Move {home.keys / 'node' / 'recovery.json'} to a safe place off this machine: it opens every report."
        )
    print_line(f"Start it with: comity node run {home.path}")


@node.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for the log lines; else standard error.",
)
def run(folder: Path, log: Path | None) -> None:
    """Run the node in FOLDER until Ctrl-C: its database, three web doors, the worker and the notary."""
    home = read(folder.resolve())
    began = time.monotonic()

    def ready() -> None:
        addresses = ", ".join(f"{door} {home.address(door)}" for door in home.doors)
        print_line(f"{home.name} is ready after {time.monotonic() - began:.1f} s: {addresses}")
        sys.stdout.flush()

    if not home.demonstration:
        _refuse(checks.settings(home))
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(log.open("ab")) if log else None
        Supervisor(home, note, file).run(when_ready=ready)
    print_line(f"{home.name} has stopped.")


@node.command()
@click.argument("folder", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True)
def check(folder: Path, as_json: bool) -> None:
    """Check whether FOLDER is fit for production: keys, settings, and the running database's own answers."""
    home = read(folder.resolve())
    with database(home):
        found = checks.everything(home)
    document = {"schema": "comity.node-check/1", "node": home.name, "fit": not found,
                "faults": [{"code": fault.code, "text": fault.text} for fault in found]}  # fmt: skip

    def people() -> None:
        if found:
            print_table(
                f"{home.name}: not fit for production",
                ["fault", "code"],
                [[one.text, one.code] for one in found],
            )
        else:
            print_line(f"{home.name}: fit for production.")

    emit(document, as_json=as_json, people=people)
    if found:
        sys.exit(NO)


@node.command()
@click.argument("folder", type=_FOLDER)
def migrate(folder: Path) -> None:
    """Bring the database of FOLDER up to date without opening a door."""
    home = read(folder.resolve())
    with database(home):
        done = subprocess.run(
            [sys.executable, "-m", "comity.node.base.prepare"], env=environment(home, "admin"), check=False
        )
    if done.returncode:
        sys.exit(done.returncode)
    print_line(f"{home.name}: the database is up to date.")


@node.command()
@click.argument("folder", type=_FOLDER)
def shell(folder: Path) -> None:
    """Open a Python prompt in the node, as the owner of its tables. Everything done here leaves no audit leaf by itself."""
    home = read(folder.resolve())
    with inside(home):
        from django.apps import apps

        names = {
            model.__name__: model for model in apps.get_models() if model.__module__.startswith("comity.")
        }
        code.interact(banner=f"{home.name}: {', '.join(sorted(names))}", local=names)


@node.command("participant")
@click.argument("folder", type=_FOLDER)
@click.argument("entry")
def add_participant(folder: Path, entry: str) -> None:
    """Add a hosted participant, CODE:ROLE[,ROLE]:NAME, to FOLDER; the next start makes it known."""
    home = read(folder.resolve())
    founding.add_participant(home.path, _participant(entry, home.country))
    print_line(f"{home.name} hosts {entry.partition(':')[0]} from the next start on.")


@contextlib.contextmanager
def database(home: Home) -> Iterator[None]:
    """Have the node's database running inside the block: the one that runs, else one started for it."""
    if home.database.server:
        yield
        return
    cluster = roles.cluster_of(home)
    cluster.create()
    with cluster.running():
        yield


@contextlib.contextmanager
def inside(home: Home, door: str = "admin") -> Iterator[None]:
    """Set Django up for a node, with its database running: for commands of the apps above.

    Raises:
        BadInput: the database was never prepared.
    """
    os.environ.update(environment(home, door))
    with database(home):
        import django

        django.setup()
        from django.db import connection

        if "django_migrations" not in connection.introspection.table_names():
            raise BadInput(faults.DATABASE_DOWN.fault(path=str(home.path)))
        yield


def environment(home: Home, door: str) -> dict[str, str]:
    """Return the environment of a process of this node."""
    return dict(os.environ) | {
        "COMITY_NODE": str(home.path), "COMITY_DOOR": door, "DJANGO_SETTINGS_MODULE": "comity.node.conf.settings",
    }  # fmt: skip


def _refuse(found: list[Any]) -> None:
    if found:
        raise Conflict(*found)


def _pair(text: str) -> tuple[str, str]:
    door, separator, host = text.partition("=")
    if not separator:
        raise click.BadParameter("write DOOR=NAME", param_hint="--host")
    return door, host


def _participant(text: str, country: str) -> ParticipantEntry:
    parts = text.split(":", 2)
    if len(parts) != 3:
        raise click.BadParameter(f"write CODE:ROLE[,ROLE]:NAME; roles are {', '.join(PARTICIPANT_ROLES)}")
    return ParticipantEntry(code=parts[0], roles=tuple(parts[1].split(",")), name=parts[2], country=country)  # type: ignore[arg-type]
