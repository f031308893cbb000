"""One notice for each person this node shall tell: a drafted letter each, released by an officer of the police desk."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from comity.kernel.actor import Actor, system
from comity.kernel.errors import BadInput, Conflict
from comity.kernel.identifier import reference
from comity.node.assistance.models import Request
from comity.node.audit import actions as audit
from comity.node.base import home, news, sealing
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.evidence.harmed import Person
from comity.node.evidence.models import Item
from comity.node.exchange.keys import keyring
from comity.node.letters import actions as letters
from comity.node.letters import words
from comity.node.letters.models import Letter
from comity.node.letters.words import Words
from comity.node.outreach import faults, permissions, wordings
from comity.node.outreach.models import Notice
from comity.triage.letters import render

KIND, EVENT = "told_by_other_state", "victim_found"
SYSTEM = system("outreach")


def make(
    people: Sequence[Person], *, item: Item | None, request: Request | None, at: datetime
) -> list[Notice]:
    """Make a notice and a drafted letter for each person; they belong to the police desk of this node."""
    if not people:
        return []
    owner = desk(request)
    language = _language()
    made = []
    for number, person in enumerate(people, start=1):
        key = sealing.new_key(owner)
        notice = Notice(
            owner=owner, data_key=key.row, request=request, item=item, number=number, language=(person.language or language)[:10], at=at
        )  # fmt: skip
        sealing.seal(notice, key, name=person.name, contact=person.contact, what=person.what)
        notice.letter = letters.draft(
            _words(notice.language, person.what, owner), owner=owner, key=key, about=notice.pk, kind=KIND, event=EVENT,
            language=notice.language, by=SYSTEM, at=at,
        )  # fmt: skip
        notice.save(force_insert=True)
        made.append(notice)
    audit.record(
        "audit", "outreach.take_in", by=SYSTEM, at=at, subject_kind="request" if request is not None else "item",
        subject_id=str(request.pk if request is not None else item.item_id if item is not None else ""), participant=owner.code,
        facts={"people": len(made)},
    )  # fmt: skip
    news.tell("outreach.notices", count=len(made))
    return made


def desk(request: Request | None) -> Participant:
    """Return the police desk that tells people: one that takes part in the request, else the node's.

    Raises:
        BadInput: the node has none.
    """
    police = Participant.objects.filter(hosted=True, roles__contains=["police"]).order_by("code")
    among = [request.owner_id, *request.parties] if request is not None else []
    found = police.filter(code__in=among).first() or police.first()
    if found is None:
        raise BadInput(faults.NO_POLICE.fault())
    return found


@transaction.atomic
def release(notice: Notice, *, by: Actor, at: datetime) -> Letter:
    """Release the letter to one person: from now on it may be printed and sent.

    Raises:
        NotAllowed: not an officer of the desk. Conflict: released or withheld already.
    """
    if notice.letter is None:
        raise BadInput(faults.NO_NOTICE.fault())
    return letters.release(notice.letter, by=by, at=at, keyring=keyring())


@transaction.atomic
def release_all(
    notices: Sequence[Notice], *, read: Collection[str], by: Actor, at: datetime
) -> tuple[int, int]:
    """Release the letters whose wording was read (marks of ``wordings.read``); return how many, and how many were left.

    A letter that came or was changed after the reading is left a draft.

    Raises:
        NotAllowed: not an officer of the desk. Conflict: letters wait, and nobody read what any of them says.
    """
    drafts = wordings.waiting(notices)
    known = [one for one, letter in drafts if wordings.mark_of(one, letter, keyring=keyring()) in read]
    if drafts and not known:
        raise Conflict(faults.UNREAD.fault(count=len(drafts)))
    for one in known:
        release(one, by=by, at=at)
    return len(known), len(drafts) - len(known)


@transaction.atomic
def open_notice(notice: Notice, *, by: Actor, at: datetime, purpose: str) -> tuple[Person, Words | None]:
    """Open who is to be told, and the letter.

    Raises:
        NotAllowed: not of the desk, or no purpose.
    """
    require(by, "outreach.open", permissions.of_notice(notice, at=at, purpose=purpose))
    key = sealing.open_as(notice.data_key, notice.owner_id, keyring())
    audit.record(
        "audit", "outreach.open", by=by, at=at, subject_kind="notice", subject_id=str(notice.pk), participant=notice.owner_id, purpose=purpose,
    )  # fmt: skip
    found = sealing.read_all(notice, key, ["name", "contact", "what"])
    person = Person("", found["contact"], found["name"], notice.language, found["what"])
    letter = words.read(sealing.read_bytes(notice.letter, key, "body")) if notice.letter is not None else None
    return person, letter


_LEADS_SOMEWHERE = re.compile(r"://|@|\w\.[^\W\d_]{2,}|\d(?:[\s./()-]*\d){4,}|[<>{}]")
"""A link, an address, a number to call or to pay to: in a letter of the police nobody else's stands."""


def _words(language: str, what: str, owner: Participant) -> Words:
    """Write the letter. ``what`` was written by whoever made the list; where it could lead a reader anywhere, it is left out."""
    what = "" if _LEADS_SOMEWHERE.search(what) else what
    with translation.override(language):
        said = what or _("your address, in a list that the police seized in an inquiry into fraud on line.")
    node = home.current()
    address = node.address("portal") if node is not None else ""
    filled = render(KIND, language, {"office": owner.name, "what": said, "contact": address})
    return Words(number=reference(), subject=filled.subject, paragraphs=filled.paragraphs, signed=owner.name)


def _language() -> str:
    node = home.current()
    return node.languages[0] if node is not None and node.languages else "en"
