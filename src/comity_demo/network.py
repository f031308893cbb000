"""The folder of a demonstration network: three nodes and a sender, one signed directory, ports from one base upward.

FOLDER/network.json     the base port and the token of the demonstration's own addresses
FOLDER/de, jp, fr       node folders
FOLDER/xr               a folder with keys alone: a sender without a node
FOLDER/directory        the signed directory, with all its keys: demonstration only
FOLDER/log/*.jsonl      what the processes say
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comity.kernel.country import Country
from comity.kernel.errors import Conflict
from comity.node.base import founding
from comity.node.base.home import Home, ParticipantEntry, read
from comity.node.exchange.publishing import publish
from comity_demo import faults, moments, people

DOORS = ("portal", "desk", "gateway")
TOKEN_HEADER = "X-Comity-Demonstration"  # noqa: S105 - the name of a header


@dataclass(frozen=True, slots=True)
class Network:
    """A founded network."""

    folder: Path
    port: int
    token: str
    homes: Mapping[str, Home]

    @property
    def start(self) -> str:
        """The address of the start page."""
        return f"http://localhost:{self.port}/"

    @property
    def logs(self) -> Path:
        """Where the processes write their lines."""
        return self.folder / "log"

    def address(self, node: str, door: str) -> str:
        """Return the address of a door for people, without a final slash."""
        return self.homes[node].address(door)

    def local(self, node: str, door: str) -> str:
        """Return the address of a door by number: names under localhost do not resolve for every program."""
        return f"http://127.0.0.1:{self.homes[node].doors[door].port}"


def found(folder: Path, port: int) -> Network:
    """Found the network in an empty folder, or read the one that is there.

    Raises:
        Conflict: the folder holds something else, or a network with another port.
    """
    folder = folder.resolve()
    mark = folder / "network.json"
    if mark.exists():
        network = load(folder)
        if network.port != port:
            raise Conflict(faults.OTHER_PORT.fault(path=str(folder), had=network.port, wanted=port))
        return network
    if folder.exists() and any(one.name != "lock" for one in folder.iterdir()):
        if not _half_founded(folder):
            raise Conflict(faults.NOT_DEMONSTRATION.fault(path=str(folder)))
        _empty(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o711)
    (folder / "founding").touch()
    for place, code in enumerate(people.COUNTRIES):
        founding.found(folder / code, _plan(code, port + 1 + 3 * place))
    publish(
        [folder / code for code in people.COUNTRIES], folder / "directory", at=moments.MOMENTS["before"].at
    )
    (folder / "log").mkdir(exist_ok=True)
    part = folder / ".network.json"
    part.write_text(
        json.dumps({"schema": "comity.demonstration/1", "port": port, "token": secrets.token_hex(16)})
    )
    part.chmod(0o600)
    part.replace(mark)
    (folder / "founding").unlink()
    return load(folder)


def load(folder: Path) -> Network:
    """Read a network's folder.

    Raises:
        Conflict: there is none.
    """
    try:
        document = json.loads((folder / "network.json").read_bytes())
    except (OSError, ValueError):
        raise Conflict(faults.NOT_DEMONSTRATION.fault(path=str(folder))) from None
    homes = {code: read(folder / code) for code in people.COUNTRIES}
    return Network(folder.resolve(), int(document["port"]), str(document["token"]), homes)


def forget(folder: Path) -> bool:
    """Delete a network's folder; say whether there was one.

    Raises:
        Conflict: the folder is something else, and stays.
    """
    if not folder.exists():
        return False
    if not ((folder / "network.json").exists() or _half_founded(folder)):
        raise Conflict(faults.NOT_DEMONSTRATION.fault(path=str(folder)))
    for code in people.RUNNING:
        if (folder / code / "node.toml").exists():
            place = read(folder / code).database.folder
            if not place.is_relative_to(folder.resolve()) and place.exists():
                shutil.rmtree(place)
    shutil.rmtree(folder)
    return True


def _plan(code: str, port: int) -> founding.Plan:
    country = people.COUNTRIES[code]
    return founding.Plan(
        name=country.office,
        country=code.upper(),
        zone=country.zone,
        languages=country.languages,
        demonstration=True,
        hosts={"portal": f"{code}.localhost", "desk": f"desk.{code}.localhost", "gateway": "127.0.0.1"},
        ports={door: port + place for place, door in enumerate(DOORS)},
        telephone=country.telephone,
        hours=country.hours,
        participants=[
            ParticipantEntry(one.code, one.name, one.roles, Country(one.country))
            for one in people.hosted(code)
        ],
    )


def _half_founded(folder: Path) -> bool:
    """Say whether the founding of a network was cut off here."""
    return (folder / "founding").exists()


def _empty(folder: Path) -> None:
    for one in folder.iterdir():
        if one.name == "lock":
            continue
        shutil.rmtree(one) if one.is_dir() else one.unlink()
