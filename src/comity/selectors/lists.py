"""Well-known values that many unrelated reports share: mail providers, banks, big sites, hosts, networks.

They stand in ``content/hubs/*.txt`` (first line ``# class: NAME``), so that a bank can be added without a programmer.
A selector found in them is kept and shown; it only does not join reports.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import comity
from comity.kernel.errors import BadInput, declare
from comity.selectors import hosts
from comity.selectors.kinds import Selector

HubClass = Literal["mail", "site", "host", "network", "digest"]
CLASSES: tuple[HubClass, ...] = get_args(HubClass)

NO_CONTENT = declare(
    "selectors.content.absent",
    "The folder with the words ({path}) is not there.",
    "Install the package whole, or name the folder in COMITY_WORDS.",
)
BAD_LIST = declare(
    "selectors.hubs.unreadable",
    "{file}, line {line}: {problem}.",
    "The first line reads '# class: NAME' with one of: {classes}; then one value a line.",
)


def content_root(path: Path | None = None) -> Path:
    """Return the folder ``content``: as given, by ``COMITY_WORDS``, from the package, or from the checkout.

    Raises:
        BadInput: none of them is there.
    """
    package = Path(comity.__file__).parent
    named = path or (Path(os.environ["COMITY_WORDS"]) if os.environ.get("COMITY_WORDS") else None)
    candidates = [named] if named else [package / "words", package.parents[1] / "content"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise BadInput(NO_CONTENT.fault(path=candidates[-1]))


@dataclass(frozen=True, slots=True)
class Hubs:
    """The well-known values, by class."""

    names: dict[str, HubClass] = field(default_factory=dict)
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    digests: frozenset[str] = frozenset()

    def of(self, selector: Selector) -> HubClass | None:
        """Return the class of a selector that joins nothing by itself, or ``None`` for one that does.

        A mail address is never a hub, its domain may be; a page on a letting service is none, its front page is.
        """
        if selector.kind == "domain":
            return self.of_domain(selector.value)
        if selector.kind == "url":
            host, bare = (
                hosts.host_of(selector.value),
                selector.value.rstrip("/").count("/") <= 2 and "?" not in selector.value,
            )
            found = self.of_ip(host) if hosts.ip(host) else self.of_domain(host)
            return found if found == "site" or (found and bare) else None
        if selector.kind == "ip":
            return self.of_ip(selector.value)
        return "digest" if selector.kind == "hash" and selector.value in self.digests else None

    def of_domain(self, domain: str) -> HubClass | None:
        """Return the class of a domain: listed itself, or below a listed one that lets nothing to others."""
        listed = self.names.get(domain.removeprefix("www."))
        if listed:
            return listed
        owner = self.names.get(hosts.registrable(domain))
        # Below a letting host the sub-domain is the tenant's own; below a bank it is still the bank's.
        return owner if owner != "host" else None

    def of_ip(self, address: str) -> HubClass | None:
        """Return ``network`` for addresses that front for many or mean nothing outside one house."""
        parsed = ipaddress.ip_address(address)
        if parsed.is_private and not _documentation(parsed):
            return "network"
        if parsed.is_loopback or parsed.is_multicast or parsed.is_unspecified:
            return "network"
        return (
            "network"
            if any(parsed in network for network in self.networks if network.version == parsed.version)
            else None
        )


_DOCUMENTATION = tuple(
    ipaddress.ip_network(one)
    for one in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)


def _documentation(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Say whether an address is one of RFC 5737 and 3849; the demonstration uses them as if they were real."""
    return any(address in network for network in _DOCUMENTATION if network.version == address.version)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            yield number, line.strip()


def _class(file: Path) -> HubClass:
    first = file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# class:").strip()
    for name in CLASSES:
        if name == first:
            return name
    raise BadInput(
        BAD_LIST.fault(file=file.name, line=1, problem=f"{first!r} is no class", classes=", ".join(CLASSES))
    )


def read_hubs(folder: Path) -> Hubs:
    """Read all lists of a folder.

    Raises:
        BadInput: a list has no class, or a line is not a domain, network or digest.
    """
    names: dict[str, HubClass] = {}
    networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
    digests: set[str] = set()
    for file in sorted(folder.glob("*.txt")):
        kind = _class(file)
        for number, value in _lines(file):
            try:
                if kind == "network":
                    networks.append(ipaddress.ip_network(value))
                elif kind == "digest":
                    digests.add(bytes.fromhex(value).hex())
                else:
                    names[value.encode("ascii").decode().lower()] = kind
            except ValueError as error:
                raise BadInput(
                    BAD_LIST.fault(
                        file=file.name, line=number, problem=str(error), classes=", ".join(CLASSES)
                    )
                ) from error
    return Hubs(names, tuple(networks), frozenset(digests))


@lru_cache(maxsize=4)
def default_hubs(root: Path | None = None) -> Hubs:
    """Return the lists that come with Comity, read once."""
    return read_hubs(content_root(root) / "hubs")
