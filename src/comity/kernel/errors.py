"""Errors that are part of the product: a stable code, the facts, what to do next, all faults at once.

A :class:`Fault` is one thing that is wrong; a :class:`ComityError` carries one or more of them. Codes read
``area.noun.fault`` and are declared once with :func:`declare`, next to the code that raises them, with
the sentence for people in English; translations live in ``content/reasons``. Nobody formats a message by hand.

    >>> UNKNOWN_KEY = declare("kernel.example.unknown_key", "{file}: unknown key {key!r}. Did you mean {nearest}?")
    >>> error = ComityError(UNKNOWN_KEY.fault(file="law/x.toml", key="tilte", nearest="title"))
    >>> error.faults[0].code
    'kernel.example.unknown_key'
    >>> print(error)
    law/x.toml: unknown key 'tilte'. Did you mean title?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

_declared: dict[str, Code] = {}


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of fault: its stable code and the English sentence, with ``{names}`` for the facts."""

    code: str
    sentence: str
    next_step: str = ""

    def fault(self, **facts: Any) -> Fault:
        """State that this happened, with the facts that fill the sentence."""
        return Fault(self.code, facts, self)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a code and its facts; :attr:`text` is the English sentence."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    declared: Code | None = field(default=None, compare=False, repr=False)
    place: str = field(default="", compare=False)
    """Where it stands (file and key), for faults whose own sentence does not say so; a page that has the field before it leaves it out."""

    def at(self, place: str) -> Fault:
        """Return the same fault with the place where it stands."""
        return replace(self, place=place)

    @property
    def text(self) -> str:
        """The sentence for a person, with its place before it and what to do next behind it, where they are known."""
        if self.declared is None:
            return f"{self.code} {dict(self.facts)}"
        sentence = self.declared.sentence.format(**self.facts)
        next_step = self.declared.next_step.format(**self.facts)
        before = f"{self.place}: " if self.place else ""
        return f"{before}{sentence} {next_step}".strip()


class ComityError(Exception):
    """Something given to Comity is wrong; :attr:`faults` holds all that was found, not only the first."""

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            raise ValueError("a ComityError carries at least one fault")
        super().__init__(*faults)
        self.faults: tuple[Fault, ...] = faults

    def __str__(self) -> str:
        return "\n".join(fault.text for fault in self.faults)


class BadInput(ComityError):
    """What a person, a file or a peer gave cannot be used as it is. Exit status 2, HTTP 400 or 422."""


class NotAllowed(ComityError):
    """Policy said no. HTTP 403 (404 where even existence is not for the asker)."""


class Conflict(ComityError):
    """The thing is not in a state that allows this, or somebody was faster. HTTP 409."""


class Untrusted(ComityError):
    """A signature, digest, chain or signer does not hold. Exit status 1."""


def declare(code: str, sentence: str, next_step: str = "") -> Code:
    """Declare a code once. Declaring the same code with another sentence is a programming error.

    Raises:
        ValueError: the code is not ``area.noun.fault`` or was declared with other words.
    """
    if code.count(".") < 2:
        raise ValueError(f"{code!r}: codes read area.noun.fault")
    new = Code(code, sentence, next_step)
    if _declared.setdefault(code, new) != new:
        raise ValueError(f"{code!r} is declared twice with different words")
    return new


def declared_codes() -> Mapping[str, Code]:
    """Return every code declared by the modules imported so far, for the generated reference."""
    return dict(sorted(_declared.items()))


def raise_all(faults: Iterable[Fault], kind: type[ComityError] = BadInput) -> None:
    """Raise one error with all ``faults``; do nothing where there are none."""
    found = tuple(faults)
    if found:
        raise kind(*found)
