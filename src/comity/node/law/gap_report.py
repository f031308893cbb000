"""Where a law asks less or more than an article, what that costs, and what a law could say; and what is a crime in several states alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, declare
from comity.law import titles
from comity.law.book import Book
from comity.law.gaps import Report, report
from comity.law.gaps.articles import article_gap
from comity.law.gaps.common import common_core
from comity.law.gaps.report import ArticleReport
from comity.law.records import OffenceArticle
from comity.law.show import plain
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.law import asking, facts, reading
from comity.node.law.articles import OFFENCE
from comity.node.law.asking import language
from comity.node.law.face import Face
from comity.node.law.facts import Table

MOST = 20
"""States whose common core is asked for at once."""
TOO_MANY = declare("law.page.too_many_states", "{count} states were chosen; at most {most} can be compared.", "Choose fewer.")  # fmt: skip
TOO_FEW = declare("law.page.too_few_states", "One state has nothing in common with others.", "Choose at least two.")  # fmt: skip
STATUS: Mapping[str, Promise] = {
    "covered": gettext_lazy("covered"),
    "asks_more": gettext_lazy("asks more"),
    "narrower_in_words": gettext_lazy("narrower in its words"),
    "no_offence": gettext_lazy("no such offence"),
    "unread": gettext_lazy("only a heading was read"),
    "no_record": gettext_lazy("no record"),
    "article_unread": gettext_lazy("the article was not read"),
}
TONE = {"covered": "sea", "asks_more": "amber", "narrower_in_words": "amber", "no_offence": "ink"}
"""Tones of the statuses; what is not known is hatched."""
PLACE: Mapping[str, Promise] = {
    "lower_quarter": gettext_lazy("in the lowest quarter of them"),
    "middle_half": gettext_lazy("in the middle half of them"),
    "upper_quarter": gettext_lazy("in the highest quarter of them"),
    "unknown": gettext_lazy("not to be placed among them"),
}
FLAG: Mapping[str, Promise] = {
    "equivalent": gettext_lazy("the same on both sides"),
    "online_asks_more": gettext_lazy("with a computer the law asks more"),
    "offline_only": gettext_lazy("punished only without a computer"),
    "online_open": gettext_lazy("punished without a computer; with one it is not known"),
    "offline_not_known": gettext_lazy("not known for the act without a computer"),
    "online_only": gettext_lazy("punished only with a computer"),
}


def gaps(request: HttpRequest, face: Face) -> HttpResponse:
    """Choose a state, or several for their common core."""
    book, lang = lawbook.book(), language()
    on = asking.on(request, book)
    rows = [
        {"text": country_name(code, lang), "href": face.link("gaps-country", code=code, query={"on": on})}
        for code in facts.states_by_name(book)
    ]
    return face.render(request, "gaps", {
        "title": _("Gaps between laws and conventions"), "rows": rows, "common_href": face.link("common", query={"on": on}),
    }, place="gaps")  # fmt: skip


def country(request: HttpRequest, face: Face, code: str, *, paper: bool = False) -> HttpResponse:
    """Show the gap report of one state; on ``paper`` everything is unfolded and nothing stands around it."""
    book, lang = lawbook.book(), language()
    state, day = asking.country(book, code, lang), asking.day(request, book)
    on = asking.on(request, book)
    found = report(book, state, on=day)
    context = {
        "title": _("%(country)s: gaps between its law and the conventions") % {"country": country_name(state, lang)},
        "code": state, "on": day, "on_link": on, "paper": paper, "articles": [_article(book, one) for one in found.articles],
        "counts": _counts(found), "offline": [_offline(book, one.document()) for one in found.offline],
        "json_href": face.link("gaps-json", code=state, query={"on": on}), "paper_href": face.link("gaps-paper", code=state, query={"on": on}),
        **({"layout": "law/_paper.html"} if paper else {}),
    }  # fmt: skip
    return face.render(request, "gaps_country", context, place="gaps", states=[state])


def on_paper(request: HttpRequest, face: Face, code: str) -> HttpResponse:
    """Show the gap report to print."""
    return country(request, face, code, paper=True)


def as_json(request: HttpRequest, face: Face, code: str) -> HttpResponse:
    """Hand the gap report out as ``comity.gaps/1``."""
    book = lawbook.book()
    found = report(book, asking.country(book, code, language()), on=asking.day(request, book))
    return HttpResponse(canonical_json(found.document()), content_type="application/json")


def common(request: HttpRequest, face: Face) -> HttpResponse:
    """Show what is a crime in every one of several states, article by article."""
    book, lang = lawbook.book(), language()
    day = asking.day(request, book)
    states = asking.countries(book, request.GET.getlist("states"), lang)
    if len(states) == 1:
        raise BadInput(TOO_FEW.fault())
    if len(states) > MOST:
        raise BadInput(TOO_MANY.fault(count=len(states), most=MOST))
    return face.render(request, "common", {
        "title": _("What is a crime in several countries alike"), "on": day, "on_link": asking.on(request, book), "chosen": list(states),
        "names": [country_name(code, lang) for code in states], "action": face.link("common"),
        "choices": [{"value": code, "text": country_name(code, lang)} for code in facts.states_by_name(book)],
        "articles": [_common(book, states, one, day) for one in book.offence_articles] if states else [],
    }, place="gaps", states=states)  # fmt: skip


def _article(book: Book, one: ArticleReport) -> dict[str, Any]:
    document = one.document()
    lang = language()
    extra = [element for row in document["offences"] for element in row["beyond"]]
    return {
        "id": one.gap.article.id.replace(":", "-"),
        "title": titles.article(book, one.gap.article.id, lang),
        "status": str(STATUS[one.gap.status]),
        "tone": TONE.get(one.gap.status, "unknown"),
        "reasons": document["reasons"],
        "confidence": document["confidence"],
        "core": reading.lines("core", document["core"]) if document["core"] else [],
        "one_of": reading.lines("one_of", document["one_of"]) if document["one_of"] else [],
        "missing": document["missing"],
        "extra": document["extra"],
        "beyond": list(dict.fromkeys(extra)),
        "laws": _laws(one, document),
        "effect": document["effect"],
        "models": [{**row, "row": facts.row(plain(model), {})} for row, model in zip(document["models"], one.models, strict=True)],
        "penalties": {**document["penalties"], "said": _maximum(document["penalties"]["highest_basic_maximum"]), "place": str(PLACE[document["penalties"]["place"]])},
        "statutes": [row["statute"] for row in document["offences"] if row["statute"]],
    }  # fmt: skip


def _laws(one: ArticleReport, document: Mapping[str, Any]) -> Table:
    columns: facts.Columns = {"statute": ("territory",), "coverage": ("requires", "prosecution_requires"), "max_penalty_months": ()}  # fmt: skip
    rows = (
        facts.row({**row, "requires": row["extra"]}, columns, link=("statute", "offence", f"{one.gap.state}/{one.gap.article.id}"))
        for row in document["offences"]
    )  # fmt: skip
    return facts.table("laws", _("The law it rests on"), columns, rows, {"coverage": _("Covers the article")})


def _maximum(months: int | None) -> str:
    if months is None:
        return _("not on record")
    return str(
        reading.PENALTY.get(months)
        or ngettext("up to %(num)s month", "up to %(num)s months", months) % {"num": months}
    )


def _counts(found: Report) -> list[dict[str, Any]]:
    """Count the articles by status, in the order of the statuses."""
    counted = [(status, sum(1 for one in found.articles if one.gap.status == status)) for status in STATUS]
    return [{"key": str(STATUS[status]), "value": number} for status, number in counted if number]


def _offline(book: Book, document: Mapping[str, Any]) -> dict[str, Any]:
    articles = [titles.article(book, one, language()) for one in document["online_articles"]]
    return {**document, "flag": str(FLAG[document["flag"]]), "articles": articles}


def _common(book: Book, states: tuple[str, ...], article: OffenceArticle, day: Any) -> dict[str, Any]:
    found = common_core(book, states, article, day).document()
    lang = language()
    laws = [
        facts.row({**plain(row.offence), "state": state}, {"state": (), **OFFENCE}, link=("statute", "offence", f"{state}/{article.id}"))
        for state in states
        for row in article_gap(book, state, article, day).rows
    ]  # fmt: skip
    return {
        **found,
        "title": titles.article(book, article.id, lang),
        "open": [country_name(code, lang) for code in found["open"]],
        "without": [country_name(code, lang) for code in found["without"]],
        "laws": facts.table("laws", _("The laws it rests on"), ("state", *OFFENCE), laws),
    }
