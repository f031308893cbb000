"""Seal the fields of a matter under a data key of its own, wrapped to those who may open it.

    key = sealing.new_key(owner, reporter=her_public_key)          # rows DataKey and KeyWrap
    report = Report(owner=owner, data_key=key.row, ...)
    sealing.seal(report, key, own_words="Meine Bank rief an", contact="...")
    report.save()
    ...
    key = sealing.open_key(report.data_key, private_key)           # desk and worker only
    sealing.read(report, key, "own_words")

A sealed value is bound to its table, column and row: copied to another place it does not open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from comity.kernel.errors import NotAllowed, Untrusted, declare
from comity.node.base import home
from comity.node.base.fields import SealedField
from comity.node.base.keyring import Keyring
from comity.node.base.models import DataKey, KeyWrap, Participant
from comity.suites import fields

NO_SEALING_KEY = declare(
    "node.sealing.no_key",
    "{participant} has no sealing key.",
    "Publish one for it in the directory before it receives matters.",
)
NO_WRAP = declare(
    "node.sealing.no_wrap",
    "This matter is not sealed to the key {kid!r}, or it was deleted.",
    "Ask the participant that owns it.",
)


@dataclass(frozen=True, slots=True, repr=False)
class OpenKey:
    """A data key in memory: ``row`` is what is stored, ``secret`` never is."""

    row: DataKey
    secret: bytes

    def seal(self, context: str, plaintext: bytes) -> bytes:
        """Seal bytes bound to ``context``."""
        return fields.seal_field(self.secret, plaintext, context=context)

    def open(self, context: str, sealed: bytes) -> bytes:
        """Open bytes sealed for ``context``."""
        return fields.open_field(self.secret, sealed, context=context)


@transaction.atomic
def new_key(
    owner: Participant, *, reporter: Mapping[str, Any] | None = None, secret: bytes | None = None
) -> OpenKey:
    """Make a data key for a matter of ``owner`` and store its wraps.

    It is wrapped to every sealing key of the owner, to the node's recovery key, and to the reporter's public key
    where there is one. Needs no private key: the portal does this. ``secret``: a data key under which parts of the
    matter were sealed before it had a row (files of a draft); without it a new one is made.

    Raises:
        Untrusted: the owner has no sealing key.
    """
    if not owner.sealing_keys:
        raise Untrusted(NO_SEALING_KEY.fault(participant=owner.code))
    secret = secret if secret is not None else fields.new_data_key()
    row = DataKey.objects.create(owner=owner)
    wraps = [(KeyWrap.For.PARTICIPANT, key) for key in owner.sealing_keys]
    if (node := home.current()) is not None:
        wraps.append((KeyWrap.For.RECOVERY, Keyring(node, "portal").public("recovery")))
    if reporter is not None:
        wraps.append((KeyWrap.For.REPORTER, dict(reporter)))
    KeyWrap.objects.bulk_create(
        KeyWrap(data_key=row, kid=key["kid"], made_for=whom, sealed=fields.wrap(secret, key))
        for whom, key in wraps
    )
    return OpenKey(row, secret)


@transaction.atomic
def new_keys(owner: Participant, count: int) -> list[OpenKey]:
    """Make data keys for many matters of ``owner`` at once, as :func:`new_key` does for one without a reporter.

    Raises:
        Untrusted: the owner has no sealing key.
    """
    if not owner.sealing_keys:
        raise Untrusted(NO_SEALING_KEY.fault(participant=owner.code))
    made = [OpenKey(DataKey(owner=owner), fields.new_data_key()) for _ in range(count)]
    public = [(KeyWrap.For.PARTICIPANT, key) for key in owner.sealing_keys]
    if (node := home.current()) is not None:
        public.append((KeyWrap.For.RECOVERY, Keyring(node, "portal").public("recovery")))
    DataKey.objects.bulk_create(one.row for one in made)
    KeyWrap.objects.bulk_create(
        KeyWrap(data_key=one.row, kid=key["kid"], made_for=whom, sealed=fields.wrap(one.secret, key))
        for one in made
        for whom, key in public
    )
    return made


def add_wrap(key: OpenKey, public_key: Mapping[str, Any], made_for: KeyWrap.For) -> KeyWrap:
    """Wrap an open data key to one more public key, as when a matter is shared with another participant."""
    wrap, _ = KeyWrap.objects.get_or_create(
        data_key=key.row,
        kid=public_key["kid"],
        defaults={"made_for": made_for, "sealed": fields.wrap(key.secret, public_key)},
    )
    return wrap


def open_key(row: DataKey, private_key: Mapping[str, Any]) -> OpenKey:
    """Open a data key with a private sealing key (a participant's, the recovery key, or the reporter's).

    Raises:
        NotAllowed: it is not wrapped to that key, or its wraps were destroyed.
        Untrusted: the wrap was changed.
    """
    wrap = KeyWrap.objects.filter(data_key=row, kid=private_key["kid"]).first()
    if wrap is None:
        raise NotAllowed(NO_WRAP.fault(kid=private_key["kid"]))
    return OpenKey(row, fields.unwrap(wrap.sealed, private_key))


def open_as(row: DataKey, participant: str, keyring: Keyring) -> OpenKey:
    """Open a data key with the opening key of a hosted participant."""
    return open_key(row, keyring.opening(participant))


def destroy(row: DataKey, *, at: datetime) -> None:
    """Destroy every wrap of a data key: what was sealed under it can never be read again."""
    with transaction.atomic():
        KeyWrap.objects.filter(data_key=row).delete()
        DataKey.objects.filter(pk=row.pk).update(destroyed_at=at)


def seal(instance: models.Model, key: OpenKey, **values: str | bytes) -> None:
    """Seal values into the sealed fields of a row (not saved yet). Empty stays empty."""
    for name, value in values.items():
        plain = value.encode() if isinstance(value, str) else value
        setattr(instance, name, key.seal(context(instance, name), plain) if plain else b"")


def read(instance: models.Model, key: OpenKey, name: str) -> str:
    """Open one sealed field as text. Only actions that leave an audit leaf call this."""
    return read_bytes(instance, key, name).decode()


def read_bytes(instance: models.Model, key: OpenKey, name: str) -> bytes:
    """Open one sealed field as bytes; an empty field is empty."""
    sealed = bytes(getattr(instance, name))
    return key.open(context(instance, name), sealed) if sealed else b""


def read_all(instance: models.Model, key: OpenKey, names: Iterable[str] | None = None) -> dict[str, str]:
    """Open several (or all) sealed fields of a row as text."""
    wanted = names if names is not None else sealed_fields(type(instance))
    return {name: read(instance, key, name) for name in wanted}


def sealed_fields(model: type[models.Model]) -> list[str]:
    """Name the sealed fields of a model."""
    return [field.name for field in model._meta.get_fields() if isinstance(field, SealedField)]


def context(instance: models.Model, name: str) -> str:
    """Return the place a sealed value is bound to: table, column, row.

    Raises:
        TypeError: the field is not sealed, or the row has no id yet (a matter's id is made before it is saved).
    """
    field = instance._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise TypeError(f"{instance._meta.label}.{name} is not a sealed field")
    if instance.pk is None:
        raise TypeError(f"{instance._meta.label} needs its id before a field is sealed")
    return f"{instance._meta.db_table}.{field.column}:{instance.pk}"
