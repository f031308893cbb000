"""How the book is changed: a record is a file, a change comes with a test; and how a state replies."""

from __future__ import annotations

from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.law.atlas.geometry import CORRECTION_DAYS
from comity.node.base import lawbook
from comity.node.law.face import Face


def example(name: str) -> str:
    """Return one file of the example on the page; a test holds both to the book."""
    return (files("comity.node.law") / "example" / f"{name}.toml").read_text("utf-8").strip()


def changes(request: HttpRequest, face: Face) -> HttpResponse:
    """Say how a change is proposed and how a state replies."""
    book = lawbook.book()
    steps = [
        {"title": _("Find the record"), "text": _("Every page names it, such as offences/JP/…: a file in the folder law/ of the source, one folder for each country.")},
        {"title": _("Change the file"), "text": _("Say where it was read (source), when (checked_on) and how sure you are (confidence). law/FORMAT.md explains every key.")},
        {"title": _("Write a test beside it"), "text": _("A case in tests/cases/ that a lawyer can read: the facts, the question, the answer that the law gives, and its source.")},
        {"title": _("Run the check"), "text": _("“comity law check” finds what does not fit; “comity law diff” says in words what changed.")},
        {"title": _("Hand it in"), "text": _("With a line in law/CHANGELOG.md that says what changed and why. Somebody else reads the source before it counts as verified.")},
    ]  # fmt: skip
    return face.render(request, "changes", {
        "title": _("Propose a change, or reply as a state"), "steps": steps, "days": CORRECTION_DAYS, "licence": book.edition.licence,
        "record_text": example("record"), "case_text": example("case"),
    }, place="changes")  # fmt: skip
