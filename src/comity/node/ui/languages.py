"""The languages pages speak, which way they run, and what their dates and numbers look like.

A language is a path prefix (``/de/...``), never a cookie: see ``docs/decisions/language-in-the-path.md``.
``en-xb`` is not for people: English between brackets, accented and mirrored, made at build from every
string that can be translated, so that a string that cannot, or a layout that does not mirror, shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

PSEUDO = "en-xb"
"""The mirrored pseudo-language; XB is the region CLDR uses for its pseudo-bidi locale."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages.

    ``tag``: BCP 47, lower case as Django writes it. ``name``: in the language itself. ``complete``: a missing
    string fails the tests. ``formats``: the CLDR locale for dates, numbers and names of countries.
    """

    tag: str
    name: str
    formats: str
    complete: bool = False
    right_to_left: bool = False

    @property
    def direction(self) -> str:
        """Return ``rtl`` or ``ltr``, as HTML's ``dir`` wants it."""
        return "rtl" if self.right_to_left else "ltr"


LANGUAGES: tuple[Language, ...] = (
    Language("en", "English", "en_GB", complete=True),
    Language("de", "Deutsch", "de_DE", complete=True),
    Language(PSEUDO, "Mirrored test language", "en_GB", right_to_left=True),
)
_BY_TAG = {language.tag: language for language in LANGUAGES}


def django_languages(*, with_pseudo: bool) -> list[tuple[str, str]]:
    """Return what Django's ``LANGUAGES`` setting wants; the pseudo-language only where developers look."""
    return [(one.tag, one.name) for one in LANGUAGES if with_pseudo or one.tag != PSEUDO]


def current() -> Language:
    """Return the language this page is being written in."""
    return _BY_TAG.get((get_language() or "en").lower(), LANGUAGES[0])


@lru_cache
def _locale(formats: str) -> Locale:
    return Locale.parse(formats)


def current_locale() -> Locale:
    """Return the CLDR locale for dates, numbers and names on this page."""
    return _locale(current().formats)
