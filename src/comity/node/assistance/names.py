"""Is a person named in a text? A plain comparison of words, whatever the case, the accents and the order.

>>> named("Die Geschädigte ist MÜLLER, Erika.", ["Erika Müller"])
'Erika Müller'
>>> named("The victim is 4F7K-2QX-9M0W.", ["Erika Müller"])
''
>>> named("Mueller, E.", ["Erika Müller"])
'Erika Müller'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SHORTEST = 3
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"})
_PARTICLES = frozenset(
    {"von", "van", "der", "den", "del", "dos", "das", "the", "and", "und", "herr", "frau", "monsieur", "madame", "doctor"}
)  # fmt: skip


def _forms(word: str) -> frozenset[str]:
    """Return the ways a word may be written: accents kept away, and spelt out."""
    low = word.casefold()
    bare = "".join(one for one in unicodedata.normalize("NFD", low) if not unicodedata.combining(one))
    return frozenset({bare, low.translate(_SPELT)})


def _words(text: str) -> frozenset[str]:
    return frozenset(
        form for word in _WORD.findall(unicodedata.normalize("NFC", text)) for form in _forms(word)
    )


def named(text: str, names: Iterable[str], *, whole: bool = False) -> str:
    """Return the first of the names that a text gives away, or nothing.

    One part of a name of three letters or more is enough: a rare family name alone says who it is. ``whole``: every
    part has to be there, for fields that name officers and offices, which may share a family name with somebody.
    Names without spaces (as in Japanese) are looked for as they are.
    """
    said = _words(text)
    flat = unicodedata.normalize("NFKC", text).casefold()
    for name in names:
        parts = [
            part
            for part in _WORD.findall(unicodedata.normalize("NFC", name))
            if part.casefold() not in _PARTICLES
        ]
        found = [
            not _forms(part).isdisjoint(said)
            for part in parts
            if len(part) >= _SHORTEST or not part.isascii()
        ]
        whole_string = (
            len(name.strip()) > 1 and unicodedata.normalize("NFKC", name).strip().casefold() in flat
        )
        if whole_string or (found and (all(found) if whole else any(found))):
            return name
    return ""


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in a JSON value with the place it stands at, keys left out.

    >>> list(texts({"a": ["x", {"b": 1}]}))
    [('a.0', 'x'), ('a.1.b', '1')]
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{path}.{number}" if path else str(number))
    elif value is not None and not isinstance(value, bool):
        yield path, str(value)
