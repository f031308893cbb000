"""Every folder of ``tests/vectors``: held or refused with the code it names, and citing a clause that exists."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.custody import acknowledgement, checkpoint, package
from comity.exchange import directory, verify
from comity.kernel.clock import instant
from comity.kernel.errors import ComityError
from comity.suites import jwe, jws
from comity.suites.trust import Trust

HERE = Path(__file__).parent
PROTOCOL = HERE.parents[1] / "docs" / "protocol"
VECTORS = sorted(path.parent for path in HERE.glob("*/expected.toml"))
TRUST = Trust.from_jwks((HERE / "trust.jwks").read_bytes())
KEY: dict[str, Any] = json.loads((HERE / "jp-contact.sealing.jwk").read_text())


def open_envelope(data: bytes, expected: dict[str, str]) -> object:
    book = directory.read((HERE / expected.get("directory", "directory.json")).read_bytes())
    return verify.opened(book, data, keys=[KEY], addressee=expected["addressee"], at=instant(expected["at"]))


CHECKS: dict[str, Callable[[bytes, dict[str, str]], object]] = {
    "signed": lambda data, _: jws.verify(data.decode(), TRUST.keys, typ="comity.example/1"),
    "sealed": lambda data, _: jwe.open_sealed(data.decode(), KEY, typ="comity.example/1"),
    "envelope": open_envelope,
    "receipt": lambda data, _: acknowledgement.check_receipt(data, TRUST),
    "acknowledgement": lambda data, _: acknowledgement.check(data, TRUST),
    "checkpoint": lambda data, _: checkpoint.verify(data.decode(), TRUST),
    "package": lambda data, _: package.check(io.BytesIO(data), TRUST),
}


@pytest.mark.parametrize("folder", VECTORS, ids=lambda folder: folder.name)
def test_vector(folder: Path) -> None:
    expected = tomllib.loads((folder / "expected.toml").read_text())
    assert folder.name.endswith("_fail") == ("code" in expected)
    data = (folder / "input").read_bytes()
    if "code" not in expected:
        CHECKS[expected["kind"]](data, expected)
        return
    with pytest.raises(ComityError) as error:
        CHECKS[expected["kind"]](data, expected)
    assert error.value.faults[0].code == expected["code"]


def clauses() -> set[str]:
    text = "".join((PROTOCOL / name).read_text() for name in ("exchange.md", "custody.md", "keys.md"))
    return set(re.findall(r"^(\d\.\d+) ", text, re.MULTILINE))


def test_every_vector_cites_a_clause_and_every_rule_of_refusal_has_a_vector() -> None:
    cited = {tomllib.loads((folder / "expected.toml").read_text())["clause"] for folder in VECTORS}
    assert cited <= clauses()
    assert {f"3.{number}" for number in range(5, 13)} <= cited
    assert {
        "4.3",
        "4.4",
        "5.4",
        "6.1",
        "6.2",
        "6.6",
        "6.7",
        "6.10",
        "6.11",
        "7.4",
        "7.5",
        "8.2",
        "8.4",
        "8.5",
        "8.6",
    } <= cited


def test_there_are_vectors_of_every_kind_good_and_bad() -> None:
    kinds = {
        (tomllib.loads((folder / "expected.toml").read_text())["kind"], folder.name.endswith("_fail"))
        for folder in VECTORS
    }
    assert kinds == {(kind, bad) for kind in CHECKS for bad in (True, False)}
