"""An answer to keep: the question as the file ``comity law`` reads, the decision receipt it makes again, the receipt on paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.facts.toml import write_toml
from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput
from comity.law.decision import KINDS, Kind, Question, Receipt, decide
from comity.law.paper.blocks import blocks, title
from comity.law.running import Desk
from comity.node.assistance import measuring
from comity.node.base import lawbook
from comity.node.base.permissions import verb
from comity.node.cases import actions as cases
from comity.node.desk import page
from comity.node.desk.law.asking import Asked, read, touched

_SHOWN = timedelta(hours=12)
"""How long after it was shown a paper may still be saved as it is."""
JSON, TOML = "application/json", "application/toml"


@verb("route.view")
@require_GET
def question(request: HttpRequest) -> HttpResponse:
    """Give the question as a scenario file; ``comity law routes FILE`` answers it the same."""
    try:
        asked = read(request)
    except BadInput as error:
        return _wrong(request, error)
    said = _("A question to the law engine. Answer it with: comity law routes %(file)s") % {"file": _name(asked, "question", "toml")}  # fmt: skip
    return _file(write_toml(asked.scenario, said).encode(), _name(asked, "question", "toml"), TOML)


@verb("route.view")
@require_GET
def measured(request: HttpRequest) -> HttpResponse:
    """Give what this node measured of replies, as ``comity law routes --measured FILE`` reads it."""
    found = [msgspec.to_builtins(one) for one in measuring.measured(page.now(request))]
    document = {"schema": "comity.measured/1", "replies": found}
    return _file(canonical_json(document), "comity-measured.json", JSON)


@verb("route.view")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Give the answer as a decision receipt; saved for a case, the case's record names its digest."""
    try:
        asked = read(request)
        kind = cast(Kind, page.one_of(request.POST, "kind", KINDS))
        made = receipt(asked, kind, _made(request.POST.get("made", ""), asked.at))
        if asked.case is not None:
            cases.keep_answer(
                asked.case, kind=kind, digest=made.digest, book=lawbook.book().version, by=page.actor(request), at=asked.at
            )  # fmt: skip
    except BadInput as error:
        return _wrong(request, error)
    return _file(made.data, _name(asked, kind, "json"), JSON)


@verb("route.view")
@require_GET
def paper(request: HttpRequest) -> HttpResponse:
    """Show the answer as a receipt to print, and save the very same as a file; the command that sets it as PDF stands with it."""
    try:
        asked = read(request)
        kind = cast(Kind, page.one_of(request.GET, "kind", KINDS))
        made = receipt(asked, kind)
    except BadInput as error:
        return _wrong(request, error)
    return page.render(request, "desk/law/paper.html", {
        "title": title(made), "blocks": blocks(made), "digest": made.digest, "file": _name(asked, kind, "json"),
        "command": f"comity law paper {_name(asked, kind, 'json')} --out answer.pdf", "kind": kind, "made": asked.at.isoformat(), "case": asked.case,
        "action": page.link("law-save", query=asked.query()), "back": page.link(_PLACE[kind], query=asked.query()),
    })  # fmt: skip


_PLACE = {"routes": "law", "dual": "law-dual", "offences": "law-offences", "jurisdiction": "law-jurisdiction"}
"""Where each kind of answer is shown."""


def receipt(asked: Asked, kind: Kind, at: datetime | None = None) -> Receipt:
    """Make the receipt of an answer as the page shows it. ``at``: when it was shown, so that paper and file are the same.

    Raises:
        BadInput: the book cannot answer it.
    """
    countries = tuple(touched(asked)) if kind == "offences" else ()
    question_ = Question(
        kind,
        asked.scenario,
        page.language(),
        countries=countries,
        desk=asked.desk if kind == "routes" else Desk(),
    )
    return decide(lawbook.book(), question_, at=at or asked.at)


def _made(text: str, now: datetime) -> datetime:
    """Return when the paper was shown, where that was today; else now. Nobody dates an answer as they like."""
    try:
        shown = datetime.fromisoformat(text)
    except ValueError:
        return now
    return shown if shown.tzinfo is not None and timedelta() <= now - shown <= _SHOWN else now


def _name(asked: Asked, kind: str, ending: str) -> str:
    """Return the name of a file: what it is about by states and day, never a name of a case."""
    states = "-".join(one for one in (asked.requesting, *asked.to) if one.isascii() and one.isalpha())
    return f"comity-{kind}-{states or 'law'}-{asked.on.isoformat()}.{ending}"


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _wrong(request: HttpRequest, error: BadInput) -> HttpResponse:
    context = {"errors": page.errors(error), "back": page.link("law")}
    return page.render(request, "desk/law/wrong.html", context, status=422)
