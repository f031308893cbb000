"""Small things that rot a house: leftovers, machine paths, registry addresses, notes to self."""

import re
from functools import cache
from pathlib import Path

import pytest
from pathspec import GitIgnoreSpec

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    # Assembled, so that this file does not contain them.
    "a machine path": re.compile("/" + "work/(?:main|scratch|shared)|/" + r"root/|/" + r"home/\w+/"),
    "a package registry's host": re.compile(
        "|".join(("pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "deb" + r"\.debian"))
    ),
    "a note to self": re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X "))),
}


@cache
def committed_text_files() -> list[Path]:
    """All that is not ignored; asked without git, which a bare machine does not have (found on one)."""
    ignored = GitIgnoreSpec.from_lines((ROOT / ".gitignore").read_text(encoding="utf-8").splitlines())
    names = (name for name in ignored.match_tree_files(ROOT, negate=True) if name.split("/")[0] != ".git")
    files = [ROOT / name for name in sorted(names)]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:4096]]


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_committed_file_holds(kind: str) -> None:
    pattern = FORBIDDEN[kind]
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in committed_text_files()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
