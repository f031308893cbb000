"""Every pair of ink and ground can be read: 7 : 1 for the text itself, 4.5 : 1 at least for everything else (WCAG 2.2, 1.4.3 and 1.4.6)."""

from __future__ import annotations

import re

import pytest

from tests.node.ui.conftest import ROOT

TOKENS = (ROOT / "src" / "comity" / "node" / "ui" / "styles" / "_tokens.scss").read_text()


def _scheme(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", text))


DAY = _scheme(TOKENS.split("@mixin night")[0])
NIGHT = {**DAY, **_scheme(TOKENS.split("@mixin night")[1].split("// GOV.UK")[0])}


def _light(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        *[("ink", ground, 7) for ground in ("paper", "quiet", "sea-wash", "amber-wash", "red-wash")],
        *[("link", ground, 7) for ground in ("paper", "quiet")],
        *[("ink-soft", ground, 4.5) for ground in ("paper", "quiet", "amber-wash", "sea-wash")],
        ("on-sea", "sea", 4.5), ("sea-deep", "sea-wash", 4.5), ("amber", "amber-wash", 4.5), ("red", "red-wash", 4.5),
        ("red", "paper", 4.5), ("amber", "paper", 4.5), ("unknown", "unknown-wash", 4.5), ("unknown", "unknown-hatch", 4.5),
        ("focus-ink", "focus", 7),
        *[(shape, "paper", 3) for shape in ("line-strong", "sea", "amber-line", "red-line")],
    ],
)  # fmt: skip
def test_it_can_be_read(scheme: dict[str, str], ink: str, ground: str, least: float) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= least
