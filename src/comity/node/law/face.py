"""One set of pages with two faces: public at the portal, signed in at the desk.

A view is plain: ``view(request, face, ...)``. It asks the face for addresses (:meth:`Face.link`) and for the page (:meth:`Face.render`), and
knows nothing of doors, sessions or roles. Which face answers is chosen once, where the addresses are made (``urls_public``, ``urls_desk``).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from comity.kernel.errors import BadInput
from comity.law.atlas.notice import notice
from comity.node.base import home, lawbook
from comity.node.base.telling import tell
from comity.node.law.asking import NotFound, language
from comity.node.ui import chrome

PLACES: Mapping[str, Promise] = {
    "front": _("The law"),
    "countries": _("Countries"),
    "treaties": _("Treaties"),
    "articles": _("Offences and powers"),
    "instruments": _("Ways of asking"),
    "atlas": _("Atlas"),
    "what-if": _("What if"),
    "next-steps": _("Next steps"),
    "compare": _("Compare"),
    "gaps": _("Gaps"),
    "check": _("How complete"),
}
"""The pages of the navigation, by the name of their address; one without an address is left out."""

_PAGE_OF = {
    "state": ("country", "code"),
    "treaty": ("treaty", "name"),
    "article": ("article", "name"),
    "own_power": ("power", "name"),
}
"""Kinds of record with a page of their own: the name of its address, and what it is named by there."""
_SAID = ("atlas.disclaimer", "atlas.no_record", "atlas.right_of_reply")
"""What the notice says on every page; how the atlas is coloured it says itself."""


@dataclass(frozen=True, slots=True)
class Face:
    """How the pages are shown at one door. ``space``: the namespace of their addresses; ``layout``: the template around them."""

    space: str
    layout: str
    public: bool = False

    def link(self, name: str, /, *, query: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        """Return the address of a page, or nothing where there is no such page; empty values of ``query`` are left out."""
        try:
            found = reverse(f"{self.space}:{name}", kwargs=kwargs)
        except NoReverseMatch:
            return ""
        given = {key: value for key, value in (query or {}).items() if value}
        return f"{found}?{urlencode(given, doseq=True)}" if given else found

    @property
    def above(self) -> str:
        """Return where the book is entered from: the portal's first page, the desk's place of the law."""
        return _address("portal:home" if self.public else "desk:law")

    def record(self, kind: str, name: str, on: str = "") -> str:
        """Return the address of one record of the book, as of a day."""
        return self.link("record", kind=kind, name=name, query={"on": on})

    def to(self, kind: str, name: str, on: str = "") -> str:
        """Return where a record is looked at: on the page of its own where its kind has one, else whole."""
        page, part = _PAGE_OF.get(kind, ("", ""))
        return self.link(page, **{part: name}, query={"on": on}) if page else self.record(kind, name, on)

    def render(
        self,
        request: HttpRequest,
        template: str,
        context: Mapping[str, Any],
        *,
        place: str = "",
        states: Iterable[str] = (),
        status: int = 200,
    ) -> HttpResponse:
        """Render ``law/<template>.html``.

        Args:
            request: what was asked.
            template: the template's name without its folder.
            context: what the page shows; ``layout`` in it lays the page out in another way (to print).
            place: the page's entry in the navigation.
            states: the states the page speaks of: the notice says when their records were last looked at.
            status: the HTTP status.
        """
        if self.public:
            request.chrome = replace(  # type: ignore[attr-defined]
                chrome.build(request),
                home_href=_address("portal:home"),
                leave_href=_address("portal:leave"),
                check_href=_address("portal:real"),
                privacy_href=_address("portal:who"),
                law_href=self.link("front"),
            )
        book, now = lawbook.book(), instant(request)
        said = notice(book, states, now.date(), language())
        given = {
            "face": self,
            "layout": self.layout,
            "law_places": [
                {"text": text, "href": href, "current": name == place}
                for name, text in PLACES.items()
                if (href := self.link(name))
            ],
            "notice": [one for one in said["texts"] if one["code"] in _SAID],
            "last_checked": date.fromisoformat(said["last_checked"]) if said["last_checked"] else None,
            "book": {"version": book.version, "digest": book.digest, "as_of": book.edition.as_of},
            "now": now,
            "zones": (_zone(),),
            **context,
        }
        return render(request, f"law/{template}.html", given, status=status, using="jinja2")


PUBLIC = Face("law", "ui/layouts/reference.html", public=True)
DESK = Face("desk:law", "ui/layouts/desk.html")


def shown(face: Face, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view its face. What was asked wrongly is a page that says what, with the nearest valid words."""

    @require_safe
    @functools.wraps(view)
    def faced(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, face, **kwargs)
        except BadInput as error:
            status = 404 if isinstance(error, NotFound) else 422
            wrong = {"errors": [{"text": tell(fault)} for fault in error.faults]}
            return face.render(request, "wrong", wrong, status=status)

    return cast("Callable[..., HttpResponse]", faced)


def instant(request: HttpRequest) -> datetime:
    """Return the held instant of this request."""
    return cast(datetime, request.now)  # type: ignore[attr-defined]


def _zone() -> str:
    node = home.current()
    return node.zone if node is not None else "UTC"


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
