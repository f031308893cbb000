"""A saved answer brought back: is it the same with today's book, and if not, where and in what words it differs. Nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comity.kernel.errors import BadInput, declare, raise_all
from comity.law import titles
from comity.law.decision import parse
from comity.law.paper.blocks import blocks
from comity.law.plan import PHASES
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
_STEP = re.compile(r"([a-z_]+)(?:\[([^\]]*)\])?")
"""One step on the way to a place of the answer: a key, and of a list the row."""
_ANSWERS = frozenset({"status", "verdict"})
_FIELDS: Mapping[str, Promise] = {
    "status": gettext_lazy("answer"),
    "verdict": gettext_lazy("verdict"),
    "against": gettext_lazy("number of reasons against it"),
    "place": gettext_lazy("place in the order"),
    "by": gettext_lazy("reason for its place"),
    "order": gettext_lazy("order"),
    "on": gettext_lazy("day of the question"),
    "confidence": gettext_lazy("how sure the weakest record is"),
    "expected": gettext_lazy("expected time"),
    "settles": gettext_lazy("what would settle it"),
    "questions": gettext_lazy("what would settle it"),
    "days": gettext_lazy("days"),
}
_UNNAMED: Mapping[str, Promise] = {
    "reasons": gettext_lazy("a reason"),
    "warning_reasons": gettext_lazy("a warning"),
    "plan": gettext_lazy("the plan"),
    "elements": gettext_lazy("an element"),
}


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
    places = [_place(one) for one in run.answer]
    return {
        "run": run,
        "saved": {"at": saved["at"], "on": run.saved.question.scenario.on, "book": str(saved["book"].get("version", ""))[:80], "digest": run.saved.digest},
        "now": {"on": run.now.question.scenario.on, "book": now["book"]["version"], "digest": now["book"]["digest"]},
        "answers": [one for one in places if one["answer"]][:_SHOWN],
        "places": [one for one in places if not one["answer"]][:_SHOWN],
        "more": max(0, sum(not one["answer"] for one in places) - _SHOWN),
        "records": [{"what": one.what, "id": one.id, "href": DESK.record("record", one.id) if one.what != "gone" else ""} for one in run.records[:_SHOWN]],
        "more_records": max(0, len(run.records) - _SHOWN),
        # An answer that is not this engine's own may hold anything; it is printed only where this engine made the same.
        "blocks": blocks(run.saved) if run.reproduced else [],
    }  # fmt: skip


def _place(one: Difference) -> dict[str, Any]:
    """Say one difference in words: of what, what was said, what is said now. ``answer``: whether it is an answer itself, not what it rests on."""
    steps = _STEP.findall(one.where)
    *way, (last, row) = steps or [("", "")]
    of = [_row(name_, inner) for name_, inner in (*way, *([(last, row)] if row else []))]
    return {
        "where": ", ".join(filter(None, [*of, "" if row else _field(last)])),
        "saved": _value(one.saved),
        "now": _value(one.now),
        "answer": len(steps) == 2 and last in _ANSWERS,
    }


def _row(of: str, inner: str) -> str:
    """Name a row of the answer by what it is known by; a reason is told apart by its number or code only."""
    if of in _UNNAMED:
        return str(_UNNAMED[of])
    return ", ".join(_code(one) for one in inner.split() if one not in PHASES) if inner else _field(of)


def _field(code: str) -> str:
    said = str(_FIELDS[code]) if code in _FIELDS else name("label", code, page.language())
    return f"{said[:1].upper()}{said[1:]}"


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
