"""Notes of a case: written under its key, opened for a purpose."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.kernel.identifier import new_id
from comity.node.audit.actions import record
from comity.node.base import sealing
from comity.node.base.keyring import Keyring
from comity.node.base.permissions import require
from comity.node.cases import faults, permissions
from comity.node.cases.locking import locked
from comity.node.cases.models import Case, Note


@transaction.atomic
def add_note(
    case: Case, words: str, *, by: Actor, at: datetime, keyring: Keyring, kind: str = "note"
) -> Note:
    """Write something into the case, sealed under its key.

    Raises:
        NotAllowed: policy says no, or the case is not sealed to the actor's participant. BadInput: nothing written.
    """
    row = locked(case)
    require(by, "case.edit", permissions.of(row, at=at))
    return write(row, words, kind, by=by, at=at, keyring=keyring)


def write(row: Case, words: str, kind: str, *, by: Actor, at: datetime, keyring: Keyring) -> Note:
    """Seal words into a case; whether the actor may was asked before.

    Raises:
        BadInput: nothing written. NotAllowed: the case is not sealed to the actor's participant.
    """
    if not words.strip():
        raise BadInput(faults.NO_WORDS.fault())
    key = sealing.open_as(row.data_key, by.participant, keyring)
    made = Note(
        id=new_id(),
        owner_id=row.owner_id,
        data_key_id=row.data_key_id,
        case=row,
        kind=kind,
        by=by.label,
        at=at,
    )
    sealing.seal(made, key, body=words)
    made.save(force_insert=True)
    record(
        "audit", "case.note", by=by, at=at, subject_kind="case", subject_id=str(row.pk), participant=row.owner_id,
        facts={"note": str(made.pk), "kind": kind},
    )  # fmt: skip
    return made


@transaction.atomic
def open_notes(
    case: Case, *, by: Actor, at: datetime, purpose: str, keyring: Keyring
) -> tuple[str, list[tuple[Note, str]]]:
    """Open the title and the notes of a case, with a purpose that stays in the audit.

    Raises:
        NotAllowed: policy says no, no purpose, or the case is not sealed to the actor's participant.
    """
    require(by, "case.open", permissions.of(case, purpose=purpose, at=at))
    key = sealing.open_as(case.data_key, by.participant, keyring)
    record(
        "audit", "case.open", by=by, at=at, subject_kind="case", subject_id=str(case.pk), participant=by.participant,
        purpose=purpose,
    )  # fmt: skip
    return sealing.read(case, key, "title"), [
        (one, sealing.read(one, key, "body")) for one in case.notes.all()
    ]
