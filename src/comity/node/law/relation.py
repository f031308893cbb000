"""One relation of the atlas, explained by the engine: the answer, the ways it rests on gate by gate, and what would close the gap."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.kernel.canonical import canonical_json
from comity.law import titles
from comity.law.atlas.explained import Explained, explain, routes_of
from comity.law.atlas.notice import notice
from comity.law.atlas.relations import Relation, kinds_of_data
from comity.law.atlas.sheet import SIDES
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.law import atlas, settling
from comity.node.law.asking import language
from comity.node.law.face import Face, instant
from comity.node.law.question import LAYERS, Asked, read
from comity.node.ui.labels import label


def relation(request: HttpRequest, face: Face) -> HttpResponse:
    """Show one relation whole."""
    book, lang = lawbook.book(), language()
    asked, found = _explained(request)
    names = [country_name(code, lang) for code in asked.pair]
    carrying = {(one.instrument.id, one.measure, one.data_category) for one in found.routes}
    others = [
        one
        for one in routes_of(book, found.relation, found.on, duty=asked.duty)
        if (one.instrument.id, one.measure, one.data_category) not in carrying
    ]
    document = found.document(lang)
    context = {
        "title": _("%(asks)s asks %(asked)s: %(measure)s") % {
            "asks": names[0], "asked": names[1], "measure": label(asked.measure, "measure"),
        },
        "caption": _("Atlas: one relation"),
        "asked": asked,
        "found": {**document, "against": [one for one in document["against"] if one not in document["opens"]]},
        "remarks": atlas.remarks(atlas.cell_of(found)),
        "sure": _weakest(found),
        "conduct": titles.article(book, asked.conduct, lang),
        "routes": [_card(face, one.document(lang)) for one in found.routes],
        "others": [_card(face, one.document(lang)) for one in others],
        "on": found.on,
        "plans": [
            {
                "steps": plan["steps"],
                "way": titles.title(book.instrument(plan["opens"]), lang),
                "href": face.record("instrument", plan["opens"]),
            }
            for plan in (document["closing"] or {"plans": []})["plans"]
        ],
        "back": face.link("atlas", query=asked.query(other="")),
        "reverse": face.link("relation", query=asked.query(side=SIDES[asked.side == SIDES[0]])),
        "json": face.link("relation-json", query=asked.query()),
        "layer": face.link("relation", query=asked.query(layer=LAYERS[not asked.duty])),
        "tabs": [
            {"text": label(one, "data"), "href": face.link("relation", query=asked.query(data=one)), "current": one == asked.category}
            for one in kinds_of_data(book, asked.measure)
        ] if len(kinds_of_data(book, asked.measure)) > 1 else [],
        "notice": notice(book, asked.pair, instant(request).date(), lang)["texts"],
    }  # fmt: skip
    return face.render(request, "relation", context, place="atlas", states=asked.pair)


def as_json(request: HttpRequest, face: Face) -> HttpResponse:
    """Hand one relation out as ``comity.atlas/1``."""
    _asked, found = _explained(request)
    return HttpResponse(canonical_json(found.document(language())), content_type="application/json")


def _explained(request: HttpRequest) -> tuple[Asked, Explained]:
    book = lawbook.book()
    asked = read(request, book, other=True)
    put = Relation(*asked.pair, asked.conduct, asked.measure, asked.category)
    return asked, explain(book, put, asked.on or book.edition.as_of, duty=asked.duty)


def _weakest(found: Explained) -> str:
    """Return how sure the weakest record is of those the answer rests on."""
    sure = all(one.confidence == "verified" for one in found.routes)
    return _("verified") if sure and found.routes else _("from memory, not verified")


def _card(face: Face, document: dict[str, Any]) -> dict[str, Any]:
    return {**settling.route(document), "href": face.record("instrument", document["instrument"])}
