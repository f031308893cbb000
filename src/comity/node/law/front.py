"""The first page: what the book holds, and where to go from here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.node.base import lawbook
from comity.node.law.face import Face


def front(request: HttpRequest, face: Face) -> HttpResponse:
    """Show what the book holds."""
    book = lawbook.book()
    held = [
        (_("Countries"), len(book.states)),
        (_("Treaties and acts"), len(book.treaties)),
        (_("Offences of national law"), len(book.contents.offences)),
        (_("Powers of national law"), len(book.contents.powers)),
        (_("Ways of asking"), len(book.instruments)),
    ]
    ways = [
        ("countries", _("By country"), _("Treaties, reservations, offences and powers of one country.")),
        ("treaties", _("By treaty"), _("Who is bound, and since when.")),
        ("articles", _("By offence or power"), _("Which law punishes it or allows it, in every country.")),
        ("instruments", _("By way of asking"), _("Forms, steps, clocks and grounds of each.")),
        ("atlas", _("Atlas"), _("Where cooperation is open and what would close the gaps.")),
        ("compare", _("Compare two countries"), _("Their laws side by side, element by element.")),
        ("gaps", _("Gaps"), _("Where a law asks less or more than a convention.")),
        ("check", _("How complete it is"), _("What was read, what is from memory, what is missing.")),
        ("changes", _("Propose a change"), _("Correct a record, or reply as a state.")),
    ]
    return face.render(request, "front", {
        "title": _("The law: what the book holds"),
        "held": [{"key": key, "value": number} for key, number in held],
        "ways": [{"href": href, "text": text, "hint": hint} for name, text, hint in ways if (href := face.link(name))],
    }, place="front")  # fmt: skip
