"""What the verifying commands share: whom to trust, and how a "no" is printed.

``--trust`` takes a JWK Set, one public key alone (a JWK), or the root of a signed directory (TUF); then ``--directory`` names the folder with the rest of
its metadata, and ``--at`` the instant as of which keys count.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from comity.cli.output import NO, emit, print_line
from comity.exchange import metadata
from comity.kernel.clock import SystemClock, instant
from comity.kernel.errors import BadInput, ComityError, Untrusted, declare
from comity.suites.keys import check as check_key
from comity.suites.keys import fingerprint
from comity.suites.text import json_object
from comity.suites.trust import Trust

SCHEMA = "comity.verification/1"
_KEYS_SHOWN = 12
Command = TypeVar("Command", bound=Callable[..., Any])

NEEDS_DIRECTORY = declare(
    "cli.trust.needs_directory",
    "{file} is the root of a signed directory; the directory itself is missing.",
    "Add --directory FOLDER, or give a JWK Set.",
)
UNREADABLE = declare(
    "cli.file.unreadable", "{file} cannot be read ({why}).", "Check the name and that it may be read."
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def trust_options(command: Command) -> Command:
    """Add ``--trust``, ``--directory``, ``--at`` and ``--json``."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("--at", help="Instant as of which keys and times count, such as 2026-11-23T02:12:00Z."),
        click.option(
            "--directory", type=FOLDER, help="Folder of a signed directory, where --trust is its root."
        ),
        click.option(
            "--trust",
            type=FILE,
            required=True,
            help="Public keys to trust: an office's keys from its page 'Is this page real?' (/real/keys), trust.json from an officer's page of an "
            "item of evidence, any JWK Set or single JWK, or the root of a directory.",
        ),
    ):
        command = option(command)
    return command


def read_trust(trust: Path, directory: Path | None, at: str | None) -> Trust:
    """Read whom to trust.

    Raises:
        BadInput: the file holds neither public keys nor a root, or the directory does not verify.
    """
    data = read_bytes(trust)
    try:
        document = json_object(data, "trust file")
        if "signed" not in document:
            return Trust.from_jwks({"keys": [document]} if "kty" in document else document)
        if directory is None:
            raise BadInput(NEEDS_DIRECTORY.fault(file=trust.name))
        moment = moment_of(at) or SystemClock().now()
        bundle = metadata.Bundle.from_files(
            {path.name: path.read_bytes() for path in directory.glob("*.json")}
        )
        state = metadata.accept(metadata.begin(data), bundle, moment)
        return state.read().trust(moment, suspended=True)
    except Untrusted as error:
        raise BadInput(*error.faults) from error


def fingerprints(trusted: Trust) -> list[dict[str, str]]:
    """List the keys that were trusted, each with its fingerprint, for the person who has to compare them."""
    return [{"kid": key["kid"], "fingerprint": fingerprint(key)} for key in trusted.keys]


def read_private(path: Path) -> dict[str, Any]:
    """Read a private key file (one JWK).

    Raises:
        BadInput: not a key of ours.
    """
    try:
        key = json_object(read_bytes(path), "key file")
        check_key(key)
    except Untrusted as error:
        raise BadInput(*error.faults) from error
    return key


def moment_of(at: str | None) -> datetime | None:
    """Read ``--at``."""
    return None if at is None else instant(at)


def read_bytes(path: Path, limit: int = 64 * 1024 * 1024) -> bytes:
    """Read a file, at most one byte more than ``limit``, so that whoever caps it notices.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise BadInput(UNREADABLE.fault(file=path.name, why=error.strerror)) from error


@contextmanager
def judged(kind: str, *, as_json: bool) -> Iterator[None]:
    """Let a refusal end the command with status 1; with ``--json`` it is the one document on standard output."""
    try:
        yield
    except Untrusted as error:
        if not as_json:
            raise
        emit(
            {"schema": SCHEMA, "kind": kind, "holds": False, "faults": faults_of(error)},
            as_json=True,
            people=lambda: None,
        )
        sys.exit(NO)


def holds(
    kind: str, facts: Mapping[str, Any], *, trusted: Trust, as_json: bool, people: Callable[[], None]
) -> None:
    """Print that it holds, with what was found, and by which keys: it proves no more than that these keys are theirs."""
    document = {"schema": SCHEMA, "kind": kind, "holds": True, **facts, "keys": fingerprints(trusted)}

    def told() -> None:
        people()
        _show_keys(fingerprints(trusted))

    emit(document, as_json=as_json, people=told)


def _show_keys(keys: list[dict[str, str]]) -> None:
    print_line(
        "Checked with these keys; compare their fingerprints with those the office prints or reads out:"
    )
    for key in keys[:_KEYS_SHOWN]:
        print_line(f"  {key['fingerprint']}  {key['kid']}")
    if len(keys) > _KEYS_SHOWN:
        print_line(f"  and {len(keys) - _KEYS_SHOWN} more: use --json to see them all.")


def faults_of(error: ComityError) -> list[dict[str, Any]]:
    """Write faults as JSON."""
    return [
        {
            "code": fault.code,
            "text": fault.text,
            "facts": json.loads(json.dumps(dict(fault.facts), default=str)),
        }
        for fault in error.faults
    ]
