"""What the letters waiting for release say: each different wording once, so that many can be released and none goes out unread.

Letters of one wording differ only in the number printed on them and in whom they go to. A list of two hundred people that names
one server is one wording to read; where the list says something else of each, each is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from comity.kernel.actor import Actor
from comity.node.base import sealing
from comity.node.base.keyring import Keyring
from comity.node.letters import actions as letters
from comity.node.letters import words
from comity.node.letters.models import Letter
from comity.node.letters.words import Words
from comity.node.outreach.models import Notice


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording, its ``mark`` (which a release hands back as read), a letter that has it, and how many have it."""

    mark: str
    sample: Words
    language: str
    count: int


def waiting(notices: Sequence[Notice]) -> list[tuple[Notice, Letter]]:
    """Return those notices whose letter is still a draft, each with it."""
    return [
        (one, one.letter)
        for one in notices
        if one.letter is not None and one.letter.state == Letter.State.DRAFT
    ]


def read(notices: Sequence[Notice], *, by: Actor, at: datetime, keyring: Keyring) -> list[Wording]:
    """Open every letter that waits and return the wordings, the commonest first. Each opening leaves its leaf.

    Raises:
        NotAllowed: the actor may release none of them, or they are another desk's.
    """
    found: dict[str, Wording] = {}
    for notice, letter in waiting(notices):
        text = letters.open_letter(letter, by=by, at=at, keyring=keyring)
        mark = _mark(text, notice.language, keyring)
        known = found.get(mark) or Wording(mark, text, notice.language, 0)
        found[mark] = replace(known, count=known.count + 1)
    return sorted(found.values(), key=lambda one: -one.count)


def mark_of(notice: Notice, letter: Letter, *, keyring: Keyring) -> str:
    """Return the mark of a letter's wording as it is now: words changed since they were read have another."""
    key = sealing.open_as(letter.data_key, letter.owner_id, keyring)
    return _mark(words.read(sealing.read_bytes(letter, key, "body")), notice.language, keyring)


def _mark(text: Words, language: str, keyring: Keyring) -> str:
    said = f"{language}\n{replace(text, number='').text()}"
    return words.words_digest(keyring.code(), said).hex()
