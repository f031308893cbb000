"""The atlas: one state, one conduct, one measure, one kind of data, one day: the answer for every other state, on a map and beside it in a table.

What is shown comes from a sheet (:mod:`comity.node.law.sheets`). For a day without sheets the desk asks the engine itself, about a
second; the public page names the days there are, and leads to every single relation, which is answered for any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, declare
from comity.law import titles
from comity.law.atlas import world_map
from comity.law.atlas.answers import Cell
from comity.law.atlas.explained import Explained
from comity.law.atlas.geometry import has_profile, last_checked
from comity.law.atlas.live import Live
from comity.law.atlas.notice import notice, profile_notice
from comity.law.atlas.relations import Relation, core_conduct, kinds_of_data
from comity.law.atlas.sheet import SIDES, Sheet
from comity.law.atlas.view import View
from comity.law.book import Book
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.base.telling import tell
from comity.node.law import sheets
from comity.node.law.asking import NotFound, language
from comity.node.law.face import Face, instant
from comity.node.law.facts import states_by_name
from comity.node.law.question import LAYERS, Asked, read
from comity.node.ui.labels import label

NO_SHEET = declare(
    "law.atlas.no_sheet",
    "The atlas is not made for this day yet.",
    "Come back in a minute, or ask for a single relation.",
)
WORDS: Mapping[str, Promise] = {
    world_map.HERE: gettext_lazy("The state chosen"),
    "open": gettext_lazy("Open"),
    "open-unsure": gettext_lazy("Open, by records not verified or old"),
    "conditional": gettext_lazy("Conditional"),
    "conditional-unsure": gettext_lazy("Conditional, by records not verified or old"),
    "closed": gettext_lazy("Closed"),
    "closed-unsure": gettext_lazy("Closed, by records not verified or old"),
    "protected": gettext_lazy("Protected: a refusal that protects"),
    "protected-unsure": gettext_lazy("Protected, by records not verified or old"),
    "unknown": gettext_lazy("Not known"),
    "unknown-unsure": gettext_lazy("Not known, by records not verified or old"),
    world_map.NO_RECORD: gettext_lazy("No record: that is no proof that there is no way"),
}
"""What the looks of the map mean."""
ANSWERS: Mapping[str, Promise] = {
    "open": gettext_lazy("open"),
    "conditional": gettext_lazy("conditional"),
    "closed": gettext_lazy("closed"),
    "protected": gettext_lazy("protected"),
    "unknown": gettext_lazy("not known"),
}
Source = Sheet | Live


def atlas(request: HttpRequest, face: Face) -> HttpResponse:
    """Show the relations of one state."""
    book = lawbook.book()
    try:
        asked = read(request, book)
    except BadInput as error:
        wrong: dict[str, Any] = {
            "title": _("Atlas"),
            "form_": form(face, book, request.GET),
            "errors": [{"text": tell(fault)} for fault in error.faults],
            "asked": None,
        }
        status = 404 if isinstance(error, NotFound) else 422
        return face.render(request, "atlas", wrong, place="atlas", status=status)
    source, made_for = _source(request, face, book, asked)
    lang = language()
    names = {code: country_name(code, lang) for code in book.states}
    # An old sheet may not know a state the book has since; all have the same book here.
    others = [code for code in states_by_name(book) if code != asked.state]
    cells = _cells(source, asked, others) if source is not None else {}
    context = {
        "title": title(asked, names[asked.state]),
        "caption": _("Atlas: where cooperation is open, and what would open it"),
        "asked": asked,
        "errors": [],
        "form_": form(face, book, asked.query()),
        "conduct": titles.article(book, asked.conduct, lang),
        "tabs": _tabs(face, book, asked),
        "rows": [
            _row(face, book, asked, code=code, name=names[code], cell=cells.get(code)) for code in others
        ],
        "drawing": _drawing(asked, cells) if cells else None,
        "words": WORDS,
        "said": {
            **{code: f"{names[code]}: {said_of(cell)}" for code, cell in cells.items()},
            asked.state: names[asked.state],
        },
        "made_for": made_for,
        "days": _days(face, book, asked),
        "profile": profile_notice(book, asked.state, lang),
        "finding": _finding(asked, book, cells) or title(asked, names[asked.state]),
        "counts": _counts(book, asked, cells),
        "on": (made_for or asked.on or book.edition.as_of),
        "downloads": {
            kind: face.link(f"atlas-{kind}", query=asked.query(on=made_for.isoformat()))
            for kind in ("csv", "json")
        }
        if cells and made_for
        else {},
        "what_if": face.link("what-if"),
        "notice": notice(book, (asked.state,), instant(request).date(), lang)["texts"],
    }
    return face.render(request, "atlas", context, place="atlas", states=(asked.state, *others))


def as_csv(request: HttpRequest, face: Face) -> HttpResponse:
    """Hand one state's relations out as the table ``comity law atlas --csv`` prints."""
    view = _view(request, face)
    response = HttpResponse(view.csv(language()).encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="atlas-{view.state}.csv"'
    return response


def as_json(request: HttpRequest, face: Face) -> HttpResponse:
    """Hand one state's relations out as ``comity.atlas/1``."""
    view = _view(request, face)
    response = HttpResponse(canonical_json(view.document(language())), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="atlas-{view.state}.json"'
    return response


def _view(request: HttpRequest, face: Face) -> View:
    """Return what an address asks to take away: the conduct, the measure and the kind of data it names.

    Raises:
        BadInput: it asks wrongly. NotFound: no sheet is made for the day.
    """
    book = lawbook.book()
    asked = read(request, book)
    source, _made_for = _source(request, face, book, asked)
    if source is None:
        raise NotFound(NO_SHEET.fault())
    return View(source, asked.state, asked.side)


def _source(request: HttpRequest, face: Face, book: Book, asked: Asked) -> tuple[Source | None, Any]:
    """Return what answers, with the day it answers for; nothing where only single relations can be asked."""
    kind = (asked.measure, asked.category)
    made = sheets.days(book)
    wanted = asked.on or (made[0] if made else None)
    if wanted is not None:
        sheet = sheets.read(book, asked.state, wanted, duty=asked.duty)
        if sheet is not None:
            return sheet.only(conducts=(asked.conduct,), kinds=(kind,)), wanted
    if not face.public:
        on = asked.on or sheets.day_of(instant(request))
        return Live(book, on, (asked.conduct,), (kind,), asked.duty), on
    return None, None


def _cells(source: Source, asked: Asked, others: list[str]) -> dict[str, Cell]:
    found = {}
    for code in others:
        asks, other = (asked.state, code) if asked.side == SIDES[0] else (code, asked.state)
        found[code] = source.cell(Relation(asks, other, asked.conduct, asked.measure, asked.category))
    return found


def _drawing(asked: Asked, cells: Mapping[str, Cell]) -> world_map.Drawing:
    looks = {code: world_map.look(cell) for code, cell in cells.items()}
    return world_map.draw({**looks, asked.state: world_map.HERE})


def _counts(book: Book, asked: Asked, cells: Mapping[str, Cell]) -> list[str]:
    """Count the answers, in the fixed order of the words; nothing for a state whose records do not carry a picture of it."""
    if not has_profile(book, asked.state) or not cells:
        return []
    counted = Counter(cell.status for cell in cells.values())
    return [f"{counted[status]} {word}" for status, word in ANSWERS.items() if counted[status]]  # type: ignore[index]


def _finding(asked: Asked, book: Book, cells: Mapping[str, Cell]) -> str:
    """Say what the picture shows; nothing where no picture of the state is drawn from its counts."""
    if not has_profile(book, asked.state) or not cells:
        return ""
    on_offer = sum(cell.status == "open" for cell in cells.values())
    return _("Open in %(open)s of %(number)s relations") % {"open": on_offer, "number": len(cells)}


def _row(face: Face, book: Book, asked: Asked, *, code: str, name: str, cell: Cell | None) -> dict[str, Any]:
    checked = last_checked(book)
    days = [checked[one] for one in (asked.state, code) if one in checked]
    return {
        "name": name,
        "href": face.link("relation", query=asked.query(other=code)),
        "status": cell.status if cell else "",
        "remarks": remarks(cell) if cell else [],
        "checked": min(days) if days else None,
    }


def remarks(cell: Cell) -> list[str]:
    """Say what stands beside an answer: no record, later, not verified."""
    found = []
    if cell.no_record:
        found.append(_("no record"))
    if cell.later:
        found.append(_("opens later"))
    if cell.shown == "hatched":
        found.append(_("not verified, or last looked at long ago"))
    return found


def said_of(cell: Cell) -> str:
    """Say an answer in one line, for the map."""
    return ", ".join([str(ANSWERS[cell.status]), *remarks(cell)])


def title(asked: Asked, name: str) -> str:
    """Say what is asked, in words."""
    measure = label(asked.measure, "measure")
    if asked.side == SIDES[0]:
        return _("%(state)s asks for: %(measure)s") % {"state": name, "measure": measure}
    return _("%(state)s is asked for: %(measure)s") % {"state": name, "measure": measure}


def _tabs(face: Face, book: Book, asked: Asked) -> list[dict[str, Any]]:
    """Return the kinds of data of the measure; nothing where there is only one."""
    kinds = kinds_of_data(book, asked.measure)
    if len(kinds) == 1:
        return []
    return [
        {"text": label(one, "data"), "href": face.link("atlas", query=asked.query(data=one)), "current": one == asked.category}
        for one in kinds
    ]  # fmt: skip


def _days(face: Face, book: Book, asked: Asked) -> list[dict[str, Any]]:
    return [
        {"day": one, "href": face.link("atlas", query=asked.query(on=one.isoformat()))}
        for one in sheets.days(book)
    ]


def form(face: Face, book: Book, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the lists and values of the form that asks; ``given``: what is asked, or what was typed."""
    lang = language()
    state = str(given.get("state", ""))
    known = {code: country_name(code, lang) for code in states_by_name(book)}
    return {
        "action": face.link("atlas"),
        "states": [{"value": code, "text": name} for code, name in known.items()],
        "state": state,
        "sides": [
            {"value": SIDES[0], "text": _("It asks the others")},
            {"value": SIDES[1], "text": _("It is asked by the others")},
        ],
        "side": given.get("side") or SIDES[0],
        "conducts": [
            {"value": one.id, "text": titles.article(book, one.id, lang)} for one in core_conduct(book)
        ],
        "conduct": given.get("conduct", ""),
        "measures": [{"value": one.id, "text": label(one.id, "measure")} for one in book.measures],
        "measure": given.get("measure", ""),
        "layers": [
            {"value": LAYERS[0], "text": _("Every way, practice and comity too")},
            {"value": LAYERS[1], "text": _("Only ways that bind the state asked")},
        ],
        "layer": given.get("layer") or LAYERS[0],
        "on": given.get("on", ""),
    }


def cell_of(found: Explained) -> Cell:
    """Return an explained answer as the atlas shows it."""
    return Cell(found.status, found.shown, no_record=found.no_record, later=found.later)
