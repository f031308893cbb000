"""What a question is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from comity.facts.model import Truth
from comity.selectors import Kind as SelectorKind

Kind = Literal[
    "notice",
    "choice",
    "choices",
    "truth",
    "text",
    "long_text",
    "selectors",
    "money",
    "moment",
    "country",
    "files",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""notice: nothing is asked, a button goes on; truth: yes, no or don't know; selectors: addresses, numbers, names."""

Keeps = Literal["coded", "sealed", "contact"]
KEEPS: Final[tuple[Keeps, ...]] = get_args(Keeps)
"""Where an answer goes: plain as one of a closed list, sealed as own words, or sealed as her name and address."""

Expects = Literal["", "email", "phone"]
EXPECTS: Final[tuple[Expects, ...]] = get_args(Expects)
"""What one line of text is meant to be; another thing is doubted and kept."""

Fact = Literal["", "places.victim", "money", "money.left_at", "committed_on"]
FACTS: Final[tuple[Fact, ...]] = get_args(Fact)

FALLBACK: Final = "en"
"""The language shown, marked, where another lacks a text."""


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a question in one language. ``body`` are paragraphs; a line beginning with ``- `` is a list item.

    ``{emergency}`` in a text stands for the emergency number of the person's country.
    """

    title: str
    hint: str = ""
    body: tuple[str, ...] = ()
    next: str = ""
    """One line under the button: what happens next."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from, the marks it sets and the facts it states.

    ``alone``: among several to choose, it cannot be true beside another ("nothing that I know of").
    """

    value: str
    text: Mapping[str, str]
    marks: frozenset[str] = frozenset()
    elements: Mapping[str, Truth] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    danger_to_life: Truth = None
    alone: bool = False


Clause = tuple[frozenset[str], bool]
"""Marks of which one must hold (``True``) or none may hold (``False``)."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a page of its own, unless it stands beside another.

    ``beside``: the questions on whose page it stands where it comes right after them: two halves of one thing, such as
    an account and its bank. It may be left out, and what it asks must not hang on what the other is answered. ``when``: all clauses must hold for it to be asked. ``element``: for a truth, the element it decides.
    ``kinds``: for selectors, what is looked for. ``helps``: help lines that stand on the page (``victim``, ``child``, ``pictures``, ``block_cards``).
    """

    id: str
    kind: Kind
    text: Mapping[str, Text]
    when: tuple[Clause, ...] = ()
    options: tuple[Option, ...] = ()
    optional: bool = False
    keeps: Keeps = "sealed"
    limit: int = 0
    element: str = ""
    fact: Fact = ""
    expects: Expects = ""
    kinds: tuple[SelectorKind, ...] = ()
    helps: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    file: str = ""

    def words(self, language: str) -> tuple[Text, bool]:
        """Return the text in a language, and whether it had to be taken from English."""
        own = self.text.get(language)
        return (own, False) if own is not None else (self.text[FALLBACK], True)

    def option(self, value: str) -> Option | None:
        """Return one of its options."""
        return next((option for option in self.options if option.value == value), None)

    def stands_with(self, lead: str) -> bool:
        """Say whether it stands on the page that the question ``lead`` begins."""
        return lead in self.beside

    def asked_with(self, marks: frozenset[str]) -> bool:
        """Say whether the marks so far lead to this question."""
        return all(bool(group & marks) is wanted for group, wanted in self.when)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions in order, and the languages in which every text is there."""

    questions: tuple[Question, ...]
    languages: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words around the questions by language and name: yes, no, unknown, go_on, leave ..."""

    def question(self, id_: str) -> Question | None:
        """Return a question by its id."""
        return next((question for question in self.questions if question.id == id_), None)
