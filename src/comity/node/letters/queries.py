"""Questions about letters, filtered by who asks; and the public one: is this message from us?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
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


_SOME_WORDS = 40
"""Characters from which on a text says something that can be compared."""
_PLACES = 4
_WORDS_BEFORE = 1500
"""What is looked through of a pasted page: so many places of the number, so many words before each."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``sent``: these very words, at that hour. ``not_sent``: not these words. ``cannot_tell``: call us.

    ``more``: words that are not ours stand before or behind ours.
    """

    verdict: Literal["sent", "not_sent", "cannot_tell"]
    sent_at: datetime | None = None
    more: bool = False


def is_ours(text: str, *, keyring: Keyring) -> Answer:
    """Say whether a pasted message is ours, by the number printed on it; never whether a report or a case exists.

    Every message of ours carries a number. One without any is not ours as it stands; one with a number we gave but other
    words was changed; where the pasted words are only part of ours, nothing can be told.
    """
    numbers = [number for number in words.numbers_in(text) if _readable(number)]
    if not numbers:
        return Answer("not_sent" if len(words.even(text)) >= _SOME_WORDS else "cannot_tell")
    key = keyring.code()
    for number in numbers[:5]:
        row = _sent(words.number_digest(key, number))
        if row is None:
            continue
        for part in _readings(text, number):
            if bytes(row.words) == words.words_digest(key, part):
                return Answer("sent", row.sent_at, more=part != words.even(text))
        return Answer("cannot_tell" if words.even(text).upper() == number else "not_sent")
    return Answer("not_sent")


def _readings(text: str, number: str) -> Iterator[str]:
    """The text whole, and each part of it that ends with its number: a page copied whole has words above, mail programs add some below."""
    whole = words.even(text)
    yield whole
    for found in islice(re.finditer(re.escape(number), whole.upper()), _PLACES):
        before = whole[: found.start()].split(" ")[-_WORDS_BEFORE:]
        for start in range(len(before)):
            yield " ".join(before[start:]) + number


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
