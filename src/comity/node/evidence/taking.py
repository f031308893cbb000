"""Take items in: each file sealed under a key of its own, an item with a chain of its own, begun by how it came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.custody import entry as entries
from comity.custody.entry import Verb
from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, Fault, raise_all
from comity.kernel.identifier import reference
from comity.node.assistance import content
from comity.node.assistance.models import Request
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.base.sealing import OpenKey
from comity.node.cases.models import Case
from comity.node.cases.permissions import grants as grants_on
from comity.node.evidence import custody, faults, permissions
from comity.node.evidence.intake import SealedFile, seal
from comity.node.evidence.models import Item, MarkKind


@transaction.atomic
def take_in(
    files: Iterable[Any], *, owner: Participant, by: Actor, at: datetime, case: Case | None = None, request: Request | None = None,
    titles: Sequence[str] = (), mark: str = "none", format: str = "", use_limits: Sequence[str] = (),
) -> list[Item]:  # fmt: skip
    """Take in what an officer was given or collected: each file is an item with a chain of its own, begun by *collected*.

    Raises:
        NotAllowed: the actor does not take in evidence of this owner, case or request.
        BadInput: no file, an empty one, no such mark.
    """
    grants = grants_on(case) if case is not None else ()
    parties = [request.owner_id, *request.parties] if request is not None else []
    require(by, "evidence.add", permissions.of_new(owner.code, at=at, parties=parties, grants=grants))
    sealed = sealed_files(files)
    share = parties_of(owner.code, case, request, by.participant)
    return [
        new_item(
            one, owner=owner, verb="collected", origin=Item.Origin.UPLOAD, by=by, at=at, case=case, request=request, parties=share,
            title=title_of(titles, number, one), mark=_mark(mark), format=format, use_limits=use_limits,
        )
        for number, one in enumerate(sealed)
    ]  # fmt: skip


def sealed_item(
    one: SealedFile, *, salt: bytes, owner: Participant, key: OpenKey, mark: str, **values: Any
) -> Item:
    """Build an item row from a sealed file (not saved)."""
    title = values.pop("title", one.name)
    item = Item(
        item_id=one.item_id, reference=reference(), owner=owner, data_key=key.row, blob=one.blob, size=one.size,
        sealed_size=one.sealed_size, media_kind=one.media_kind, mark=mark, salted=str(entries.salted(salt, one.digest)), **values,
    )  # fmt: skip
    sealing.seal(item, key, title=title, digest=str(one.digest), salt=salt, content_key=one.key)
    return item


def new_item(
    one: SealedFile,
    *,
    owner: Participant,
    verb: Verb,
    by: Actor,
    at: datetime,
    parties: list[str],
    **values: Any,
) -> Item:
    """Make an item of a sealed file, with the first entries of its chain: how it came, and that it is sealed."""
    from secrets import token_bytes

    key = sealing.new_key(owner)
    content.share(key, parties)
    use_limits = list(values.pop("use_limits", ()))
    mark = values.pop("mark", MarkKind.NONE.value)
    item = sealed_item(
        one, salt=token_bytes(32), owner=owner, key=key, mark=mark, parties=parties, use_limits=use_limits, by=by.label, at=at, **values
    )  # fmt: skip
    item.save(force_insert=True)
    custody.begin(item, key, verb, by=by, at=at, counterpart=item.received_from)
    custody.append(item, key, "sealed", by=by, at=at)
    leaf("evidence.add", item, by, at, origin=item.origin, size=item.size)
    news.tell("evidence.added", item=item.pk)
    return item


def sealed_files(files: Iterable[Any]) -> list[SealedFile]:
    """Seal the files of a form or a holder.

    Raises:
        BadInput: none was given, or each that is empty.
    """
    found: list[SealedFile] = []
    wrong: list[Fault] = []
    for file in files:
        try:
            found.append(seal(file))
        except BadInput as error:
            wrong += error.faults
    raise_all(wrong)
    if not found:
        raise BadInput(faults.NOTHING_GIVEN.fault())
    return found


def parties_of(owner: str, case: Case | None, request: Request | None, *more: str) -> list[str]:
    """Return who else of this node has to do with the matter, up to the request from abroad that an order serves."""
    codes = {*more, case.owner_id if case is not None else ""}
    while request is not None:
        codes |= {request.owner_id, request.via, *request.parties}
        request = request.parent
    hosted = Participant.objects.filter(code__in=codes, hosted=True).values_list("code", flat=True)
    return sorted(set(hosted) - {owner})


def title_of(titles: Sequence[str], number: int, one: SealedFile) -> str:
    """Return what an item is called: what was typed, else the name of its file."""
    return (titles[number] if number < len(titles) and titles[number].strip() else one.name)[:200]


def _mark(mark: str) -> str:
    if mark not in MarkKind.values:
        raise BadInput(faults.BAD_MARK.fault(mark=mark[:40], known=", ".join(MarkKind.values)))
    return mark


def key_of(item: Item) -> OpenKey:
    """Open the data key of an item."""
    return content.open_key(item.data_key)


def leaf(verb: str, item: Item, by: Actor, at: datetime, *, purpose: str = "", **facts: Any) -> None:
    """Write the leaf of the audit about an act on an item."""
    audit.record(
        "audit", verb, by=by, at=at, subject_kind="item", subject_id=str(item.item_id), participant=item.owner_id,
        purpose=purpose, facts=facts,
    )  # fmt: skip
