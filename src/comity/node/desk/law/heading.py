"""What stands on top of every page of an answer: what was asked, of which book; how to change it, keep it, have it as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.base.permissions import allowed
from comity.node.cases import permissions
from comity.node.cases import queries as case_queries
from comity.node.desk import page
from comity.node.desk.cases import presenting
from comity.node.desk.law import answers, path, saying, words
from comity.node.desk.law.asking import Asked, own_state
from comity.node.law.face import DESK

_TABS = ("law", "law-dual", "law-offences", "law-jurisdiction")


def head(asked: Asked, here: str, request: HttpRequest, kind: str = "") -> dict[str, Any]:
    """Return what stands on top of a page. ``kind``: of the answer that can be saved from it; none where there is none yet."""
    book, lang = lawbook.book(), page.language()
    texts = (_("Ways"), _("Dual criminality"), _("Offences"), _("Who may prosecute"))
    query = asked.query()
    return {
        "asked": asked,
        "case": asked.case,
        "case_tabs": presenting.tabs(asked.case, "law") if asked.case else [],
        "tabs": [
            {"text": text, "href": page.link(name, query=query), "current": name == here}
            for name, text in zip(_TABS, texts, strict=True)
        ],
        "titles": (
            country_name(asked.requesting, lang),
            ", ".join(country_name(one, lang) for one in asked.to),
        ),
        "reverse_href": page.link(here, query=asked.reversed) if asked.requested else "",
        "is_reversed": asked.requesting != own_state(asked.case),
        "book": {"version": book.version, "digest": book.digest, "as_of": book.edition.as_of},
        # Today is after the book too, by the days since its edition; only a day to come needs a word of its own.
        "later": asked.on > max(book.edition.as_of, asked.at.date()),
        "book_href": DESK.link("front"),
        "start_href": page.link("law-ask", query={**query, "q": path.steps(asked)[0]}),
        "change_href": page.link("law-ask", query={**query, "q": path.CHECK}) if asked.to else "",
        "told": _told(asked),
        "paper_href": page.link("law-paper", query={**query, "kind": kind}) if kind else "",
        "file_href": page.link("law-question", query=query) if asked.to else "",
        "measured_href": page.link("law-measured") if kind == "routes" and asked.desk.measured else "",
        "receipt_href": page.link("law-receipt"),
        "walls": page.walls(asked.requesting, *asked.to),
        "may_state": asked.case is not None
        and allowed(page.actor(request), "case.edit", permissions.of(asked.case, at=asked.at)),
    }


def _told(asked: Asked) -> list[dict[str, Any]]:
    """Return the question in words, a row for each part that says something."""
    rows = [
        {"key": str(words.TITLE[step]), "lines": answers.told(step, asked), "step": step}
        for step in path.steps(asked)
        if step != "who"
    ]
    return [
        {**row, "href": page.link("law-ask", query={**asked.query(), "q": row["step"], "back": path.CHECK})}
        for row in rows if row["lines"]
    ]  # fmt: skip


def where_answered(asked: Asked, name: str) -> str:
    """Return where a fact that the engine asks for is answered: with the facts of the case, else on the page of the wizard; or nothing."""
    known = saying.full(name)
    if asked.case is not None and known in case_queries.names():
        return page.link("case-fact", case_id=asked.case.pk, query={"name": known})
    first = known.partition(".")[0]
    step = _STEP.get(known) or _STEP.get(first, "")
    if step not in path.steps(asked):
        return ""
    return page.link("law-ask", query={**asked.query(), "q": step, "back": path.CHECK})


_STEP = {
    "articles": "conduct",
    "elements": "elements",
    "places": "where",
    "provider": "provider",
    "persons": "people",
    "proceedings": "people",
    "money": "money",
    "tags": "urgency",
    "danger_to_life": "urgency",
    "political_character": "urgency",
    "scenario.urgency": "urgency",
    "scenario.on": "day",
    "consent": "more",
    "stated": "more",
    "ask.sender": "role",
    "ask.validated_by": "role",
}
"""The page of the wizard that asks for a fact, by the fact or its first word."""
