"""What the law says: ways to the data, dual criminality, who may prosecute, offences. All of it the engine's own answer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comity.facts.scenario import CATEGORIES, URGENCIES
from comity.kernel.errors import BadInput
from comity.law import titles
from comity.law.answer import RoutesAnswer
from comity.law.dual_criminality import compare
from comity.law.elements import known_elements
from comity.law.jurisdiction import claims
from comity.law.offences import made_out
from comity.law.route import routes
from comity.law.words import FALLBACK, country_name, has_name, name, reason_document
from comity.node.base import lawbook
from comity.node.base.permissions import allowed, verb
from comity.node.cases import permissions
from comity.node.cases import queries as case_queries
from comity.node.deadlines.models import Kind
from comity.node.desk import page
from comity.node.desk.cases import presenting
from comity.node.desk.law import reading, saying
from comity.node.desk.law.asking import Asked, read, settled_by, states
from comity.node.desk.law.words import HEADS
from comity.node.triage.queries import offence_rows
from comity.node.ui.labels import label
from comity.policy import may_ever

_SHUT = frozenset({"closed", "future", "displaced", "protected"})
_DRAFTS = ("hold.draft", "assistance.draft", "order.draft", "query.draft", "notice.offer")


def _about(view: Callable[[HttpRequest, Asked], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Read what the address asks of the engine before the view answers; a question that cannot be answered says what is wrong."""

    @functools.wraps(view)
    def read_first(request: HttpRequest) -> HttpResponse:
        try:
            asked = read(request)
            _answer(asked)
        except BadInput as error:
            context = {"errors": page.errors(error), "back": page.link("law")}
            return page.render(request, "desk/law/wrong.html", context, status=422)
        return view(request, asked)

    return read_first


@verb("route.view")
@require_GET
@_about
def ways(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show every way from here to there, at home first, closed and future ones with every reason."""
    answer = _answer(asked)
    document = answer.document(page.language()) if answer else None
    if document is not None:
        for route in document["routes"]:
            saying.route(route)
            route["href"] = page.link(
                "law-way", query=asked.query(instrument=route["instrument"], measure=route["measure"])
            )
    question = (
        settled_by(
            [
                name
                for one in answer.routes
                for name in one.questions
                if one.status in {"conditional", "unknown"}
            ]
        )
        if answer
        else ""
    )
    return page.render(request, "desk/law/ways.html", {
        **_head(asked, "law", request),
        "answer": document,
        "home": _at_home(answer),
        "question": _question(asked, question, answer),
        "last_safe": [one for one in presenting.clocks(asked.case) if one["kind"] == Kind.LAST_SAFE_DAY] if asked.case else [],
        "recalled": sum(one.confidence == "recalled" for one in answer.routes) if answer else 0,
        "total": len(answer.routes) if answer else 0,
    })  # fmt: skip


@verb("route.view")
@require_GET
@_about
def way(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show one way whole: every gate with its law, one card for each kind of data, and the draft."""
    answer = _answer(asked)
    wanted = request.GET.get("instrument", "")
    found = [one for one in answer.routes if one.instrument.id == wanted] if answer else []
    usable = [one for one in found if one.status not in _SHUT and one.instrument.sendable]
    draft = ""
    if usable and any(may_ever(page.actor(request), name) for name in _DRAFTS):
        query = {
            "case": str(asked.case.pk) if asked.case else "", "instrument": wanted, "requested": asked.requested,
            "measure": usable[0].measure, "categories": ",".join(one.data_category for one in usable if one.data_category != "any"),
        }  # fmt: skip
        draft = page.link("requests-draft", query={name: value for name, value in query.items() if value})
    return page.render(request, "desk/law/way.html", {
        **_head(asked, "law", request),
        "routes": [saying.route(one.document(page.language())) for one in found],
        "title": titles.title(found[0].instrument, page.language()) if found else "",
        "basis": found[0].legal_basis if found else "",
        "draft": draft if asked.requesting == _own(asked) else "",
        "back": page.link("law", query=asked.query()),
        "record": page.link("book-record", kind="instrument", name=wanted) if found else "",
        "clocks": [],
    })  # fmt: skip


@verb("route.view")
@require_GET
@_about
def dual(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show dual criminality element by element, both laws cited."""
    book = lawbook.book()
    found = compare(book, asked.scenario)[0] if asked.scenario.ask.requested else None
    document = found.document("may_be") if found else None
    means = {one.id: page.meaning(one) for one in book.vocabulary.elements}
    parts = []
    for part in found.articles if found else ():
        ours, theirs = _best_statute(part.requesting), _best_statute(part.requested)
        parts.append({
            "title": titles.article(book, part.article, page.language()), "verdict": part.verdict.value,
            "laws": (country_name(asked.requesting, page.language()), country_name(asked.requested, page.language())),
                "statutes": (ours, theirs),
            "rows": [{**row.document(), "title": means.get(row.element, row.element)} for row in part.elements],
            "offences": [{**one.document(), "country": one.state, "title": ""} for one in (*part.requesting, *part.requested)],
        })  # fmt: skip
    settles = [means.get(one, one) for one in (document or {}).get("decisive_unknowns", [])]
    return page.render(request, "desk/law/dual.html", {
        **_head(asked, "law-dual", request),
        "finding": {
            "verdict": found.verdict.value, "title": _("Is it an offence in both laws?"), "settles": settles,
            "reasons": [reason_document(one, page.language()) for one in found.reasons], "parts": [],
        } if found else None,
        "parts": parts,
    })  # fmt: skip


@verb("route.view")
@require_GET
@_about
def jurisdiction(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show which states may claim jurisdiction and what the facts say to each factor; never a winner."""
    found = claims(lawbook.book(), asked.scenario)
    lang = page.language()
    by_state: dict[str, list[dict[str, Any]]] = {}
    for one in found.claims:
        by_state.setdefault(one.state, []).append({
            "verdict": one.verdict.value, "title": str(HEADS.get(one.head, one.head.replace("_", " "))), "duty": one.duty,
            "reasons": [reason_document(reason, lang) for reason in one.reasons],
        })  # fmt: skip
    return page.render(request, "desk/law/jurisdiction.html", {
        **_head(asked, "law-jurisdiction", request),
        "claims": by_state,
        "factors": [
            {"title": name("factor", code, lang) if has_name("factor", code) and lang != FALLBACK else one["title"], "cite": one["cite"],
             "confidence": one["confidence"], "states": {state: [reading.speaks(said) for said in saying] for state, saying in one["states"].items()}}
            for code, one in found.factors.items()
        ],
        "duties": [{"text": one.text, "cite": one.cite, "confidence": one.confidence} for one in found.duties],
    })  # fmt: skip


@verb("route.view")
@require_GET
@_about
def offences(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the offences made out in each state the facts touch."""
    book = lawbook.book()
    touched = [
        one for one in states(asked.scenario, [asked.requesting, asked.requested]) if one and book.knows(one)
    ]
    rows = offence_rows(
        book,
        made_out(book, asked.scenario.facts, touched, asked.on).document(),
        known_elements(book, asked.scenario.facts),
    )
    return page.render(request, "desk/law/offences.html", {
        **_head(asked, "law-offences", request), "shown": list(rows.shown), "more": list(rows.more), "touched": touched,
    })  # fmt: skip


def _answer(asked: Asked) -> RoutesAnswer | None:
    return routes(lawbook.book(), asked.scenario) if asked.scenario.ask.requested else None


def _own(asked: Asked) -> str:
    from comity.node.base import home

    node = home.current()
    return asked.case.owner.country if asked.case else (node.country if node else "")


def _head(asked: Asked, here: str, request: HttpRequest) -> dict[str, Any]:
    book = lawbook.book()
    lang = page.language()
    tabs = [
        ("law", _("Ways")),
        ("law-dual", _("Dual criminality")),
        ("law-offences", _("Offences")),
        ("law-jurisdiction", _("Who may prosecute")),
    ]
    known = sorted(((code, country_name(code, lang)) for code in book.states), key=lambda one: one[1])
    return {
        "asked": asked,
        "case": asked.case,
        "case_tabs": presenting.tabs(asked.case, "law") if asked.case else [],
        "tabs": [{"text": text, "href": page.link(name, query=asked.query()), "current": name == here} for name, text in tabs],
        "titles": (country_name(asked.requesting, lang), country_name(asked.requested, lang) if asked.requested else ""),
        "reverse_href": page.link(here, query=asked.reversed) if asked.requested else "",
        "is_reversed": asked.requesting != _own(asked),
        "book": {"version": book.version, "digest": book.digest},
        "book_href": page.link("book"),
        "form_": {
            "action": page.link(here),
            "states": [{"value": "", "text": _("Choose")}, *({"value": code, "text": name} for code, name in known)],
            "measures": [{"value": "", "text": _("Everything at once: the plan")}, *({"value": one.id, "text": label(one.id, "measure")} for one in book.measures)],
            "categories": [{"value": one, "text": label(one, "data")} for one in CATEGORIES],
            "urgencies": [{"value": one, "text": label(one, "urgency")} for one in URGENCIES],
            "articles": [{"value": one.id, "text": titles.article(book, one.id, page.language())} for one in book.offence_articles if not one.of_articles],
        },
        "walls": page.walls(asked.requesting, asked.requested),
        "may_state": asked.case is not None and allowed(page.actor(request), "case.edit", permissions.of(asked.case, at=asked.at)),
    }  # fmt: skip


def _at_home(answer: RoutesAnswer | None) -> list[dict[str, Any]]:
    lang = page.language()
    return [
        {
            "measure": label(one.measure, "measure"), "statute": one.statute, "authority": label(one.authority, "role") if one.authority else _("not known"),
            "data": [label(name, "data") for name in one.data_categories], "available": one.available, "confidence": one.confidence,
            "reason": reason_document(one.reason, lang),
        }
        for one in (answer.at_home if answer else ())
    ]  # fmt: skip


def _question(asked: Asked, name: str, answer: RoutesAnswer | None) -> Mapping[str, Any] | None:
    """Return the one question that decides most: in words, with the address where it is answered."""
    if not name or answer is None:
        return None
    full = saying.full(name)
    depends = [
        one for one in answer.routes if name in one.questions and one.status in {"conditional", "unknown"}
    ]
    href = (
        page.link("case-fact", case_id=asked.case.pk, query={"name": full})
        if asked.case and full in case_queries.names()
        else ""
    )
    return {
        "text": saying.fact(name),
        "href": href,
        "ways": len({(one.instrument.id, one.measure) for one in depends}),
    }


def _best_statute(found: Any) -> str:
    order = {"yes": 0, "unknown": 1, "no": 2}
    ranked = sorted(found, key=lambda one: (order[one.verdict.value], len(one.unmet), len(one.unknown)))
    return ranked[0].statute if ranked and ranked[0].statute else _("no law on record")
