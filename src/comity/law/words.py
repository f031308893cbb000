"""Sentences for reasons: the engine answers in codes and values, the words stand in ``content/reasons/<lang>/*.toml``.

A file holds one table per area; the key of a sentence is the rest of the code, and ``{name}`` takes a parameter.
States are named as the Unicode CLDR names them in that language; the usual disclaimer goes with the page.

>>> sentence(Reason("assistance.none_on_record", {"requesting": "RS", "requested": "JP"}))[:46]
'No assistance treaty between Serbia and Japan '
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from comity.kernel.digest import Digest, digest_of
from comity.kernel.errors import BadInput, declare
from comity.kernel.finding import Reason

FALLBACK = "en"
UNTRANSLATED = "[en] "
"""Marks a sentence that is shown in English because the language has none."""

BAD_FILE = declare("law.words.unreadable", "{file}: {why}.")

_PLACES = frozenset(
    {"state", "states", "requesting", "requested", "seat", "via", "asked", "known", "host", "here", "there"}
)
_CODED = frozenset(
    {
        "role",
        "roles",
        "functions",
        "authority",
        "category",
        "reaches",
        "measure",
        "place",
        "factor",
        "factors",
        "kind",
        "fact",
    }
    | {"event", "tags", "unknown", "met", "unmet"}
)
"""Parameters that hold codes of the book; a language may have words for them."""
_KINDS = {"fields": "field", "field": "field", "ground": "ground", "grounds": "ground", "event": "event"}
"""Parameters that hold codes which records have names for."""
_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_DAYS = frozenset({"since", "day", "on", "until", "at"})


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


@lru_cache(maxsize=32)
def languages() -> tuple[str, ...]:
    """Return the languages that ship sentences, the one every sentence is written in first."""
    folders = (path.name for path in (content_folder() / "reasons").iterdir() if path.is_dir())
    return (FALLBACK, *sorted({*folders} - {FALLBACK}))


def words_digest(lang: str) -> Digest:
    """Return the digest of all sentences of a language (and the English ones it falls back on), for saved answers."""
    return digest_of({"own": dict(sentences(lang)), "fallback": dict(sentences(FALLBACK))})


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
    for name in (name for name, value in params.items() if _is_empty(value)):
        template = template.replace(f" ({{{name}}})", "")
    return template.format_map(_Lenient(shown))


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, list | tuple) and not value)


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"({key}?)"


def word(code: str, lang: str = FALLBACK) -> str:
    """Return what a code of the book is called in a language; the code itself where the language has no word for it.

    >>> word("traffic", "de"), word("traffic")
    ('Verkehrsdaten', 'traffic')
    """
    return sentences(lang).get(f"word.{code}", code)


def name(kind: str, code: str, lang: str = FALLBACK) -> str:
    """Return what a field or a code of a record is called (``[book.KIND]``); in English, then read aloud, where there are no words.

    >>> name("label", "max_days", "de"), name("clock", "send_fraud"), name("label", "short_name")
    ('Höchstdauer (Tage)', 'recall a payment: fraud', 'short name')
    """
    key = f"book.{kind}.{code}"
    return sentences(lang).get(key) or sentences(FALLBACK).get(key) or code.replace("_", " ")


def has_name(kind: str, code: str) -> bool:
    """Say whether a code of this kind has words in any of the languages that ship."""
    key = f"book.{kind}.{code}"
    return any(key in sentences(lang) for lang in (FALLBACK, "de"))


def _show(name: str, value: Any, lang: str) -> str:
    if _is_empty(value):
        return word("nothing_on_record", lang)
    if isinstance(value, list | tuple):
        return ", ".join(_show(name, item, lang) for item in value)
    if name in _PLACES and isinstance(value, str):
        return country_name(value, lang)
    if isinstance(value, str):
        return _dated(value, lang) if name in _DAYS else _coded(name, value, lang)
    return str(value)


def _coded(param: str, value: str, lang: str) -> str:
    """Say a code in words: a sentence is read by people, the code stands beside it in the reason's parameters.

    >>> _coded("fields", "annex_a_form", "de"), _coded("fact", "facts.stated.recall_sent", "en"), _coded("title", "a text", "en")
    ('Formblatt in Anhang A', 'the recall of the payment was sent', 'a text')
    """
    code = value.rpartition(".")[2] if value.startswith("facts.") else value
    if param in _CODED and (said := word(code, lang)) != code:
        return said
    kind = _KINDS.get(param)
    if kind and (said := name(kind, code, lang)) != code:
        return said
    return code.replace("_", " ") if _CODE.fullmatch(code) else value


def _dated(value: str, lang: str) -> str:
    """Write a day or an instant as the language does; English keeps ISO 8601, which machines read too.

    >>> _dated("2026-11-23", "de"), _dated("2026-11-23", "en"), _dated("2026-11-25T17:05:00+00:00", "de")
    ('23.11.2026', '2026-11-23', '25.11.2026, 17:05 UTC')
    """
    if lang == FALLBACK:
        return value
    try:
        if len(value) == len("2026-11-23"):
            return format_date(date.fromisoformat(value), locale=lang)
        at = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, UnknownLocaleError):
        return value
    return f"{format_date(at, locale=lang)}, {at:%H:%M} UTC"


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
