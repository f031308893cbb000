"""Python knows kinds of condition; ids of instruments, treaties and articles live in the records."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "src" / "comity"
ARTICLE = re.compile(r"\b(?:BC|P2|UN|EER|EIO|ETS ?\d|CETS ?\d|UNCC)[ :]\d")


def legal_ids() -> set[str]:
    """Every id under which the book knows an instrument, treaty or article."""
    found: set[str] = set()
    for folder in ("instruments", "treaties"):
        for file in (ROOT / "law" / folder).rglob("*.toml"):
            found.add(file.stem)
            record = tomllib.loads(file.read_text(encoding="utf-8"))
            found.update((str(record["id"]), *map(str, record.get("aliases", ()))))
    return {item for item in found if len(item) > 3}


def country_codes() -> set[str]:
    """Every code of a state the book may use."""
    return set(tomllib.loads((ROOT / "law" / "states.toml").read_text(encoding="utf-8"))["codes"])


def offence_ids() -> set[str]:
    """Every article that states implement."""
    rows = (
        row
        for file in (ROOT / "law" / "offences").rglob("*.toml")
        for rows in tomllib.loads(file.read_text(encoding="utf-8")).values()
        if isinstance(rows, list)
        for row in rows
    )
    return {str(row["id"]) for row in rows if "id" in row}


def string_constants(file: Path) -> list[tuple[int, str]]:
    """Strings that reach the program: docstrings explain and may cite."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def test_the_book_names_its_instruments() -> None:
    assert len(legal_ids()) > 70


@pytest.mark.parametrize(
    "room", ["law", "facts", "lifecycle", "clocks", "policy", "exchange", "triage", "linkage", "node"]
)
def test_no_legal_id_stands_in_python(room: str) -> None:
    ids = legal_ids()
    offences = [
        f"{file.relative_to(ROOT)}:{line}: {text!r}"
        for file in sorted((LIBRARY / room).rglob("*.py"))
        if "migrations" not in file.parts
        for line, text in string_constants(file)
        if text in ids
        or any(re.search(rf"(?<![\w-]){re.escape(item)}(?![\w-])", text) for item in ids)
        or ARTICLE.search(text)
    ]
    assert offences == []


ENGINE = ["law", "facts", "lifecycle", "clocks", "policy", "exchange", "triage", "linkage"]
"""Rooms that decide or carry. A page may show an example; "GB" there is also a measure of memory."""


def test_every_part_of_the_engine_is_looked_at() -> None:
    looked_at = {file.parent.name for file in (LIBRARY / "law").rglob("*.py")}
    assert {"law", "conditions", "atlas", "gaps", "paper", "checks", "records"} <= looked_at


def test_the_book_names_its_states_and_offences() -> None:
    assert len(country_codes()) > 240 and len(offence_ids()) > 10


@pytest.mark.parametrize("room", ENGINE)
def test_no_country_and_no_offence_stands_in_python(room: str) -> None:
    codes, offences = country_codes(), offence_ids()
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text!r}"
        for file in sorted((LIBRARY / room).rglob("*.py"))
        for line, text in string_constants(file)
        if text in codes
        or text in offences
        or any(f" {code} " in f" {text} " for code in codes if text.isupper())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [('X = "DE"', True), ('X = ("DE", 1)', True), ('"""DE explains."""', False), ('X = {"FRAUD": 1}', True), ('X = "de"', False)],
)  # fmt: skip
def test_a_planted_country_is_found(tmp_path: Path, source: str, found: bool) -> None:
    file = tmp_path / "planted.py"
    file.write_text(source, encoding="utf-8")
    words = {text for _, text in string_constants(file)}
    assert bool(words & (country_codes() | offence_ids())) is found
