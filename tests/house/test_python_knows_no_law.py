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
