"""Questions about letters, filtered by who asks; and the public one: is this message from us?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput
from comity.kernel.identifier import read_reference
from comity.node.base.keyring import Keyring
from comity.node.letters import words
from comity.node.letters.models import Letter, SentMessage


def drafts(by: Actor) -> QuerySet[Letter]:
    """Return the drafts that wait for an officer of the actor's participant."""
    return Letter.objects.filter(owner_id=by.participant, state=Letter.State.DRAFT)


def of_report(about: UUID, by: Actor) -> QuerySet[Letter]:
    """Return all letters on a report of the actor's participant."""
    return Letter.objects.filter(owner_id=by.participant, about=about)


def released(data_key_id: UUID) -> QuerySet[Letter]:
    """Return the released letters under a data key; asked inside ``reports.holding`` by whoever holds the code."""
    return Letter.objects.filter(data_key_id=data_key_id, state=Letter.State.RELEASED).order_by(
        "-released_at"
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """``sent``: these very words, at that hour. ``not_sent``: not these words. ``cannot_tell``: call us."""

    verdict: Literal["sent", "not_sent", "cannot_tell"]
    sent_at: datetime | None = None


def is_ours(text: str, *, keyring: Keyring) -> Answer:
    """Say whether a pasted message is ours, by the number printed on it; never whether a report or a case exists.

    Every message of ours carries a number. One without any is not ours as it stands; one with a number we gave but other
    words was changed; where the pasted words are only part of ours, nothing can be told.
    """
    numbers = [number for number in words.numbers_in(text) if _readable(number)]
    if not numbers:
        return Answer("not_sent" if len(words.even(text)) >= 40 else "cannot_tell")
    key = keyring.code()
    for number in numbers[:5]:
        row = _sent(words.number_digest(key, number))
        if row is None:
            continue
        if any(bytes(row.words) == words.words_digest(key, part) for part in _readings(text, number)):
            return Answer("sent", row.sent_at)
        return Answer("not_sent")
    return Answer("not_sent")


def _readings(text: str, number: str) -> list[str]:
    """The text whole, and cut after its number: mail programs add lines below."""
    whole = words.even(text)
    end = whole.upper().rfind(number)
    return [whole, whole[: end + len(number)] if end >= 0 else whole]


def _readable(number: str) -> bool:
    try:
        return read_reference(number) == number
    except BadInput:
        return False


def _sent(number: bytes) -> SentMessage | None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('comity.message', %s, true)", [number.hex()])
        found = SentMessage.objects.filter(number=number).first()
        cursor.execute("SELECT set_config('comity.message', '', true)")
        return found
