"""Drafts and visits: what a reporter has typed so far, readable only with the key in her cookie (or resume code).

The key is a code of :mod:`comity.suites.codes`. It is found by its HMAC and sealed under what HKDF makes of it;
the node keeps neither. There is no session: when the cookie and the resume code are gone, so is the draft.

    code = drafts.begin("report", content, at=now)          # -> for the cookie
    with drafts.changing(code, at=now) as content: ...      # one writer at a time
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Literal

from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, declare
from comity.node.base.keyring import Keyring
from comity.node.base.times import cut_to_hour
from comity.node.reports.holding import holding
from comity.node.reports.models import Draft, DraftFile
from comity.suites import codes, mac
from comity.suites.fields import open_field, seal_field

KEPT: dict[str, timedelta] = {
    "report": timedelta(days=3),
    "sent": timedelta(hours=3),
    "visit": timedelta(minutes=30),
}
"""How long each is kept after the last change: an unsent report, one just sent, a visit with a code."""

_CONTEXT = "reports_draft.content"
_PAD = 1024

NO_DRAFT = declare(
    "reports.draft.gone",
    "What you typed is no longer here: it was sent, it was deleted after three days, or you left the page.",
    "If you wrote down a code, enter it to go on. Otherwise please begin again.",
)

Kind = Literal["report", "visit"]
Content = dict[str, Any]


def begin(kind: Kind, content: Content, *, keyring: Keyring, at: datetime) -> str:
    """Store a new draft and return the code that opens it."""
    code = codes.new_code()
    row = Draft(kind=kind, holder=_holder(code, keyring), expires_at=_expiry(kind, at))
    row.content = _seal(row, code, content)
    with holding(holder=bytes(row.holder)):
        row.save(force_insert=True)
    return code


def read(code: str, kind: Kind, *, keyring: Keyring, at: datetime) -> Content:
    """Return what the draft holds.

    Raises:
        BadInput: there is none of that code and kind, or it has expired.
    """
    holder = _holder(code, keyring)
    with holding(holder=holder):
        row = _row(holder, kind, at)
        return _open(row, code)


@contextmanager
def changing(code: str, kind: Kind, *, keyring: Keyring, at: datetime) -> Iterator[Content]:
    """Hand out the content for change and store it at the end; a second window waits its turn. Nothing on an error.

    Raises:
        BadInput: as for :func:`read`.
    """
    holder = _holder(code, keyring)
    with holding(holder=holder):
        row = _row(holder, kind, at, lock=True)
        content = _open(row, code)
        yield content
        row.content = _seal(row, code, content)
        row.version += 1
        row.expires_at = _expiry("sent" if content.get("sent") else kind, at)
        row.save(update_fields=["content", "version", "expires_at"])


def note_file(code: str, kind: Kind, blob: str, *, keyring: Keyring, at: datetime) -> None:
    """Remember that a sealed file belongs to the draft, so that it is cleared away with it."""
    holder = _holder(code, keyring)
    with holding(holder=holder):
        DraftFile(draft=_row(holder, kind, at), blob=blob).save(force_insert=True)


def let_go(code: str, blobs: Iterable[str], *, keyring: Keyring) -> None:
    """Forget that these files belong to the draft: a report has them now, or they were taken out."""
    holder = _holder(code, keyring)
    with holding(holder=holder):
        DraftFile.objects.filter(draft__holder=holder, blob__in=list(blobs)).delete()


def forget(code: str, *, keyring: Keyring, kind: Kind | None = None) -> None:
    """Delete a draft at once, as when a reporter leaves the page or ends her visit. Unknown ones are no error."""
    try:
        holder = _holder(code, keyring)
    except BadInput:
        return
    with holding(holder=holder):
        found = Draft.objects.filter(holder=holder)
        (found.filter(kind=kind) if kind else found).delete()


def _row(holder: bytes, kind: Kind, at: datetime, *, lock: bool = False) -> Draft:
    rows = Draft.objects.select_for_update() if lock else Draft.objects.all()
    row = rows.filter(holder=holder, kind=kind, expires_at__gt=at).first()
    if row is None:
        raise BadInput(NO_DRAFT.fault())
    return row


def _holder(code: str, keyring: Keyring) -> bytes:
    return mac.code_digest(keyring.code(), codes.normalise(code))


def _expiry(kind: str, at: datetime) -> datetime:
    """Cut to a coarse step, so that the row tells no fine time of an anonymous reporter."""
    end = at + KEPT[kind]
    if kind != "visit":
        return cut_to_hour(end)
    return end.replace(minute=end.minute - end.minute % 5, second=0, microsecond=0)


def _seal(row: Draft, code: str, content: Content) -> bytes:
    plain = canonical_json(content)
    padded = plain + b" " * (-len(plain) % _PAD)  # the size of the row tells little of the words
    return seal_field(codes.wrapping_key(code, salt=row.id.bytes), padded, context=f"{_CONTEXT}:{row.id}")


def _open(row: Draft, code: str) -> Content:
    plain = open_field(
        codes.wrapping_key(code, salt=row.id.bytes), bytes(row.content), context=f"{_CONTEXT}:{row.id}"
    )
    return dict(json.loads(plain))


def pack(data: bytes) -> str:
    """Write bytes so that they can stand in a draft."""
    return base64.b64encode(data).decode()


def unpack(text: str) -> bytes:
    """Read what :func:`pack` wrote."""
    return base64.b64decode(text)
