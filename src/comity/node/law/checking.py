"""How complete the book is: what was read, what is from memory, what is missing; by state and in all, as page, JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.kernel.canonical import canonical_json
from comity.law import completeness as c
from comity.law import titles
from comity.law.atlas.geometry import PROFILE_FROM
from comity.law.book import Book
from comity.law.words import country_name, name
from comity.node.base import lawbook
from comity.node.law import asking, facts
from comity.node.law.asking import language
from comity.node.law.face import Face
from comity.node.ui.labels import label

KINDS: Mapping[str, Promise] = {
    "offences": gettext_lazy("Offences"),
    "powers": gettext_lazy("Powers"),
    "memberships": gettext_lazy("Treaties and acts"),
    "authorities": gettext_lazy("Whom to write to"),
    "direct_contact": gettext_lazy("Direct contact with providers"),
    "safeguards": gettext_lazy("Safeguards"),
}
LACKS: Mapping[str, Promise] = {
    "no_record": gettext_lazy("no record"),
    "not_known": gettext_lazy("not known"),
    "unread": gettext_lazy("only a heading was read"),
    "recalled": gettext_lazy("from memory, not verified"),
}
_PAGE_OF = {"offences": "article", "powers": "own_power", "memberships": "treaty"}


def check(request: HttpRequest, face: Face) -> HttpResponse:
    """Show the figures of every state, by name, and of all together."""
    book, lang = lawbook.book(), language()
    found = {one.state: one for one in c.completeness(book)}
    rows = [
        {"country": country_name(code, lang), "href": face.link("check-country", code=code), **_figures(found[code])}
        for code in facts.states_by_name(book)
    ]  # fmt: skip
    document = c.document(book, ())
    return face.render(request, "check", {
        "title": _("How complete the book is"), "rows": rows, "bar": PROFILE_FROM, "profiles": sum(1 for one in found.values() if one.profile),
        "in_all": [{"kind": str(KINDS[kind]), **_share(c.total(found.values(), kind))} for kind in c.COUNTED],
        "all_facts": document["in_all"]["facts"],
        "json_href": face.link("check-json"), "csv_href": face.link("check-csv"),
    }, place="check", states=book.states)  # fmt: skip


def country(request: HttpRequest, face: Face, code: str) -> HttpResponse:
    """Show what is missing for one state: the same as ``comity law check CC``."""
    book, lang = lawbook.book(), language()
    state = asking.country(book, code, lang)
    found = c.figures(book, state)
    groups = [
        {"title": str(KINDS[kind]), "rows": [_lacking(face, book, state, one) for one in listed]}
        for kind in c.KINDS
        if (listed := [one for one in found.lacking if one.kind == kind])
    ]
    return face.render(request, "check_country", {
        "title": _("%(country)s: what is missing") % {"country": country_name(state, lang)}, "code": state, "found": found, "bar": PROFILE_FROM,
        "shares": [{"kind": str(KINDS[kind]), **_share(share)} for kind, share in found.shares], "groups": groups,
    }, place="check", states=[state])  # fmt: skip


def as_json(request: HttpRequest, face: Face) -> HttpResponse:
    """Hand the figures out as ``comity.law-completeness/1``."""
    return HttpResponse(canonical_json(c.document(lawbook.book())), content_type="application/json")


def as_csv(request: HttpRequest, face: Face) -> HttpResponse:
    """Hand the figures out as CSV, a line for each state."""
    book = lawbook.book()
    response = HttpResponse(
        table(book, c.completeness(book)).encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="law-completeness.csv"'
    return response


def table(book: Book, found: Iterable[c.Figures]) -> str:
    """Return the figures as CSV (RFC 4180); above them, in lines that begin with ``#``, the disclaimer and the edition."""
    out = io.StringIO()
    out.write(f"# {book.edition.disclaimer}\r\n# {book.version}, {book.digest}\r\n")
    writer = csv.writer(out, lineterminator="\r\n")
    numbers = [f"{kind}_{part}" for kind in c.COUNTED for part in c.Share().document()]
    writer.writerow(["state", *numbers, "facts_verified", "facts_all", "profile", "last_checked"])
    for one in found:
        counted = [number for kind in c.COUNTED for number in one.share(kind).document().values()]
        last = one.last_checked.isoformat() if one.last_checked else ""
        writer.writerow([one.state, *counted, *one.facts, "yes" if one.profile else "no", last])
    return out.getvalue()


def _figures(found: c.Figures) -> dict[str, Any]:
    verified, every = found.facts
    return {
        **{kind: _share(share) for kind, share in found.shares},
        "facts": {"verified": verified, "all": every, "percent": 100 * verified // every if every else 0},
        "profile": found.profile,
        "last_checked": found.last_checked,
    }


def _share(share: c.Share) -> dict[str, int]:
    return {"verified": share.verified, "recalled": share.recalled, "missing": share.missing, "unread": share.unread, "all": share.verified + share.recalled}  # fmt: skip


def _lacking(face: Face, book: Book, state: str, one: c.Lacking) -> dict[str, str]:
    kind = _PAGE_OF.get(one.kind, "")
    record = f"{state}/{one.id}"
    own = {"offences": "offence", "powers": "power"}.get(one.kind)
    if one.kind == "memberships" and one.record:
        own, record = "party", f"{one.id}/{state}"
    return {
        "what": _called(book, one),
        "href": face.to(kind, one.id) if kind else "",
        "lack": str(LACKS[one.lack]),
        "tone": "unknown" if one.lack != "recalled" else "",
        "record": face.record(own, record) if own and one.record else "",
    }


def _called(book: Book, one: c.Lacking) -> str:
    lang = language()
    if one.kind == "offences":
        return titles.article(book, one.id, lang)
    if one.kind == "memberships":
        treaty = book.treaty(one.id)
        return treaty.short_name or titles.title(treaty, lang)
    if one.kind == "powers":
        return label(one.id, "measure")
    if one.kind == "direct_contact":
        return label(one.id, "data")
    return name("function" if one.kind == "authorities" else "record", one.id, lang)
