"""Sentences for reasons: the engine answers in codes and values, the words stand in ``content/reasons/<lang>/*.toml``.

A file holds one table per area; the key of a sentence is the rest of the code, and ``{name}`` takes a parameter.
States are named as the Unicode CLDR names them in that language; the usual disclaimer goes with the page.

>>> sentence(Reason("assistance.none_on_record", {"requesting": "RS", "requested": "JP"}))[:46]
'No assistance treaty between Serbia and Japan '
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from comity.kernel.errors import BadInput, declare
from comity.kernel.finding import Reason

FALLBACK = "en"
UNTRANSLATED = "[en] "
"""Marks a sentence that is shown in English because the language has none."""

BAD_FILE = declare("law.words.unreadable", "{file}: {why}.")

_PLACES = frozenset(
    {"state", "states", "requesting", "requested", "seat", "via", "asked", "known", "host", "here", "there"}
)


def sentence(reason: Reason, lang: str = FALLBACK) -> str:
    """Return the sentence for a reason; English, marked, where the language has none; the code where nobody wrote one."""
    own = sentences(lang).get(reason.code)
    if own is not None:
        return _fill(own, reason.params, lang)
    english = sentences(FALLBACK).get(reason.code)
    if english is None:
        return f"[{reason.code}]"
    return UNTRANSLATED * (lang != FALLBACK) + _fill(english, reason.params, FALLBACK)


def reason_document(reason: Reason, lang: str = FALLBACK) -> dict[str, Any]:
    """Return the JSON form of a reason, with its sentence."""
    return {
        "code": reason.code,
        "params": dict(reason.params),
        "text": sentence(reason, lang),
        "cite": reason.cite,
        "record": reason.record,
        "confidence": reason.confidence,
    }


@lru_cache(maxsize=32)
def sentences(lang: str) -> Mapping[str, str]:
    """Return every sentence of a language by code; none for a language without a folder.

    Raises:
        BadInput: a file is not TOML, or a sentence is no text.
    """
    folder = content_folder() / "reasons" / lang
    found: dict[str, str] = {}
    if not folder.is_dir():
        return found
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadInput(BAD_FILE.fault(file=f"{lang}/{path.name}", why=str(error))) from error
        found.update(_flat(data, "", f"{lang}/{path.name}"))
    return found


@lru_cache(maxsize=1)
def content_folder() -> Path:
    """Return where the words are: in the package, else in the checkout."""
    packed = files("comity") / "words"
    if isinstance(packed, Path) and packed.is_dir():
        return packed
    return Path(__file__).resolve().parents[3] / "content"


def _flat(table: Mapping[str, Any], prefix: str, file: str) -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        code = f"{prefix}.{key}" if prefix else key
        if isinstance(value, Mapping):
            yield from _flat(value, code, file)
        elif isinstance(value, str):
            yield code, value
        else:
            raise BadInput(BAD_FILE.fault(file=file, why=f"{code} is no text"))


def _fill(template: str, params: Mapping[str, Any], lang: str) -> str:
    shown = {name: _show(name, value, lang) for name, value in params.items()}
    return template.format_map(_Lenient(shown))


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"({key}?)"


def _show(name: str, value: Any, lang: str) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_show(name, item, lang) for item in value) or "-"
    if name in _PLACES and isinstance(value, str):
        return country_name(value, lang)
    if value is None or value == "":
        return "-"
    return str(value)


@lru_cache(maxsize=2048)
def country_name(code: str, lang: str = FALLBACK) -> str:
    """Name a country in a language (CLDR); an invented one keeps its code.

    >>> country_name("JP", "de"), country_name("XA")
    ('Japan', 'XA')
    """
    try:
        return Locale.parse(lang).territories.get(code, code) if not code.startswith("X") else code
    except (UnknownLocaleError, ValueError):
        return country_name(code, FALLBACK)
