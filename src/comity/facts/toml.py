"""Write a scenario as the TOML file a lawyer reads and ``comity law`` answers.

>>> from comity.facts.scenario import parse, read
>>> scenario = read({"scenario": {"on": "2026-09-10"}, "ask": {"requesting": "DE", "requested": ["JP"]}})
>>> print(write_toml(scenario))
[scenario]
on = 2026-09-10
urgency = "routine"
<BLANKLINE>
[ask]
requesting = "DE"
requested = ["JP"]
<BLANKLINE>
>>> parse(write_toml(scenario)) == scenario
True
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from comity.facts.scenario import Scenario
from comity.facts.writing import write

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_MOMENTS = frozenset({"on", "at", "left_at", "committed_on", "in_force"})
"""Keys whose texts are days or instants, which TOML writes without quotes."""
_DELETE = "\x7f"
"""The one character that JSON leaves as it is in a text and TOML does not."""


def write_toml(scenario: Scenario, comment: str = "") -> str:
    """Return the scenario as TOML, which :func:`comity.facts.scenario.parse` reads back as the same scenario.

    ``comment``: lines to put on top, for whoever opens the file.
    """
    head = [f"# {line}" for line in comment.splitlines()]
    parts = ["\n".join(lines) for lines in _tables(write(scenario), ()) if lines]
    return "\n\n".join([*(["\n".join(head)] if head else []), *parts]) + "\n"


def _tables(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield each table as its lines: its own values first, then the tables inside it, then the arrays of tables."""
    own = [f"{_key(key)} = {_value(key, value)}" for key, value in table.items() if not _holds_tables(value)]
    if own and path:
        yield [f"[{_path(path)}]", *own]
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _tables(value, (*path, key))
    for key, value in table.items():
        if isinstance(value, list) and _holds_tables(value):
            for item in value:
                yield [
                    f"[[{_path((*path, key))}]]",
                    *(f"{_key(name)} = {_value(name, one)}" for name, one in item.items()),
                ]


def _holds_tables(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
    )


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_value('', one) for one in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(name)} = {_value(name, one)}' for name, one in value.items())} }}"
    if isinstance(value, str) and key not in _MOMENTS:
        return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007f")
    return str(value)


def _path(path: tuple[str, ...]) -> str:
    return ".".join(map(_key, path))


def _key(name: str) -> str:
    """Write a key: bare where TOML allows it.

    >>> _key("elements"), _key("a b")
    ('elements', '"a b"')
    """
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
