"""Two countries side by side: what binds them, what their laws ask of each element, dual criminality both ways, powers, penalties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.kernel.errors import BadInput, declare
from comity.law import titles
from comity.law.book import Book
from comity.law.dual_criminality import ArticleComparison, Comparison, compare_states
from comity.law.gaps.articles import bare_conduct
from comity.law.gaps.penalties import penalties
from comity.law.records import OffenceArticle
from comity.law.show import plain
from comity.law.words import country_name, reason_document, word
from comity.node.base import lawbook
from comity.node.law import asking, facts, reading
from comity.node.law.articles import OFFENCE, POWER, powers_of
from comity.node.law.asking import language
from comity.node.law.face import Face
from comity.node.law.facts import Row
from comity.node.ui.labels import label

SAME = declare("law.page.same_country", "A country is not compared with itself.", "Choose two countries.")
_NOTHING = frozenset({"no_record", "not_member"})
_Side = Sequence[Row]


def compare(request: HttpRequest, face: Face) -> HttpResponse:
    """Compare two countries on a day; without two, ask which."""
    book, lang = lawbook.book(), language()
    day = asking.day(request, book)
    typed = [request.GET.get(name, "").strip() for name in ("one", "other")]
    one, other = (asking.country(book, text, lang) if text else "" for text in typed)
    if one and one == other:
        raise BadInput(SAME.fault())
    names = [country_name(code, lang) if code else "" for code in (one, other)]
    chosen = bool(one and other)
    context: dict[str, Any] = {
        "title": _("%(one)s and %(other)s side by side") % {"one": names[0], "other": names[1]} if chosen else _("Compare two countries"),
        "one": one, "other": other, "names": names, "chosen": chosen, "on": day, "on_link": asking.on(request, book), "action": face.link("compare"),
        "choices": [{"value": "", "text": _("Choose")}, *({"value": code, "text": country_name(code, lang)} for code in facts.states_by_name(book))],
    }  # fmt: skip
    if chosen:
        pair = (one, other)
        swapped = face.link(
            "compare", query={"one": other, "other": one, "on": request.GET.get("on", "").strip()}
        )
        context |= {
            "memberships": _memberships(book, pair, day),
            "articles": [_article(book, article, pair, day) for article in book.offence_articles if article.core_conduct],
            "others": [_laws(book, article, pair, day) for article in book.offence_articles if not article.core_conduct],
            "powers": _powers(book, pair, day), "penalties": _penalties(book, pair, day), "swapped": swapped,
            "between": _between(book, pair, day),
        }  # fmt: skip
    return face.render(
        request, "compare", context, place="compare", states=[code for code in (one, other) if code]
    )


def _memberships(book: Book, pair: tuple[str, str], day: date) -> list[dict[str, Any]]:
    """Set the standings beside each other; a treaty of which the book says nothing for either is left out."""
    columns: facts.Columns = {"force": ("reason", "since", "via")}
    rows = []
    for treaty in book.treaties:
        found = [book.standing(treaty.id, state, day) for state in pair]
        if all(one.reason in _NOTHING for one in found):
            continue
        sides = [
            [facts.standing(book, one, columns, ("force", "party", f"{treaty.id}/{one.state}"))]
            for one in found
        ]  # fmt: skip
        rows.append(
            _beside("treaty", treaty.id, treaty.short_name or titles.title(treaty, language()), sides)
        )
    return rows


def _between(book: Book, pair: tuple[str, str], day: date) -> list[dict[str, Any]]:
    """Return the general assistance treaties between the two, with what each rests on."""
    return [
        {"title": one.title, "cite": one.cite, "record": one.record, "force": one.force, "confidence": one.confidence, "since": one.since}
        for one in book.assistance_treaties(*pair, day)
    ]  # fmt: skip


def _article(book: Book, article: OffenceArticle, pair: tuple[str, str], day: date) -> dict[str, Any]:
    """Compare the two laws for the bare conduct of an article, in both directions."""
    conduct = bare_conduct(article)
    there, back = (compare_states(book, conduct, *sides, day) for sides in (pair, pair[::-1]))
    part = next((one for one in there.articles if one.article == article.id), None)
    return {
        **_laws(book, article, pair, day),
        "elements": _elements(part) if part is not None else [],
        "findings": [_finding(one) for one in (there, back)],
    }


def _elements(part: ArticleComparison) -> list[dict[str, Any]]:
    means = language()
    cited = [
        next((one.statute for one in side if one.statute), "") for side in (part.requesting, part.requested)
    ]
    return [
        {**row.document(), "title": word(row.element, means), "cite_requesting": cited[0] if row.requesting else "", "cite_requested": cited[1] if row.requested else ""}
        for row in part.elements
    ]  # fmt: skip


def _finding(found: Comparison) -> dict[str, Any]:
    """Return one direction as a finding: the answer, its reasons with what they rest on, what would settle it."""
    lang = language()
    names = {"asking": country_name(found.requesting, lang), "asked": country_name(found.requested, lang)}
    return {
        "verdict": found.verdict.value,
        "title": _("%(asking)s asks %(asked)s: an offence in both laws?") % names,
        "reasons": [reason_document(one, lang) for one in found.reasons],
        "settles": [word(one, lang) for one in found.decisive_unknowns],
        "parts": [],
    }


def _laws(book: Book, article: OffenceArticle, pair: tuple[str, str], day: date) -> dict[str, Any]:
    sides = [
        _rows([plain(one) for one in book.offences(state, article.id, day)], OFFENCE, ("offence", f"{state}/{article.id}"))
        for state in pair
    ]  # fmt: skip
    return _beside("article", article.id, titles.article(book, article.id, language()), sides)


def _powers(book: Book, pair: tuple[str, str], day: date) -> list[dict[str, Any]]:
    return [
        _beside("own_power", measure.id, label(measure.id, "measure"), [
            _rows([plain(one) for one in book.powers(state, measure.id, day)], POWER, ("power", f"{state}/{measure.id}")) for state in pair
        ])
        for measure in powers_of(book)
    ]  # fmt: skip


def _penalties(book: Book, pair: tuple[str, str], day: date) -> list[dict[str, Any]]:
    """Set the highest basic maxima on record beside each other, each with the law that has it."""
    columns: facts.Columns = {"max_penalty_months": ("statute",)}
    rows = []
    for article in book.offence_articles:
        highest = [penalties(book, state, article, day).highest for state in pair]
        if all(one is None for one in highest):
            continue
        sides = [_rows(_with(book, state, article, day, most), columns) for state, most in zip(pair, highest, strict=True)]  # fmt: skip
        rows.append(_beside("article", article.id, titles.article(book, article.id, language()), sides))
    return rows


def _with(
    book: Book, state: str, article: OffenceArticle, day: date, most: int | None
) -> list[dict[str, Any]]:
    """Return the offences of a state that have its highest maximum."""
    return [
        plain(one)
        for one in book.offences(state, article.id, day)
        if most is not None and one.coverage != "none" and one.max_penalty_months == most
    ]


def _rows(
    records: Iterable[Mapping[str, Any]], columns: facts.Columns, link: tuple[str, str] = ("", "")
) -> list[Row]:
    first = next(iter(columns))
    kind, identifier = link
    return [
        facts.row(one, columns, link=(first, kind, identifier) if kind else ("", "", "")) for one in records
    ]


def _beside(kind: str, identifier: str, title: str, sides: Sequence[_Side]) -> dict[str, Any]:
    """Return one line of the comparison: what it is about, and the records of either side."""
    return {
        "kind": kind,
        "id": identifier,
        "title": title,
        "head": [reading.leading(reading.part(title), kind, identifier)],
        "sides": sides,
    }
