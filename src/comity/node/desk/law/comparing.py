"""A saved answer brought back: is it the same with today's book, and if not, where and in what words it differs. Nothing is kept."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.kernel.errors import BadInput, declare, raise_all
from comity.law import titles
from comity.law.decision import parse
from comity.law.paper.blocks import blocks
from comity.law.rerun import Difference, Rerun, rerun
from comity.law.words import country_name, name, word
from comity.node.base import lawbook
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.law.asking import too_many
from comity.node.law.face import DESK
from comity.node.ui.labels import label
from comity.node.ui.words import code_words

NO_FILE = declare("desk.law.no_file", "No file was chosen.", "Choose the receipt that was saved with the answer.")  # fmt: skip
_SHOWN = 60
_ROW = re.compile(r"([a-z_]+)(?:\[([^\]]*)\])?")


@verb("route.view")
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Take a receipt, make its answer again with this node's book, and say what differs."""
    found: Rerun | None = None
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            found = _run(request)
        except BadInput as error:
            errors = page.errors(error, "receipt")
    on = {part: request.POST.get(f"on-{part}", "") for part in ("day", "month", "year")}
    return page.render(request, "desk/law/receipt.html", {
        "errors": errors, "action": page.link("law-receipt"), "back": page.link("law"), "on": on,
        "found": _shown(found) if found is not None else None,
    }, status=422 if errors else 200)  # fmt: skip


def _run(request: HttpRequest) -> Rerun:
    """Read the file sent and make its answer again.

    Raises:
        BadInput: no file, no receipt, a receipt changed after it was saved, more states than a page answers for, or no day.
    """
    file = request.FILES.get("receipt")
    if file is None:
        raise BadInput(NO_FILE.fault())
    data = file.read()
    saved = parse(data, (file.name or "receipt")[:80])
    raise_all(too_many(saved.question.scenario))
    return rerun(saved, lawbook.book(), on=page.day(request.POST, "on"))


def _shown(run: Rerun) -> dict[str, Any]:
    saved, now = run.saved.document, run.now.document
    return {
        "run": run,
        "saved": {"at": saved["at"], "on": run.saved.question.scenario.on, "book": str(saved["book"].get("version", ""))[:80], "digest": run.saved.digest},
        "now": {"on": run.now.question.scenario.on, "book": now["book"]["version"], "digest": now["book"]["digest"]},
        "places": [_place(one) for one in run.answer[:_SHOWN]],
        "more": max(0, len(run.answer) - _SHOWN),
        "records": [{"what": one.what, "id": one.id, "href": DESK.record("record", one.id) if one.what != "gone" else ""} for one in run.records[:_SHOWN]],
        "more_records": max(0, len(run.records) - _SHOWN),
        # An answer that is not this engine's own may hold anything; it is printed only where this engine made the same.
        "blocks": blocks(run.saved) if run.reproduced else [],
    }  # fmt: skip


def _place(one: Difference) -> dict[str, str]:
    """Say one difference in words: of what, what was said, what is said now."""
    *way, last = one.where.split("].") if "]." in one.where else ("", one.where)
    rows = [_row(part) for part in "].".join(way).split("].") if part]
    return {
        "where": ": ".join([*filter(None, rows), _field(last)]),
        "saved": _value(one.saved),
        "now": _value(one.now),
    }


def _row(text: str) -> str:
    found = _ROW.match(text)
    return ", ".join(map(_code, found.group(2).split())) if found and found.group(2) else _code(text)


def _field(text: str) -> str:
    bare = re.sub(r"\[[^\]]*\]?", "", text).rpartition(".")[2].removesuffix(" (order)")
    said = name("label", bare, page.language())
    return f"{said[:1].upper()}{said[1:]}" + (f" ({_('order')})" if text.endswith("(order)") else "")


def _value(value: Any) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list) and value and not any(isinstance(one, list | dict) for one in value):
        return ", ".join(_code(str(one)) for one in value[:8])
    if isinstance(value, list | dict):
        return _("as a whole")
    return _code(str(value))


def _code(text: str) -> str:
    """Say a code of an answer in words: an instrument, a state, a measure, a word of a closed list; else as it is."""
    lang, book = page.language(), lawbook.book()
    instrument = next((one for one in book.instruments if one.id == text), None)
    if instrument is not None:
        return f"{titles.title(instrument, lang)} ({instrument.legal_basis})"
    if book.knows(text):
        return country_name(text, lang)
    if text in {one.id for one in book.measures}:
        return label(text, "measure")
    for of in ("status", "verdict", "gate_verdict", "gate", "data"):
        if (said := label(text, of)) != code_words(text):
            return said
    said = word(text, lang)
    return said if said != text else code_words(text[:120])
