"""Items and releases as attributes for ``comity.policy``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from comity.node.cases.permissions import grants as grants_on
from comity.node.evidence.models import Item, Release
from comity.policy import Attributes
from comity.policy.attributes import Grant


def of(
    item: Item,
    *,
    at: datetime | None = None,
    purpose: str = "",
    done_by: Iterable[str] = (),
    authorised: bool | None = None,
    parties: Iterable[str] = (),
) -> Attributes:
    """Return what policy looks at for an item: its owner, who takes part in its matter, leave on its case."""
    return Attributes(
        owner=item.owner_id,
        parties=frozenset(item.parties) | frozenset(parties),
        grants=_grants(item),
        purpose=purpose,
        done_by=frozenset(filter(None, done_by)),
        authorised=authorised,
        at=at,
    )


def of_release(release: Release, item: Item, *, at: datetime, authorised: bool | None) -> Attributes:
    """Return what policy looks at for letting an item go: whose the request is, they have a say too."""
    request = release.request
    return of(
        item,
        at=at,
        done_by=[release.asked_by],
        authorised=authorised,
        parties=[request.owner_id, *request.parties],
    )


def of_new(
    owner: str, *, at: datetime, parties: Iterable[str] = (), grants: tuple[Grant, ...] = ()
) -> Attributes:
    """Return what policy looks at before an item exists."""
    return Attributes(owner=owner, parties=frozenset(parties), grants=grants, at=at)


def _grants(item: Item) -> tuple[Grant, ...]:
    return grants_on(item.case) if item.case is not None else ()
