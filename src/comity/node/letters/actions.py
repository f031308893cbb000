"""The verbs of letters: draft, release, withhold. An event drafts; only a person releases; nothing goes out under a flag."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.kernel.actor import Actor
from comity.kernel.errors import Conflict, declare
from comity.kernel.identifier import new_id
from comity.node.audit.actions import record
from comity.node.base import news, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.letters import flags, permissions, words
from comity.node.letters.models import Letter, SentMessage
from comity.node.letters.words import Words
from comity.policy.attributes import Grant

NOT_A_DRAFT = declare(
    "letters.letter.not_a_draft",
    "This letter is {state}; only a draft can be released.",
    "Load the page again to see how it stands.",
)
FLAGGED = declare(
    "letters.letter.flagged",
    "Nothing may be told to this reporter before {until} ({reason}).",
    "Wait for that day, or have the flag lifted by whoever set it.",
)


@transaction.atomic
def draft(
    text: Words,
    *,
    owner: Participant,
    key: sealing.OpenKey,
    about: UUID,
    kind: str,
    event: str,
    language: str,
    by: Actor,
    at: datetime,
    case: UUID | None = None,
    not_before: datetime | None = None,
    reason_code: str = "",
) -> Letter:
    """Draft a letter about a report, sealed under the report's own data key; the same event drafts it once.

    ``not_before`` with ``reason_code``: a confidentiality flag that is known already.

    Raises:
        NotAllowed: policy says no.
    """
    require(by, "letter.draft", permissions.of_owner(owner.code, at=at))
    known = Letter.objects.filter(about=about, kind=kind, event=event).first()
    if known is not None:
        return known
    row = Letter(
        id=new_id(), owner=owner, data_key=key.row, about=about, case=case, kind=kind, event=event, language=language,
        drafted_by=by.label, drafted_at=at, not_before=not_before, reason_code=reason_code,
    )  # fmt: skip
    sealing.seal(row, key, body=text.sealable())
    row.save(force_insert=True)
    _leaf(row, "letter.draft", by, at)
    news.tell("letter.drafted", letter=str(row.id), report=str(about))
    return row


@transaction.atomic
def rewrite(
    letter: Letter,
    text: Words,
    *,
    key: sealing.OpenKey,
    by: Actor,
    at: datetime,
    grants: tuple[Grant, ...] = (),
) -> Letter:
    """Change the words of a draft, as an officer who will sign it may.

    Raises:
        NotAllowed: policy says no.
        Conflict: it is no draft any more.
    """
    require(by, "letter.draft", permissions.of(letter, at=at, grants=grants))
    row = _locked_draft(letter)
    sealing.seal(row, key, body=text.sealable())
    row.save(update_fields=["body"])
    _leaf(row, "letter.rewrite", by, at)
    return row


@transaction.atomic
def open_letter(
    letter: Letter, *, by: Actor, at: datetime, keyring: Keyring, grants: tuple[Grant, ...] = ()
) -> Words:
    """Open a letter for the officer who is to release it, and leave the leaf that says so.

    Raises:
        NotAllowed: policy says no, or the letter is not sealed to the actor's participant.
    """
    require(by, "letter.release", permissions.of(letter, at=at, grants=grants))
    key = sealing.open_as(letter.data_key, by.participant, keyring)
    _leaf(letter, "letter.open", by, at)
    return words.read(sealing.read_bytes(letter, key, "body"))


@transaction.atomic
def release(
    letter: Letter, *, by: Actor, at: datetime, keyring: Keyring, grants: tuple[Grant, ...] = ()
) -> Letter:
    """Release a letter to the reporter: from now on her code opens it. Nothing is sent; she is told that something is there.

    Raises:
        NotAllowed: policy says no.
        Conflict: no draft any more, or a confidentiality flag holds.
    """
    require(by, "letter.release", permissions.of(letter, at=at, grants=grants))
    row = _locked_draft(letter)
    flag = flags.standing(row, at)
    if flag is not None:
        until = flag.until.date().isoformat() if flag.until else "the flag is lifted"
        raise Conflict(FLAGGED.fault(until=until, reason=flag.reason_code))
    key = sealing.open_as(row.data_key, row.owner_id, keyring)
    text = words.read(sealing.read_bytes(row, key, "body"))
    row.state, row.released_by, row.released_at = Letter.State.RELEASED, by.label, at
    row.save(update_fields=["state", "released_by", "released_at"])
    note_sent(text.number, text.text(), keyring=keyring, at=at)
    _leaf(row, "letter.release", by, at)
    news.tell("letter.released", letter=str(row.id), report=str(row.about))
    return row


@transaction.atomic
def withhold(
    letter: Letter,
    reason_code: str,
    *,
    until: datetime | None,
    by: Actor,
    at: datetime,
    grants: tuple[Grant, ...] = (),
) -> Letter:
    """Withhold a draft: until an instant it stays a draft that cannot be released; without one it is set aside.

    Raises:
        NotAllowed: policy says no.
        Conflict: it is no draft any more.
    """
    require(by, "letter.release", permissions.of(letter, at=at, grants=grants))
    row = _locked_draft(letter)
    row.reason_code, row.not_before = reason_code, until
    row.state = Letter.State.DRAFT if until else Letter.State.WITHHELD
    row.save(update_fields=["reason_code", "not_before", "state"])
    _leaf(row, "letter.withhold", by, at, reason=reason_code)
    return row


def note_sent(number: str, text: str, *, keyring: Keyring, at: datetime) -> SentMessage:
    """Remember a message of ours by digests, so that whoever got it can ask whether it is."""
    key = keyring.code()
    moment = at.replace(minute=0, second=0, microsecond=0)
    return SentMessage.objects.create(
        number=words.number_digest(key, number), words=words.words_digest(key, text), sent_at=moment
    )


def _locked_draft(letter: Letter) -> Letter:
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if row.state != Letter.State.DRAFT:
        raise Conflict(NOT_A_DRAFT.fault(state=row.state))
    return row


def _leaf(row: Letter, verb: str, by: Actor, at: datetime, **facts: str) -> None:
    record(
        "audit", verb, by=by, at=at, subject_kind="letter", subject_id=str(row.id), participant=row.owner_id,
        facts={"report": str(row.about), "kind": row.kind, **facts},
    )  # fmt: skip
