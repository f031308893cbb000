"""What changed between two books, in words for lawyers: record by record, key by key, nothing interpreted.

:func:`compare_books` gives codes and values; the sentences stand in ``content/reasons/<lang>/diff.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from comity.kernel.finding import Reason
from comity.law.contents import file_of, record_id
from comity.law.words import FALLBACK, sentence, sentences, word

if TYPE_CHECKING:
    from comity.law.book import Book

What = Literal["added", "removed", "changed"]
ABOUT_THE_RECORD = frozenset({"source", "confidence", "checked_on", "recalled", "note", "verified_parts"})
"""Keys that say how a fact is known, not what the law is."""
_SINGLE = ("edition", "states", "vocabulary")
_LABELS = ("id", "name", "event", "kind", "state", "article", "cite")


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key of a record: before and after; for lists of tables, what came in and what went out."""

    key: str
    before: Any
    after: Any

    @property
    def is_law(self) -> bool:
        """Say whether the key says what the law is, rather than how it is known."""
        return self.key not in ABOUT_THE_RECORD

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"key": self.key, "before": self.before, "after": self.after, "law": self.is_law}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that came in, went out, or says something else. ``values``: the record as it is now (or was)."""

    kind: str
    id: str
    file: str
    what: What
    keys: tuple[KeyChange, ...]
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_law(self) -> bool:
        """Say whether what the law is changes, or only how it is known."""
        return self.what != "changed" or any(key.is_law for key in self.keys)

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form, with its sentences."""
        return {
            "kind": self.kind,
            "id": self.id,
            "file": self.file,
            "what": self.what,
            "law": self.is_law,
            "keys": [key.document() for key in self.keys],
            "text": said(self, lang),
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes between two books."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    changes: tuple[RecordChange, ...]

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON document ``comity.law-diff/1``."""
        return {
            "schema": "comity.law-diff/1",
            "before": dict(self.before),
            "after": dict(self.after),
            "changes": [change.document(lang) for change in self.changes],
        }


def compare_books(before: Book, after: Book) -> Diff:
    """Compare two books, kind by kind, in the order of the book's own contents."""
    changes: list[RecordChange] = []
    for one in msgspec.structs.fields(type(before.contents)):
        old, new = getattr(before.contents, one.name), getattr(after.contents, one.name)
        if one.name in _SINGLE:
            keys = tuple(_keys(msgspec.to_builtins(old), msgspec.to_builtins(new)))
            if keys:
                changes.append(RecordChange(one.name, one.name, f"{one.name}.toml", "changed", keys))
            continue
        changes += _kind(one.name, old, new)
    return Diff(_named(before), _named(after), tuple(changes))


def _named(book: Book) -> dict[str, str]:
    return {"version": book.version, "digest": book.digest, "as_of": book.edition.as_of.isoformat()}


def _kind(kind: str, old: Iterable[Any], new: Iterable[Any]) -> Iterator[RecordChange]:
    before, after = _by_id(old), _by_id(new)
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, []), after.get(name, [])
        left = [row for row in was if row not in now]
        came = [row for row in now if row not in was]
        for one, other in zip(left, came, strict=False):
            values = msgspec.to_builtins(other)
            keys = tuple(_keys(msgspec.to_builtins(one), values))
            yield RecordChange(kind, name, file_of(other), "changed", keys, values)
        for row in left[len(came) :]:
            yield RecordChange(kind, name, file_of(row), "removed", (), msgspec.to_builtins(row))
        for row in came[len(left) :]:
            yield RecordChange(kind, name, file_of(row), "added", (), msgspec.to_builtins(row))


def _by_id(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(record_id(row), []).append(row)
    return found


def _keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[KeyChange]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield KeyChange(key, old, new)


def said(change: RecordChange, lang: str = "en") -> list[str]:
    """Return the sentences for a change: what it is about, then one for each key."""
    about = what_it_is(change, lang)
    if change.what != "changed":
        return [sentence(Reason(f"diff.{change.what}", {"record": about, "file": change.file}), lang)]
    return [text for key in change.keys for text in _key_said(about, key, lang)]


def what_it_is(change: RecordChange, lang: str = "en") -> str:
    """Name a record as people speak of it, such as "Japan: offence (ETS185:2), Penal Code art 246"."""
    code = f"diff.name.{change.kind}"
    if code not in sentences(lang) and code not in sentences(FALLBACK):
        return change.id
    values = dict(change.values)
    return sentence(Reason(code, {**values, "id": values.get("id", change.id)}), lang)


def _key_said(about: str, change: KeyChange, lang: str) -> Iterator[str]:
    name = f"diff.key.{change.key}"
    key = sentence(Reason(name), lang) if name in sentences(FALLBACK) else change.key.replace("_", " ")
    before, after = change.before, change.after
    if isinstance(before or after, list | tuple):
        yield from _list_said(about, key, list(before or ()), list(after or ()), lang)
        return
    params = {"record": about, "key": key, "before": _value(before, lang), "after": _value(after, lang)}
    yield sentence(Reason("diff.changed", params), lang)


def _list_said(about: str, key: str, before: list[Any], after: list[Any], lang: str) -> Iterator[str]:
    """Say what came into a list, what went, and what is there under the same name with other values."""
    came = dict.fromkeys(_label(item, lang) for item in after if item not in before)
    went = dict.fromkeys(_label(item, lang) for item in before if item not in after)
    altered = [name for name in came if name in went]
    parts = {
        "diff.came": [name for name in came if name not in went],
        "diff.went": [name for name in went if name not in came],
        "diff.altered": altered,
    }
    if not came and not went:
        yield sentence(Reason("diff.order", {"record": about, "key": key}), lang)
    for code, items in parts.items():
        if items:
            yield sentence(Reason(code, {"record": about, "key": key, "items": items}), lang)


def _label(item: Any, lang: str) -> str:
    if isinstance(item, Mapping):
        named = [str(item[key]) for key in _LABELS if item.get(key)]
        return " ".join(named[:3]) or ", ".join(f"{key} {value}" for key, value in item.items())
    return _value(item, lang)


def _value(value: Any, lang: str) -> str:
    if value is None or value in ("", [], ()):
        return sentence(Reason("diff.nothing"), lang)
    if isinstance(value, bool):
        return sentence(Reason("diff.yes" if value else "diff.no"), lang)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(inner, lang)}" for key, inner in value.items())
    return word(str(value), lang)
