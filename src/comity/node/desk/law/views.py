"""What the law says: ways to the data, dual criminality, who may prosecute, offences. All of it the engine's own answer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comity.kernel.errors import BadInput
from comity.law import titles
from comity.law.answer import RoutesAnswer
from comity.law.dual_criminality import compare
from comity.law.elements import known_elements
from comity.law.jurisdiction import claims
from comity.law.offences import made_out
from comity.law.words import FALLBACK, country_name, has_name, name, reason_document
from comity.node.base import lawbook
from comity.node.base.permissions import verb
from comity.node.deadlines.models import Kind
from comity.node.desk import page
from comity.node.desk.cases import presenting
from comity.node.desk.law import heading, refusing, saying
from comity.node.desk.law.asking import Asked, own_state, read, settled_by, touched
from comity.node.desk.law.words import HEADS
from comity.node.law import reading
from comity.node.law.face import DESK
from comity.node.triage.queries import offence_rows
from comity.node.ui.labels import label
from comity.node.ui.law_view import weakest
from comity.policy import may_ever

_SHUT = frozenset({"closed", "future", "displaced", "protected"})
_DRAFTS = ("hold.draft", "assistance.draft", "order.draft", "query.draft", "notice.offer")


def _about(view: Callable[[HttpRequest, Asked], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Read what the address asks of the engine before the view answers; a question that cannot be answered says what is wrong."""

    @functools.wraps(view)
    def read_first(request: HttpRequest) -> HttpResponse:
        try:
            asked = read(request)
            asked.answer  # noqa: B018 - raises what the engine cannot answer
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
    answer = asked.answer
    document = answer.document(page.language()) if answer else None
    if document is not None:
        for route in document["routes"]:
            saying.route(route)
            route["href"] = _way(asked, route)
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
        **heading.head(asked, "law", request, "routes" if asked.to else ""),
        "answer": document, "weakest": weakest(document["routes"]) if document else "", "refused": refusing.shown(asked, document),
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
    answer = asked.answer
    wanted = request.GET.get("instrument", "")
    whole = answer.document(page.language()) if answer else None
    routes_of = [one for one in answer.routes if one.instrument.id == wanted] if answer else []
    usable = [one for one in routes_of if one.status not in _SHUT and one.instrument.sendable]
    draft = ""
    if usable and any(may_ever(page.actor(request), name) for name in _DRAFTS):
        query = {
            "case": str(asked.case.pk) if asked.case else "", "instrument": wanted, "requested": usable[0].requested,
            "measure": usable[0].measure, "categories": ",".join(one.data_category for one in usable if one.data_category != "any"),
        }  # fmt: skip
        draft = page.link("requests-draft", query={name: value for name, value in query.items() if value})
    shown = [saying.route(one) for one in (whole or {"routes": ()})["routes"] if one["instrument"] == wanted]
    return page.render(request, "desk/law/way.html", {
        **heading.head(asked, "law", request),
        "routes": shown,
        "title": titles.title(routes_of[0].instrument, page.language()) if routes_of else "",
        "basis": routes_of[0].legal_basis if routes_of else "",
        "draft": draft if asked.requesting == own_state(asked.case) else "",
        "back": page.link("law", query=asked.query()),
        "record": DESK.record("instrument", wanted, asked.on.isoformat()) if routes_of else "",
        "refuse": refusing.form(asked, routes_of[0], shown) if routes_of else None,
        "refused": [one for one in refusing.shown(asked, whole) if one["instrument"] == wanted],
        "weakest": weakest(shown),
    })  # fmt: skip


@verb("route.view")
@require_GET
@_about
def dual(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show dual criminality element by element, both laws cited."""
    book = lawbook.book()
    compared = compare(book, asked.scenario) if asked.to else []
    found = compared[0] if compared else None
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
        **heading.head(asked, "law-dual", request, "dual" if found else ""),
        "weakest": weakest(document) if document else "", "others": [country_name(one, page.language()) for one in asked.to[1:]],
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
    document = found.document()
    lang = page.language()
    by_state: dict[str, list[dict[str, Any]]] = {}
    for one in found.claims:
        by_state.setdefault(one.state, []).append({
            "verdict": one.verdict.value, "title": str(HEADS.get(one.head, one.head.replace("_", " "))), "duty": one.duty,
            "reasons": [reason_document(reason, lang) for reason in one.reasons],
        })  # fmt: skip
    return page.render(request, "desk/law/jurisdiction.html", {
        **heading.head(asked, "law-jurisdiction", request, "jurisdiction"),
        "claims": by_state,
        "concurrent": [country_name(one, lang) for one in found.concurrent],
        "bars": document["ne_bis_in_idem"],
        "proceedings": bool(asked.scenario.facts.proceedings),
        "weakest": weakest(document),
        "consult": page.link("consultation-new", query={"case": str(asked.case.pk)}) if asked.case and may_ever(page.actor(request), "consultation.record") else "",
        "factors": [
            {"title": name("factor", code, lang) if has_name("factor", code) and lang != FALLBACK else one["title"], "cite": one["cite"],
             "confidence": one["confidence"], "states": {state: [reading.speaks(said) for said in saying] for state, saying in one["states"].items()}}
            for code, one in found.factors.items()
        ],
        "duties": [
            {"text": one.text, "cite": one.cite, "confidence": one.confidence, "states": [country_name(state, lang) for state in found.bound.get(one.id, ())]}
            for one in found.duties
        ],
    })  # fmt: skip


@verb("route.view")
@require_GET
@_about
def offences(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the offences made out in each state the facts touch."""
    book = lawbook.book()
    about = touched(asked)
    answer = made_out(book, asked.scenario.facts, about, asked.on).document()
    rows = offence_rows(book, answer, known_elements(book, asked.scenario.facts))
    return page.render(request, "desk/law/offences.html", {
        **heading.head(asked, "law-offences", request, "offences"), "shown": list(rows.shown), "more": list(rows.more), "touched": about,
        "weakest": weakest([{"record": one.get("record", "-"), **one} for one in rows.shown]),
    })  # fmt: skip


def _way(asked: Asked, route: Mapping[str, Any]) -> str:
    return page.link("law-way", query=asked.query(instrument=route["instrument"], measure=route["measure"]))


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
    depends = [
        one for one in answer.routes if name in one.questions and one.status in {"conditional", "unknown"}
    ]
    return {
        "text": saying.fact(name),
        "href": heading.where_answered(asked, name),
        "ways": len({(one.instrument.id, one.measure) for one in depends}),
    }


def _best_statute(found: Any) -> str:
    order = {"yes": 0, "unknown": 1, "no": 2}
    ranked = sorted(found, key=lambda one: (order[one.verdict.value], len(one.unmet), len(one.unknown)))
    return ranked[0].statute if ranked and ranked[0].statute else _("no law on record")
