"""Read ``content/questions`` strictly: unknown keys, missing texts, unreachable questions are errors, all at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from comity.facts.strict import Table
from comity.kernel.errors import Fault, declare, raise_all
from comity.selectors import KINDS as SELECTOR_KINDS
from comity.selectors import Kind as SelectorKind
from comity.selectors.lists import content_root
from comity.triage.questions.model import (
    EXPECTS,
    FACTS,
    FALLBACK,
    KEEPS,
    KINDS,
    Clause,
    Expects,
    Fact,
    Keeps,
    Kind,
    Option,
    Question,
    Questionnaire,
    Text,
)  # fmt: skip
from comity.triage.questions.reach import unreachable

NOT_TOML = declare("triage.questions.not_toml", "{file}: this is not TOML: {why}.", "Mend the line named.")
NO_TEXT = declare(
    "triage.questions.no_text",
    "{file}: {question} has no {part} in {language}.",
    "Write it, or drop the language.",
)
TWICE = declare("triage.questions.twice", "{file}: the id {question!r} is used twice.")
NO_OPTIONS = declare(
    "triage.questions.no_options", "{file}: {question} is a {kind} and has {found}.", "{advice}"
)
NEVER_ASKED = declare(
    "triage.questions.never_asked", "{file}: no answers lead to {question}.", "Check the marks in its 'when'."
)
UNKNOWN_MARK = declare(
    "triage.questions.unknown_mark",
    "{file}: {question} waits for the mark {mark!r}, which no earlier answer sets.",
)
NOT_BESIDE = declare(
    "triage.questions.not_beside",
    "{file}: {question} cannot stand beside {other!r}: {why}.",
    "Give it a page of its own, or put that right.",
)

TRUTHS = ("yes", "no", "unknown")
_LIMITS = {"text": 200, "long_text": 20_000, "selectors": 2_000}
_ID = re.compile(r"[a-z][a-z0-9_]{1,39}")


@lru_cache(maxsize=4)
def load(root: Path | None = None) -> Questionnaire:
    """Load the questions from ``root``/questions (by default the content that comes with Comity).

    Raises:
        BadInput: every fault of every file.
    """
    folder = content_root(root) / "questions"
    faults: list[Fault] = []
    questions: list[Question] = []
    languages: tuple[str, ...] = (FALLBACK,)
    labels: dict[str, dict[str, str]] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(NOT_TOML.fault(file=file.name, why=str(error)))
            continue
        table = Table(data, where="", file=file.name, faults=faults)
        if "languages" in table:
            languages = table.texts("languages")
            labels = _labels(table.table("labels"))
        questions += [_question(one) for one in table.tables("question")]
        table.close()
    questionnaire = Questionnaire(tuple(questions), languages, labels)
    faults += _faults(questionnaire)
    raise_all(faults)
    return questionnaire


def _labels(table: Table) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language in table.keys():  # noqa: SIM118 - Table is no mapping
        inner = table.table(language)
        found[language] = {name: inner.text(name) for name in inner.keys()}  # noqa: SIM118
    return found


def _question(table: Table) -> Question:
    id_ = table.text("id", required="Give the question an id, such as money_when.")
    kind = cast(Kind, table.choice("kind", KINDS, "notice"))
    texts = table.table("text")
    question = Question(
        id=id_,
        kind=kind,
        text={language: _text(texts.table(language)) for language in texts.keys()},  # noqa: SIM118
        when=tuple(clause(one) for one in table.texts("when")),
        options=tuple(_option(one) for one in table.tables("option")),
        optional=table.truth("optional") is True,
        keeps=cast(Keeps, table.choice("keeps", KEEPS, _usual_keeping(kind))),
        limit=table.whole("limit") or _LIMITS.get(kind, 0),
        element=table.text("element"),
        fact=cast(Fact, table.choice("fact", FACTS, "")),
        expects=cast(Expects, table.choice("expects", EXPECTS, "")),
        kinds=cast("tuple[SelectorKind, ...]", table.texts("kinds", allowed=SELECTOR_KINDS)),
        helps=table.texts("helps", allowed=("victim", "child", "pictures", "block_cards")),
        beside=table.texts("beside"),
        file=table.file,
    )
    table.close()
    return question


def _usual_keeping(kind: Kind) -> Keeps:
    return "sealed" if kind in {"text", "long_text", "selectors", "files"} else "coded"


def _text(table: Table) -> Text:
    text = Text(
        title=table.text("title", required="Write the question itself as title."),
        hint=table.text("hint"),
        body=table.texts("body"),
        next=table.text("next"),
    )
    table.close()
    return text


def _option(table: Table) -> Option:
    texts = table.table("text")
    danger = table.raw("danger_to_life")
    option = Option(
        value=table.text("value", required="Give the option a value, such as today."),
        text={language: texts.text(language) for language in texts.keys()},  # noqa: SIM118
        marks=frozenset(table.texts("marks")),
        elements=table.truths("elements"),
        tags=frozenset(table.texts("tags")),
        danger_to_life=danger if isinstance(danger, bool) else None,
        alone=table.truth("alone") is True,
    )
    table.close()
    return option


def clause(text: str) -> Clause:
    """Read ``a|b`` (one of them holds) or ``!a|b`` (none of them holds)."""
    return frozenset(part.strip() for part in text.removeprefix("!").split("|")), not text.startswith("!")


def _faults(asked: Questionnaire) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    marks: set[str] = set()
    for question in asked.questions:
        if question.id in seen or not _ID.fullmatch(question.id):
            faults.append(TWICE.fault(file=question.file, question=question.id))
        seen.add(question.id)
        faults += _text_faults(question, asked.languages)
        faults += _option_faults(question)
        faults += _beside_faults(question, {one.id: one for one in asked.questions if one.id in seen})
        for group, _ in question.when:
            faults += [
                UNKNOWN_MARK.fault(file=question.file, question=question.id, mark=mark)
                for mark in sorted(group - marks)
            ]
        marks |= {mark for option in question.options for mark in option.marks}
    if not faults:
        faults += [NEVER_ASKED.fault(file=one.file, question=one.id) for one in unreachable(asked.questions)]
    return faults


def _text_faults(question: Question, languages: tuple[str, ...]) -> list[Fault]:
    faults: list[Fault] = []
    original = question.text.get(FALLBACK, Text(""))
    for language in languages:
        text = question.text.get(language)
        lacking = ["text"] if text is None else [
            part for part in ("title", "hint", "body", "next") if getattr(original, part) and not getattr(text, part)
        ]  # fmt: skip
        lacking += [
            f"text of the option {one.value!r}" for one in question.options if not one.text.get(language)
        ]
        faults += [
            NO_TEXT.fault(file=question.file, question=question.id, part=part, language=language)
            for part in lacking
        ]
    return faults


def _beside_faults(question: Question, before: Mapping[str, Question]) -> list[Fault]:
    waited = {mark for group, _ in question.when for mark in group}

    def why(other: str) -> str:
        if other == question.id or other not in before:
            return "no earlier question has that id"
        if not question.optional or question.options:
            return "only what may be left out and sets no marks can"
        if any(option.marks & waited for option in before[other].options):
            return "whether it is asked hangs on what that page is answered"
        return ""

    return [
        NOT_BESIDE.fault(file=question.file, question=question.id, other=other, why=found)
        for other in question.beside
        if (found := why(other))
    ]


def _option_faults(question: Question) -> list[Fault]:
    def fault(found: str, advice: str) -> Fault:
        return NO_OPTIONS.fault(
            file=question.file, question=question.id, kind=question.kind, found=found, advice=advice
        )

    values = [option.value for option in question.options]
    if question.kind in {"choice", "choices"} and len(values) < 2:
        return [fault("fewer than two options", "Write at least two.")]
    if question.kind == "truth" and any(value not in TRUTHS for value in values):
        return [fault("an option of its own", "Options of a truth are yes, no and unknown.")]
    if values and question.kind not in {"choice", "choices", "truth"}:
        return [fault("options", "Only choices and truths have them.")]
    return [fault("the same value twice", "Name each once.")] if len(set(values)) != len(values) else []
