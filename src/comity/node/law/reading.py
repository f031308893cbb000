"""A record of the book in words: each field with its label, its value as words, days, or names of other records.

The book stays in the language it is written in: what is a name, a title or a note there is shown as it is, with its language marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comity.kernel.errors import BadInput
from comity.law import titles
from comity.law.book import Book
from comity.law.elements import find_article
from comity.law.words import FALLBACK, country_name, has_name, name, word
from comity.node.assistance import words as steps
from comity.node.base import lawbook
from comity.node.law.asking import language
from comity.node.ui import times
from comity.node.ui.labels import label
from comity.node.ui.law_view import lasting

Part = dict[str, str]
"""A piece of a value: ``text``, and each of these or empty: an address outside (``href``), a record it leads to (``kind`` and ``id``),
the language it is in (``lang``)."""
Line = list[Part]

PENALTY: Mapping[int, Promise] = {999: gettext_lazy("for life"), 0: gettext_lazy("a fine only")}
"""What the numbers of months mean that count no months."""
HIDDEN = frozenset({"schema", "book", "record", "recalled", "confidence"})
"""What a page says in another way, or that only programs read."""
_CODE = re.compile(r"[a-z][a-z0-9_-]*\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_ADDRESS = re.compile(r"(https?://[^\s;,)]+)")
_LASTS = re.compile(r"\bP(?:\d+[YMWD])*(?:T\d+H)?\b(?<!P)")
_WRITTEN = re.compile(r"[^\W\d_]{2}")
_STATE = re.compile(r"[A-Z]{2}\Z")
_NOT_OUR_WORDS = frozenset({"statute"})
"""Written in a language that the book does not tell."""


def _named(kind: str) -> Callable[[str], str]:
    return lambda code: name(kind, code, language())


def _role(code: str) -> str:
    return name("role", code, language()) if has_name("role", code) else label(code, "role")


def _start(code: str) -> str:
    """Say what a clock begins with: a step, a state of the request, or something outside."""
    if code in steps.EVENT or has_name("event", code):
        return steps.say(code, steps.EVENT)
    if code in steps.STATE or has_name("state", code):
        return steps.say(code, steps.STATE)
    return name("external", code, language())


def _word(code: str) -> str:
    return word(code, language()).replace("_", " ")


def _of(words: Mapping[str, Promise]) -> Callable[[str], str]:
    return lambda code: steps.say(code, words)


def _label(of: str) -> Callable[[str], str]:
    return lambda code: label(code, of)


_WORDS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(
        ("role", "roles", "from_role", "to_role", "host_role", "withheld_from", "authority", "authorisation", "by", "binds"), _role
    ),
    **dict.fromkeys(("side", "who", "filled_by", "of"), _named("side")),
    **dict.fromkeys(("function", "functions"), _named("function")),
    **dict.fromkeys(("core", "one_of", "requires", "tags", "fact", "or_facts", "place"), _word),
    **dict.fromkeys(("effect_codes", "codes", "reserved_codes", "prosecution_requires"), _named("effect_code")),
    **dict.fromkeys(("data_category", "data_categories"), _label("data")),
    **dict.fromkeys(("urgency", "urgency_levels"), _label("urgency")),
    **dict.fromkeys(("from", "to", "states"), _of(steps.STATE)),
    "event": _of(steps.EVENT), "starts_at": _start, "fired_by": _named("clock"), "gate": _label("gate"), "phase": _label("phase"),
    "engaged_by": _named("test"), "type": _named("type"), "duration": lasting, "kind": _named("record"),
}  # fmt: skip
_INSIDE: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("fields", "name"): _of(steps.FIELD),
    ("clocks", "name"): lambda code: str(steps.CLOCK.get(code) or name("clock", code, language())),
    ("clocks", "kind"): _label("clock"),
    ("grounds", "id"): _of(steps.GROUND),
    ("condition", "kind"): _named("condition"),
    ("of", "kind"): _named("condition"),
}
"""Keys that mean something else inside a group."""
_LINKS: Mapping[str, str] = {
    **dict.fromkeys(("treaty", "treaties", "parent", "supersedes", "reserved_treaty", "except_treaties", "of"), "treaty"),
    **dict.fromkeys(("state", "states", "yes", "unknown", "not_in_force", "via", "party"), "state"),
    **dict.fromkeys(("measure", "measures", "of_measures", "exempt_measures", "companions", "power"), "measure"),
    **dict.fromkeys(("article", "articles", "of_articles", "exempt_articles", "out_of_reach"), "article"),
    **dict.fromkeys(("table", "member_table"), "table"),
    "instruments": "instrument",
}  # fmt: skip
_HEADS = ("statute", "title", "cite", "name", "id", "event", "treaty", "article", "measure", "kind", "of", "state", "articles")  # fmt: skip


def field(key: str) -> str:
    """Return the label of a field.

    >>> field("max_days")
    'Longest period (days)'
    """
    said = name("label", key, language())
    return said[:1].upper() + said[1:]


def kind_of(kind: str) -> str:
    """Return what a kind of record is called."""
    said = name("record", kind, language())
    return said[:1].upper() + said[1:]


def rows(record: Mapping[str, Any], inside: str = "") -> list[dict[str, Any]]:
    """Return the fields of a record that hold something: ``key`` in words and ``lines``, each a list of parts."""
    return [
        # What a standing is of is a treaty.
        {
            "key": field("treaty" if key == "of" and "force" in record else key),
            "lines": lines(key, value, inside),
        }
        for key, value in record.items()
        if key not in HIDDEN and not is_empty(value) and not (key == "code" and inside)
    ]


def group(key: str, value: Any) -> dict[str, Any]:
    """Return a field that holds records: its title, and each record with its head, its rows and how sure it is."""
    records = value if isinstance(value, list | tuple) else [value]
    if key == "transitions":
        line = {"key": field(key), "lines": [_step(one) for one in records]}
        return {
            "title": field(key),
            "single": True,
            "items": [{"head": [], "rows": [line], "confidence": ""}],
        }
    return {
        "title": field(key),
        "single": not isinstance(value, list | tuple),
        "items": [
            {"head": _head(one, key), "rows": rows(one, key), "confidence": one.get("confidence", "")}
            for one in records
        ],
    }


def holds_records(value: Any) -> bool:
    """Say whether a value is a record or a list of them."""
    first = value[0] if isinstance(value, list | tuple) and value else value
    return isinstance(first, Mapping)


def lines(key: str, value: Any, inside: str = "") -> list[Line]:
    """Return a value as lines: codes and names one after the other, sentences and records each on their own."""
    if isinstance(value, Mapping):
        return [_flat(value, key)]
    if not isinstance(value, list | tuple):
        return [_parts(key, value, inside)]
    if holds_records(value):
        return [_flat(one, key) for one in value]
    each = [_parts(key, one, inside) for one in value if not is_empty(one)]
    if any(
        len(piece["text"]) > 60 and not (piece["href"] or piece["kind"]) for line in each for piece in line
    ):
        return each
    return [_joined(each, ", ")]


def title(kind: str, identifier: str, record: Mapping[str, Any]) -> Line:
    """Return what a record is called; a title of the book keeps its language."""
    if said := titles.own(identifier, language()):
        return [part(said)]
    if record.get("title"):
        return [_english(str(record["title"]))]
    # A record of two parts is called by what they are called.
    kinds = {"party": ("treaty", "state"), "offence": ("state", "article"), "power": ("state", "measure"),
             "assistance": ("state", "state")}.get(kind, (kind,))  # fmt: skip
    named = [
        [_unlinked((of in _FINDERS and _other(of, one)) or part(one))]
        for of, one in zip(kinds, identifier.split("/"), strict=False)
    ]
    return _joined(named, ": ")


def _head(record: Mapping[str, Any], inside: str) -> Line:
    named = [
        key for group, key in _INSIDE if group == inside
    ]  # what a group calls its records comes before their citation
    key = next((one for one in (*named, *_HEADS) if not is_empty(record.get(one))), "")
    if not key:
        return []
    head = [_unlinked(piece) for line in lines(key, record[key], inside) for piece in line]
    if key in {"treaty", "of"} and record.get("force"):
        head += [part(": "), *_parts("force", record["force"], inside)]
    return head


def _step(one: Mapping[str, Any]) -> Line:
    said = steps.say(str(one["event"]), steps.EVENT)
    ends = f"{steps.say(str(one['from']), steps.STATE)} → {steps.say(str(one['to']), steps.STATE)}"
    who = _role(str(one["by"])) if one.get("by") else ""
    return [part(f"{said}: {ends}{f' ({who})' if who else ''}")]


def _flat(record: Mapping[str, Any], inside: str) -> Line:
    said = [
        [part(f"{row['key']}: "), *_joined(row["lines"], "; ")]
        for row in rows(record, inside)
    ]  # fmt: skip
    return _joined(said, "; ")


def _parts(key: str, value: Any, inside: str) -> Line:
    if isinstance(value, bool):
        return [part(_("yes") if value else _("no"))]
    if isinstance(value, int):
        return [part(_number(key, value))]
    text = str(value)
    linked = _other(_LINKS[key], text) if key in _LINKS else None
    if linked is not None:
        return [linked]
    said = _said(key, text, inside)
    return [part(said)] if said else _prose(key, text)


def _said(key: str, text: str, inside: str) -> str:
    """Return the words for a day or a code; nothing where it is neither."""
    if _DAY.match(text):
        return times.day(date.fromisoformat(text))
    if inside and (inside, key) in _INSIDE:
        return _INSIDE[inside, key](text)
    if has_name("word", text) and key not in _WORDS:
        return name("word", text, language())
    if key in _WORDS and (_CODE.match(text) or key in {"duration", "type"}):
        return _WORDS[key](text)
    return ""


def _number(key: str, value: int) -> str:
    if not key.endswith("max_penalty_months"):
        return str(value)
    return str(
        PENALTY.get(value) or ngettext("up to %(num)s month", "up to %(num)s months", value) % {"num": value}
    )


def _prose(key: str, text: str) -> Line:
    """Return what people wrote: an address in it is a link, and it says its language where that is known."""
    return [
        part(piece, href=piece) if piece.startswith(("http://", "https://"))
        else part(piece) if key in _NOT_OUR_WORDS else _english(piece)
        for piece in _ADDRESS.split(_LASTS.sub(lambda found: lasting(found[0]), text)) if piece
    ]  # fmt: skip


def _other(kind: str, identifier: str) -> Part | None:
    """Name another record, which can be looked up where the book has it; nothing where it is no such name."""
    try:
        found, text = _FINDERS[kind](lawbook.book(), identifier)
    except BadInput:
        return None
    if not text:
        return None
    named = part(text) if kind in {"state", "measure"} else _english(text)
    return {**named, "kind": kind if found else "", "id": found}


def _find_state(book: Book, identifier: str) -> tuple[str, str]:
    code = identifier.upper()
    if not _STATE.match(code):
        return "", ""
    there = book.knows(code) and book.country(code) is not None
    return code if there else "", country_name(code, language())


def _find_treaty(book: Book, identifier: str) -> tuple[str, str]:
    found = book.treaty(identifier)
    return found.id, found.short_name or found.title


def _find_measure(book: Book, identifier: str) -> tuple[str, str]:
    found = book.measure(identifier).id
    return found, label(found, "measure")


def _find_article(book: Book, identifier: str) -> tuple[str, str]:
    found = find_article(book, identifier)
    return (found.id, titles.article(book, found.id, language())) if found else ("", "")


_FINDERS: Mapping[str, Callable[[Book, str], tuple[str, str]]] = {
    "state": _find_state,
    "treaty": _find_treaty,
    "measure": _find_measure,
    "article": _find_article,
    "table": lambda book, one: (one, book.table(one).title),
    "instrument": lambda book, one: (one, titles.title(book.instrument(one), language())),
}
"""How a record is found: its id in the book (empty where there is none), and what it is called."""


def part(text: str, href: str = "", lang: str = "") -> Part:
    """Make a piece of a value."""
    return {"text": text, "href": href, "lang": lang, "kind": "", "id": ""}


def leading(one: Part, kind: str, identifier: str) -> Part:
    """Let a piece lead to a record of the book."""
    return {**one, "href": "", "kind": kind, "id": identifier}


def _unlinked(one: Part) -> Part:
    return {**one, "href": "", "kind": "", "id": ""}


def _english(text: str) -> Part:
    return part(text, lang=FALLBACK if language() != FALLBACK and _WRITTEN.search(text) else "")


def _joined(each: Iterable[Line], by: str) -> Line:
    made: Line = []
    for line in each:
        made += [*([part(by)] if made else []), *line]
    return made


def is_empty(value: Any) -> bool:
    """Say whether a value says nothing."""
    return value is None or (not isinstance(value, bool | int) and not value) or value == "-"


def speaks(said: str) -> str:
    """Say what a fact says to a factor: a place or a person in words, a statute as it stands, its penalty in months."""
    statute, colon, months = said.rpartition(": ")
    if colon and months.isdigit():
        most = ngettext("up to %(num)s month", "up to %(num)s months", int(months)) % {"num": months}
        return f"{statute}: {PENALTY.get(int(months), most)}"
    return name("speaks", said, language()) if has_name("speaks", said) else said.replace("_", " ")
