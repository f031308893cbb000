"""Strict reading of what a stranger sent: size first, then base64url, then JSON without surprises.

Lenient decoders accept many texts for one value, so a changed byte could go unnoticed. Here every value has one
written form (RFC 4648 section 3.5 and 5 for base64url without padding; RFC 8259 section 4 on duplicate names).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from comity.kernel.canonical import canonical_json
from comity.kernel.errors import Untrusted
from comity.suites import faults

_URL_ALPHABET = re.compile(rb"[A-Za-z0-9_-]*\Z")


def b64url(data: bytes) -> str:
    """Write bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64url(text: str, part: str) -> bytes:
    """Read base64url without padding, in its one written form; ``part`` names it in the error.

    Raises:
        Untrusted: a foreign character, padding, an impossible length or stray bits at the end.
    """
    try:
        raw = text.encode("ascii")
        if not _URL_ALPHABET.match(raw):
            raise ValueError
        data = base64.b64decode(raw + b"=" * (-len(raw) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error, UnicodeEncodeError):
        raise Untrusted(faults.NOT_BASE64URL.fault(part=part)) from None
    if b64url(data) != text:
        raise Untrusted(faults.NOT_BASE64URL.fault(part=part))
    return data


def cap(data: bytes | str, limit: int) -> None:
    """Refuse what is longer than ``limit`` before anything reads it.

    Raises:
        Untrusted: too large.
    """
    if len(data) > limit:
        raise Untrusted(faults.TOO_LARGE.fault(size=len(data), limit=limit))


def json_object(data: bytes, part: str, *, canonical: bool = False) -> dict[str, Any]:
    """Read one JSON object: UTF-8, no name twice, no NaN; with ``canonical``, exactly its RFC 8785 bytes.

    Raises:
        Untrusted: anything else.
    """
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_no_name_twice, parse_constant=_no_constant
        )
    except RecursionError:
        raise Untrusted(faults.NOT_JSON.fault(part=part, why="nested too deeply")) from None
    except UnicodeDecodeError:
        raise Untrusted(faults.NOT_JSON.fault(part=part, why="not UTF-8")) from None
    except ValueError as error:
        raise Untrusted(faults.NOT_JSON.fault(part=part, why=str(error)[:120])) from None
    if not isinstance(value, dict):
        raise Untrusted(faults.NOT_JSON.fault(part=part, why="not an object"))
    if canonical:
        try:
            written = canonical_json(value)
        except (ValueError, RecursionError, UnicodeEncodeError):
            written = b""
        if written != data:
            raise Untrusted(faults.NOT_JSON.fault(part=part, why="not in canonical form, so it was changed"))
    return value


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands there twice")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")
