"""The sentences of declared faults that a person can meet: they are translated in the catalogue of ``comity.node.base``.

Faults are declared beside the code that raises them, most of them in the library, which knows no gettext. Here their English is
found in the sources, so that a new one lacks a translation until somebody writes it. ``NOT_SHOWN`` lists what only programs, operators at
a terminal or keepers of the book read; it stays in English.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

NOT_SHOWN = (
    # operators at a terminal
    "accounts.participant.", "blobs.file.", "blobs.growing.", "blobs.name.", "cli.", "node.check.", "node.clock.", "node.database.bad_url",
    "node.database.failed", "node.database.no_system_user", "node.database.not_running", "node.database.too_old", "node.home.", "node.key.",
    "node.start.", "reports.import.", "selectors.content.", "selectors.hubs.",
    # keepers of the book and of the words, writers of files
    "clocks.", "facts.file.", "facts.key.", "law.assume.", "law.book.incomplete", "law.book.not_found", "law.check.", "law.count.", "law.date.",
    "law.file.", "law.instrument.", "law.link.", "law.offence.", "law.record.", "law.source.", "law.word.", "law.words.", "lifecycle.table.",
    "triage.distress.", "triage.guidance.", "triage.intake.", "triage.letters.", "triage.questions.", "triage.text.",
    # other nodes, and what verifies
    "assistance.message.", "custody.", "evidence.message.", "exchange.", "kernel.", "outcomes.message.", "suites.",
)  # fmt: skip
PLACES_NOT_SHOWN = ("cli", "law/checks", "statistics")
"""Folders of the library whose faults only a terminal or a keeper of the book or of the measures meets."""
SHOWN_ALL_THE_SAME = (
    "exchange.counterpart.", "exchange.participant.not_listed", "exchange.message.no_purpose", "exchange.message.none",
    "exchange.message.not_given_up",
)  # fmt: skip
"""What the desk shows of a room whose faults go to other nodes otherwise."""


def shown(source: Path) -> Iterator[tuple[Path, int, str, str]]:
    """Go through the faults a person can meet: file, line, code, and each of its sentences."""
    # The portal says these in words of its own (comity.node.portal.sentences).
    portal = (source / "node" / "portal" / "sentences.py").read_text("utf-8")
    own = set(re.findall(r'^    "([a-z_.]+)": ', portal, re.M))
    for path in sorted(source.rglob("*.py")):
        text = path.read_text("utf-8")
        if "declare(" not in text or path.relative_to(source).as_posix().startswith(PLACES_NOT_SHOWN):
            continue
        for call in ast.walk(ast.parse(text)):
            if not (
                isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "declare"
            ):
                continue
            words = [one.value for one in call.args if isinstance(one, ast.Constant)]
            if len(words) != len(call.args) or words[0] in own or not is_shown(words[0]):
                continue
            for sentence in words[1:]:
                if re.sub(r"\{[^}]*\}", "", sentence).strip(" .:"):
                    yield path, call.lineno, words[0], sentence


def is_shown(code: str) -> bool:
    """Say whether a person can meet a fault.

    >>> is_shown("cases.name.missing"), is_shown("law.file.not_toml"), is_shown("exchange.counterpart.suspended")
    (True, False, True)
    """
    return code.startswith(SHOWN_ALL_THE_SAME) or not code.startswith(NOT_SHOWN)
