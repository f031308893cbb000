"""The closed lists of words, the measures, and the edition of the book."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from comity.law.records.base import Record

Phase: TypeAlias = Literal["money", "hold", "path", "ask", "tell", "live", "move", "notify"]
"""Steps of the parallel plan, in the order in which time destroys what they are about."""


class Measure(Record, frozen=True, kw_only=True):
    """``measures/measures.toml``: a kind of help, its Budapest title, and the home power that serves it.

    ``phase``: the step of the plan it belongs to. ``companions``: measures always shown beside it (who asks for data should
    see how to hold them first). ``general``: stands for any measure, so that which power it needs depends on what is asked.
    """

    id: str
    title: str
    phase: Phase
    companions: tuple[str, ...] = ()
    general: bool = False
    articles: tuple[str, ...] = ()
    power: str = ""
    aliases: tuple[str, ...] = ()


class Word(Record, frozen=True, kw_only=True):
    """A word of a closed list in ``vocabulary.toml`` with its meaning in plain English."""

    id: str
    meaning: str


class Vocabulary(Record, frozen=True, kw_only=True):
    """The closed lists: no record may use a word that is not here."""

    elements: tuple[Word, ...]
    prosecution_conditions: tuple[Word, ...]
    effect_codes: tuple[Word, ...]
    tags: tuple[Word, ...]
    roles: tuple[Word, ...]
    functions: tuple[Word, ...]
    data_categories: tuple[Word, ...]
    clock_kinds: tuple[Word, ...]
    field_types: tuple[Word, ...]
    ground_tests: tuple[Word, ...]
    urgency: tuple[Word, ...]


class Edition(Record, frozen=True, kw_only=True):
    """``book.toml``: the book's version, its as-of day and its licence."""

    version: str
    as_of: date
    format: int
    licence: str
    disclaimer: str
