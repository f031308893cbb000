"""Words that may mean that somebody is in despair or in danger: a reason for a human to read sooner, nothing more.

Most distress is missed by any word list, so help lines stand on the pages anyway, and an empty answer here means
nothing. The lists are content (``content/indicators/distress.toml``), kept by people who work with victims.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from comity.facts.strict import Table
from comity.kernel.errors import Fault, declare, raise_all
from comity.selectors.lists import content_root

NOT_TOML = declare("triage.distress.not_toml", "{file}: this is not TOML: {why}.", "Mend the line named.")

_RUNS_ON = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@lru_cache(maxsize=4)
def phrases(root: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the phrases by language.

    Raises:
        BadInput: the file is not TOML or holds something else than lists of texts.
    """
    file = content_root(root) / "indicators" / "distress.toml"
    faults: list[Fault] = []
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(NOT_TOML.fault(file=file.name, why=str(error)))
        data = {}
    table = Table(data, where="", file=file.name, faults=faults)
    found = {language: table.texts(language) for language in table.keys()}  # noqa: SIM118 - Table is no mapping
    raise_all(faults)
    return found


@lru_cache(maxsize=4)
def _pattern(root: Path | None) -> re.Pattern[str]:
    every = {phrase for group in phrases(root).values() for phrase in group}
    return re.compile("|".join(map(_bounded, sorted(every))), re.IGNORECASE)


def _bounded(phrase: str) -> str:
    """Return the pattern of a phrase that stands alone; Han and Kana run on, so there it may stand anywhere."""
    escaped = re.escape(phrase)
    return escaped if _RUNS_ON.search(phrase) else rf"(?<!\w){escaped}(?!\w)"


def find(text: str, *, root: Path | None = None) -> tuple[str, ...]:
    """Return the phrases of distress in a text, each once, in any of the languages.

    People write in another language than they chose, so all lists are tried.
    """
    flat = re.sub(r"\s+", " ", text.replace("\u2019", "'"))
    return tuple(sorted({match[0].casefold() for match in _pattern(root).finditer(flat)}))
