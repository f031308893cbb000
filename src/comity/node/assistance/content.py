"""The sealed content of a request: the form's values, and what was told with its steps. Only actions come here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from comity.kernel.canonical import canonical_json
from comity.node.assistance.models import Request
from comity.node.base import home, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.models import DataKey, KeyWrap, Participant
from comity.node.base.sealing import OpenKey


def keyring() -> Keyring:
    """Return the keys of this node as this process may use them."""
    node = home.current()
    if node is None:
        raise RuntimeError("a request is opened inside a node")
    return Keyring(node, settings.DOOR)


def open_key(row: DataKey) -> OpenKey:
    """Open a data key with the opening key of the participant that owns it."""
    return sealing.open_as(row, row.owner_id, keyring())


def share(key: OpenKey, codes: Iterable[str]) -> None:
    """Wrap a data key to the sealing keys of further participants of this node."""
    for participant in Participant.objects.filter(code__in=list(codes), hosted=True):
        for public in participant.sealing_keys:
            sealing.add_wrap(key, public, KeyWrap.For.PARTICIPANT)


def write(request: Request, key: OpenKey, values: Mapping[str, Any]) -> None:
    """Seal the form's values into the row (not saved)."""
    sealing.seal(request, key, fields=canonical_json(dict(values)))


def read(request: Request, key: OpenKey | None = None) -> dict[str, Any]:
    """Open the form's values. The caller leaves the leaf of the reading."""
    plain = sealing.read(request, key or open_key(request.data_key), "fields")
    found: dict[str, Any] = json.loads(plain) if plain else {}
    return found


def read_json(row: Any, key: OpenKey, name: str) -> dict[str, Any]:
    """Open one sealed JSON field of a row."""
    plain = sealing.read(row, key, name)
    found: dict[str, Any] = json.loads(plain) if plain else {}
    return found
