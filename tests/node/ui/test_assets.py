"""The built assets: from locked packages, without addresses, mirrored where they must be and not where they must not."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.node.ui.conftest import BUILT, ROOT

ASSETS = ROOT / "tools" / "assets"


def test_the_lock_pins_every_package_by_digest_and_names_no_address() -> None:
    lock = json.loads((ASSETS / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [
        name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert "ignore-scripts=true" in (ASSETS / ".npmrc").read_text().split()


def test_a_second_build_has_nothing_to_do() -> None:
    build = [sys.executable, str(ASSETS / "build.py")]
    subprocess.run(build, check=True, capture_output=True)
    done = subprocess.run(build, check=True, capture_output=True, text=True)
    assert done.stdout == "assets: up to date\n"


@pytest.mark.parametrize("sheet", ["public", "desk"])
def test_codes_and_pictures_keep_their_direction_when_the_page_is_mirrored(sheet: str) -> None:
    mirrored = (BUILT / f"{sheet}-rtl.css").read_text()
    code = re.search(r"\.keep__code\{[^}]*\}", mirrored)
    assert code
    assert "direction:ltr" in re.sub(r"\s", "", code[0])


@pytest.mark.parametrize("sheet", ["public", "public-rtl", "desk", "desk-rtl", "plain"])
def test_a_style_sheet_loads_nothing_from_anywhere(sheet: str) -> None:
    css = (BUILT / f"{sheet}.css").read_text()
    assert not re.search(r"@import|url\((?!['\"]?data:)", css)
    assert "GDS Transport" not in css
