"""The referrer policy is the door's header alone.

A tag in a layout once said "no-referrer" on every page: a browser then sends ``Origin: null`` with a form, and the
officers' door refuses it as a stranger's. Only a real browser showed it.
"""

from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def test_no_page_overrides_the_referrer_policy_of_its_door() -> None:
    pages = [file for file in SOURCE.rglob("*.html") if "static" not in file.parts]
    assert len(pages) > 50
    assert [str(file.relative_to(SOURCE)) for file in pages if 'name="referrer"' in file.read_text()] == []
