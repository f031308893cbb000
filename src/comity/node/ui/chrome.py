"""What stands around every page: whose page it is, what time it is there, the way out, the places of a desk.

Doors and the demonstration fill it in without touching a template: ``settings.COMITY_CHROME`` lists functions
``(request, chrome) -> chrome``, run in order for each page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from comity.node.ui.languages import LANGUAGES
from comity.node.ui.middleware import in_language


@dataclass(frozen=True, slots=True)
class Office:
    """A real office a person can call: the reason to trust the page. ``site`` is printed on paper, so name it."""

    name: str
    phone: str = ""
    hours: str = ""
    address: str = ""
    site: str = ""

    @property
    def dial(self) -> str:
        """Return the ``tel:`` address of the telephone number."""
        return "tel:" + "".join(letter for letter in self.phone if letter in "+0123456789")


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The strip on every page of the demonstration. ``at`` is its clock, ``zones`` whose walls it shows."""

    at: datetime
    zones: tuple[str, ...] = ("Europe/Berlin",)


@dataclass(frozen=True, slots=True)
class Tour:
    """Where the guided tour stands. ``role`` finishes "you are ..."; ``next_text`` says what to do on this page."""

    step: int
    of: int
    role: str
    next_text: str
    next_href: str = ""
    next_label: str = ""
    stop_href: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the desk's rail. ``key`` is one of :data:`comity.node.ui.labels.PLACES`; ``count`` waits there."""

    key: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, and in which role and organisation."""

    name: str
    role: str = ""
    organisation: str = ""
    sign_out_href: str = ""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One choice of the language chooser."""

    tag: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Chrome:
    """All that a layout shows around the content. Every part may be missing; a layout then leaves it out."""

    office: Office = Office(name="Comity")
    home_href: str = "/"
    ribbon: Ribbon | None = None
    tour: Tour | None = None
    person: Person | None = None
    places: tuple[Place, ...] = ()
    new_request_href: str = ""
    duty_href: str = ""
    prosecutor_href: str = ""
    leave_href: str = ""
    check_href: str = ""
    privacy_href: str = ""
    law_href: str = ""
    languages: tuple[LanguageLink, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


def build(request: HttpRequest) -> Chrome:
    """Build the chrome of one page: the languages it can be read in, then whatever the settings' functions add."""
    spoken = getattr(request, "LANGUAGE_CODE", "en")
    offered = {code for code, _ in settings.LANGUAGES}
    languages = tuple(
        LanguageLink(one.tag, one.name, in_language(request, one.tag), one.tag == spoken)
        for one in LANGUAGES
        if one.tag in offered
    )
    chrome = replace(Chrome(), languages=languages)
    for path in getattr(settings, "COMITY_CHROME", ()):
        chrome = import_string(path)(request, chrome)
    return chrome


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    """Context processor: give every template its ``chrome``; a view that set ``request.chrome`` has the last word."""
    given = getattr(request, "chrome", None)
    return {"chrome": given if isinstance(given, Chrome) else build(request)}
