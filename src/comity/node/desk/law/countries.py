"""States typed as people write them, by name or code, with commas between; and written back as names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from django.utils.translation import gettext as _

from comity.kernel.errors import Fault, declare
from comity.law.words import FALLBACK, country_name
from comity.node.base import lawbook
from comity.node.desk import page

NO_SUCH_STATE = declare(
    "desk.law.no_such_state",
    "{typed!r} is no state of the law book.{nearest}",
    "Write names, or codes of two letters, with commas between.",
)
_BETWEEN = re.compile(r"[,;\n]")


def read(typed: str) -> tuple[tuple[str, ...], list[Fault]]:
    """Return the codes of the states typed, and what of it names none, with the name that was probably meant."""
    book, known = lawbook.book(), _by_name(page.language())
    found: list[str] = []
    wrong: list[Fault] = []
    for one in filter(None, (" ".join(part.split()) for part in _BETWEEN.split(typed))):
        code = one.upper()
        meant = (
            code
            if book.knows(code)
            else book.said_for(code) or known[page.language()].get(one.casefold()) or known[FALLBACK].get(one.casefold())
        )  # fmt: skip
        if meant:
            found.append(meant)
        else:
            wrong.append(NO_SUCH_STATE.fault(typed=one[:60], nearest=_nearest(one, known[page.language()])))
    return tuple(dict.fromkeys(found)), wrong


def write(codes: Iterable[str]) -> str:
    """Return states as they would be typed."""
    return ", ".join(country_name(one, page.language()) for one in codes)


def _nearest(typed: str, known: dict[str, str]) -> str:
    close = get_close_matches(typed.casefold(), known, n=1, cutoff=0.6)
    if not close:
        return ""
    return " " + _("Did you mean %(name)s?") % {"name": country_name(known[close[0]], page.language())}


@lru_cache(maxsize=8)
def _by_name(lang: str) -> dict[str, dict[str, str]]:
    """Return the codes of the book by name, in a language and in English."""
    codes = lawbook.book().states
    return {one: {country_name(code, one).casefold(): code for code in codes} for one in (lang, FALLBACK)}
