"""Letters to reporters: templates in ``content/letters/<lang>/<kind>.md`` with a header, filled from a closed list.

A letter says nothing that the officer did not release; subjects are neutral, so that whoever looks over a shoulder
learns nothing. Values are plain words for a person; the template names those it may take.

    >>> letter = render("acknowledged", "en", {"reference": "4F7K-2QX-9M0W", "received": "22 November 2026", "office": "X"})
    >>> letter.subject
    'News for you'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from comity.kernel.errors import BadInput, Fault, declare, raise_all
from comity.selectors.lists import content_root
from comity.triage.questions.model import FALLBACK

NO_TEMPLATE = declare("triage.letters.no_template", "There is no letter {kind!r}.", "Known are: {known}.")
BAD_HEADER = declare(
    "triage.letters.bad_header", "{file}: {problem}.", "A header reads: language, subject, event, values."
)
VALUE_MISSING = declare(
    "triage.letters.value_missing", "The letter {kind!r} needs {name!r}.", "Fill it before drafting."
)
VALUE_UNKNOWN = declare(
    "triage.letters.value_unknown", "The letter {kind!r} has no place for {name!r}.", "Leave it out."
)

_FIELD = re.compile(r"\{([a-z_]+)\}")
_HEADER = ("language", "subject", "event", "values")


@dataclass(frozen=True, slots=True)
class Template:
    """One letter in one language: subject, body as paragraphs, the event that drafts it, the values it takes."""

    kind: str
    language: str
    subject: str
    event: str
    values: frozenset[str]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter filled in. ``fallen_back``: it is in English because the language has none."""

    subject: str
    paragraphs: tuple[str, ...]
    fallen_back: bool = False


@lru_cache(maxsize=4)
def load(root: Path | None = None) -> Mapping[tuple[str, str], Template]:
    """Read all letters by kind and language.

    Raises:
        BadInput: a header is wrong, or a body uses a value its header does not name; all faults together.
    """
    found: dict[tuple[str, str], Template] = {}
    faults: list[Fault] = []
    for file in sorted((content_root(root) / "letters").glob("*/*.md")):
        template = _template(file, faults)
        if template:
            found[template.kind, template.language] = template
    for (kind, _), template in list(found.items()):
        original = found.get((kind, FALLBACK))
        if original is None or original.values != template.values or original.event != template.event:
            faults.append(
                BAD_HEADER.fault(
                    file=f"{template.language}/{kind}.md",
                    problem="event and values differ from the English letter",
                )
            )
    raise_all(faults)
    return found


def _template(file: Path, faults: list[Fault]) -> Template | None:
    name = f"{file.parent.name}/{file.name}"
    head, parted, body = file.read_text(encoding="utf-8").partition("\n\n")
    header = dict(re.findall(r"(?m)^([a-z]+):[ ]*(.*)$", head))
    if not parted or set(header) != set(_HEADER) or header["language"] != file.parent.name:
        faults.append(
            BAD_HEADER.fault(
                file=name, problem="the header lacks a line, has one too many, or names another language"
            )
        )
        return None
    values = frozenset(header["values"].replace(",", " ").split())
    used = set(_FIELD.findall(body))
    if used != values or _FIELD.search(header["subject"]):
        wrong = ", ".join(sorted(used ^ values)) or "the subject"
        faults.append(
            BAD_HEADER.fault(
                file=name, problem=f"values of header and body differ, or stand in the subject: {wrong}"
            )
        )
        return None
    paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", body.strip()))
    return Template(file.stem, header["language"], header["subject"], header["event"], values, paragraphs)


def kinds(*, root: Path | None = None) -> tuple[Template, ...]:
    """Return the English letters: every kind with the event that drafts it and the values it takes."""
    return tuple(template for (_, language), template in sorted(load(root).items()) if language == FALLBACK)


def render(kind: str, language: str, values: Mapping[str, str], *, root: Path | None = None) -> Rendered:
    """Fill a letter.

    Raises:
        BadInput: no such letter, a value missing or one too many.
    """
    templates = load(root)
    template = templates.get((kind, language)) or templates.get((kind, FALLBACK))
    if template is None:
        known = ", ".join(sorted({name for name, _ in templates}))
        raise BadInput(NO_TEMPLATE.fault(kind=kind, known=known))
    faults = [VALUE_MISSING.fault(kind=kind, name=name) for name in sorted(template.values - set(values))]
    faults += [VALUE_UNKNOWN.fault(kind=kind, name=name) for name in sorted(set(values) - template.values)]
    raise_all(faults)
    filled = tuple(_FIELD.sub(lambda found: values[found[1]], paragraph) for paragraph in template.paragraphs)
    return Rendered(template.subject, filled, fallen_back=template.language != language)
