"""`ui` owns every macro: no raw form control or table, style or script in any other template."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
UI = SOURCE / "comity" / "node" / "ui"
RAW = re.compile(
    r"<(?:input|table|select|textarea|button|script|style)\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']",
    re.IGNORECASE,
)


def _templates() -> list[Path]:
    return [path for path in SOURCE.rglob("*.html") if path.is_file() and not path.is_relative_to(UI)]


def test_no_other_template_has_raw_controls() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()[:90]}"
        for path in _templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if RAW.search(line)
    ]
    assert found == [], "use the parts of ui (src/comity/node/ui/jinja2/ui/parts)"


def test_inside_ui_they_stand_in_the_parts_alone() -> None:
    found = [
        str(path.relative_to(UI))
        for path in UI.rglob("*.html")
        if path.parent.name != "parts"
        and re.search(r"<(?:input|table|select|textarea|button)\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_rule_sees_what_it_forbids() -> None:
    assert RAW.search('<INPUT type="text">')
    assert RAW.search('<a onclick="x()">')
    assert not RAW.search('{{ form.button("Send") }}')
