"""One tiny broken file per possible mistake: the message names the file and the key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tomli

from comity.kernel.errors import BadInput
from comity.law import check
from comity.law.book import load

from .conftest import BROKEN

CASES = sorted(path.name for path in BROKEN.iterdir())


def spoil(folder: Path, case: str) -> dict[str, object]:
    for path in (BROKEN / case).rglob("*.toml"):
        if path.name == "expect.toml":
            continue
        target = folder / path.relative_to(BROKEN / case)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tomli.loads((BROKEN / case / "expect.toml").read_text())


def test_the_tiny_book_itself_is_clean(tiny: Path) -> None:
    assert [fault.text for fault in check.run(tiny).findings] == []


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_found_and_named(tiny: Path, case: str) -> None:
    expected = spoil(tiny, case)
    found = [fault for fault in check.run(tiny).findings if fault.code == expected["code"]]
    assert found, [fault.text for fault in check.run(tiny).findings]
    for word in expected["mentions"]:  # type: ignore[attr-defined]
        assert any(str(word) in fault.text for fault in found), (word, [fault.text for fault in found])


@pytest.mark.parametrize("case", CASES)
def test_a_book_with_a_mistake_is_not_used(tiny: Path, case: str, tmp_path: Path) -> None:
    spoil(tiny, case)
    with pytest.raises(BadInput) as caught:
        load(tiny, cache=tmp_path / "cache")
    assert caught.value.faults
    assert not list(tmp_path.glob("cache/*")), "a book with a fault must never be kept compiled"


def test_all_mistakes_are_found_together(tiny: Path) -> None:
    together = ["misspelt_key", "missing_key", "unknown_element", "misspelt_key_in_a_row"]
    codes = set()
    for case in together:
        codes.add(str(spoil(tiny, case)["code"]))
    report = check.run(tiny)
    assert codes <= {fault.code for fault in report.findings}
    assert len({str(fault.facts["file"]) for fault in report.findings}) == len(together)


def test_two_misspelt_keys_of_one_file_are_both_named(tiny: Path) -> None:
    file = tiny / "treaties" / "xt.toml"
    file.write_text(file.read_text().replace("title =", "tilte =").replace("cite =", "cyte ="))
    keys = {fault.facts.get("key") for fault in check.run(tiny).findings}
    assert {"tilte", "cyte"} <= keys


def test_no_utf8(tiny: Path) -> None:
    (tiny / "rules" / "rules.toml").write_bytes(b'title = "\xff\xfe"')
    assert [fault.code for fault in check.run(tiny).findings] == ["law.file.not_utf8"]


def test_no_book_at_all(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        check.run(tmp_path)
    assert caught.value.faults[0].code == "law.book.not_found"


def test_vocabulary_gone(tiny: Path) -> None:
    (tiny / "vocabulary.toml").unlink()
    assert "law.book.incomplete" in {fault.code for fault in check.run(tiny).findings}
