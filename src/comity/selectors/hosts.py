"""Names and addresses of machines: domains, IP addresses, URLs and mail addresses in one written form.

Parsing is left to those who keep it right: ``ada-url`` (the WHATWG URL standard, so a URL is read as a browser
reads it), ``idna`` within it, :mod:`ipaddress`, and ``tldextract`` with the Public Suffix List in its package:
nothing here ever asks the network.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

import ada_url
import tldextract

RESERVED_SUFFIXES = frozenset({"example", "test", "onion", "i2p", "bit", "eth"})
"""Endings outside the public list that still name something: RFC 2606 and 7686, and names of other registries."""

_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
_extract_private = tldextract.TLDExtract(
    suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
)


@lru_cache(maxsize=65536)
def ascii_host(host: str) -> str | None:
    """Return a host name in lower case and A-labels (RFC 5891), as a browser would ask for it, or ``None``."""
    name = host.strip().rstrip(".").replace("\u3002", ".")
    if not name or len(name) > 253 or any(letter in name for letter in "/?#@:\\ %"):
        return None
    try:
        found: str = ada_url.URL(f"http://{name}/").hostname
    except ValueError:
        return None
    return found if all(0 < len(label) <= 63 for label in found.split(".")) else None


@lru_cache(maxsize=65536)
def suffix(host: str) -> str:
    """Return the public suffix of an ASCII host, empty where it has none that names something."""
    last = host.rpartition(".")[2]
    if last in RESERVED_SUFFIXES:
        return last
    return _extract(host).suffix


def domain(text: str) -> str | None:
    """Return the normal form of a domain name with at least one label below a public suffix, or ``None``."""
    host = ascii_host(text)
    if host is None or "." not in host or ip(host) is not None:
        return None
    ending = suffix(host)
    if not ending or host == ending:
        return None
    # A leading underscore is allowed for service names; a label never begins or ends with a hyphen (RFC 1123).
    labels = host.split(".")
    fine = all(label[0] != "-" and label[-1] != "-" for label in labels)
    return host if fine else None


@lru_cache(maxsize=65536)
def registrable(host: str) -> str:
    """Return the part of a domain that somebody registered, counting hosts that let to others as suffixes.

    >>> registrable("login.bank.example.co.uk"), registrable("shop.blogspot.com")
    ('example.co.uk', 'shop.blogspot.com')
    """
    last = host.rpartition(".")[2]
    if last in RESERVED_SUFFIXES:
        return ".".join(host.split(".")[-2:])
    return _extract_private(host).top_domain_under_public_suffix or host


def ip(text: str) -> str | None:
    """Return an IP address in its normal form (RFC 5952 for IPv6), or ``None``; a zone or a mask is no address."""
    try:
        return str(ipaddress.ip_address(text.strip().strip("[]")))
    except ValueError:
        return None


def url(text: str) -> str | None:
    """Return a URL as the WHATWG standard writes it, or ``None``; without a scheme, ``http`` is assumed."""
    written = text.strip()
    if "://" not in written:
        written = f"http://{written}"
    try:
        parsed = ada_url.URL(written)
    except ValueError:
        return None
    if parsed.protocol not in {"http:", "https:", "ftp:", "ws:", "wss:"}:
        return None
    host = parsed.hostname
    if ip(host) is None and domain(host) is None:
        return None
    href: str = parsed.href
    return href


def host_of(normal_url: str) -> str:
    """Return the host of a URL in normal form, without brackets."""
    host: str = ada_url.URL(normal_url).hostname
    return host.strip("[]")


def email(text: str) -> str | None:
    """Return a mail address in lower case with an ASCII domain, or ``None``.

    RFC 5321 lets the local part be case-sensitive; no known provider makes use of it, and people do not.
    """
    local, _, host = text.strip().strip("<>").removeprefix("mailto:").rpartition("@")
    name = domain(host)
    if name is None or not 0 < len(local) <= 64 or local[0] == "." or local[-1] == "." or ".." in local:
        return None
    if any(letter.isspace() or letter in '()<>[],;:\\"@' for letter in local):
        return None
    return f"{local.lower()}@{name}"
