"""Unknown and missing keys, all of them at once, with the key that was probably meant.

The record classes refuse an unknown key too, but name only the first and suggest nothing.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, TypeAlias

import msgspec

UnknownKey: TypeAlias = tuple[str, str, str]
"""Path of the table, the key, the nearest valid key (empty: none is near)."""


@cache
def _fields(record: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the written key of each field with its type; a tagged record also has its tag key."""
    found = {field.encode_name: field.type for field in msgspec.structs.fields(record)}
    if record.__struct_config__.tag_field:
        found[record.__struct_config__.tag_field] = str
    return found


@cache
def _structs(kind: Any) -> tuple[type[msgspec.Struct], ...]:
    """Return the record classes a field's type can hold, whatever tuples, options and unions are around them."""
    if isinstance(kind, typing.ForwardRef):
        return ()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return (kind,)
    if typing.get_origin(kind) in (tuple, typing.Union) or isinstance(kind, UnionType):
        return tuple(struct for part in typing.get_args(kind) for struct in _structs(part))
    return ()


def _which(
    structs: tuple[type[msgspec.Struct], ...], table: Mapping[str, Any]
) -> type[msgspec.Struct] | None:
    """Choose the class by the tag where there are several; ``None`` where the tag names none of them."""
    if len(structs) == 1:
        return structs[0]
    for struct in structs:
        config = struct.__struct_config__
        if config.tag_field and table.get(config.tag_field) == config.tag:
            return struct
    return None


def nearest(word: str, words: typing.Iterable[str]) -> str:
    """Return the word that was probably meant, or nothing."""
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return close[0] if close else ""


def unknown_keys(
    table: Mapping[str, Any], record: type[msgspec.Struct], path: str = "", also: tuple[str, ...] = ()
) -> Iterator[UnknownKey]:
    """Yield every key of the table (and of the tables inside) that the record class does not have."""
    known = _fields(record)
    for key, value in table.items():
        if key in known:
            structs = _structs(known[key])
            if structs:
                yield from _inside(value, structs, f"{path}{key}")
        elif key not in also:
            yield path.rstrip("."), key, nearest(key, known)


def _inside(value: Any, structs: tuple[type[msgspec.Struct], ...], path: str) -> Iterator[UnknownKey]:
    if isinstance(value, Mapping):
        struct = _which(structs, value)
        if struct is not None:
            yield from unknown_keys(value, struct, f"{path}.")
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _inside(item, structs, f"{path}[{number}]")


@cache
def _required(record: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.encode_name for field in msgspec.structs.fields(record) if field.required)


def missing_keys(table: Mapping[str, Any], record: type[msgspec.Struct]) -> list[str]:
    """Return the required keys the table does not have."""
    return [key for key in _required(record) if key not in table]
