"""Small things that rot a house: leftovers, machine paths, registry addresses, notes to self."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    # Assembled, so that this file does not contain them.
    "a machine path": re.compile("/" + "work/(?:main|scratch|shared)|/" + r"root/|/" + r"home/\w+/"),
    "a package registry's host": re.compile(
        "|".join(("pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "deb" + r"\.debian"))
    ),
    "a note to self": re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X "))),
}


def committed_text_files() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(
        b"\0"
    )
    files = [ROOT / name.decode() for name in names if name]
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
