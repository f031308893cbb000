"""The commands that verify, through ``comity`` itself: exit statuses, one JSON document, one sentence for each fault."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from comity.exchange import receipt as receipts
from comity.kernel.digest import digest
from comity.suites.keys import fingerprint
from tests.custody.world import Node, Travel, acknowledgement
from tests.exchange.world import AT, World

NODE, TRAVEL, WORLD = Node("de.example/log", "de-police"), Travel(), World()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text(acknowledgement(NODE) + "\n")
    (tmp_path / "note.jwks").write_text(json.dumps({"keys": NODE.trusted()}))
    (tmp_path / "evidence.tar").write_bytes(TRAVEL.package(sealed=True))
    (tmp_path / "evidence.jwks").write_text(json.dumps(TRAVEL.trust().as_jwks()))
    (tmp_path / "evidence.key").write_text(json.dumps(TRAVEL.opening))
    (tmp_path / "envelope.json").write_bytes(WORLD.sealed())
    (tmp_path / "all.jwks").write_text(json.dumps(WORLD.directory.trust(AT).as_jwks()))
    (tmp_path / "jp.key").write_text(json.dumps(WORLD.key("jp-contact", "sealing")))
    (tmp_path / "report").write_bytes(b"her report")
    (tmp_path / "picture").write_bytes(b"picture")
    return tmp_path


def test_acknowledgement(comity: Any, folder: Path) -> None:
    verify = ("receipt", "verify", folder / "note.txt", "--trust", folder / "note.jwks")
    status, out, _ = comity(*verify)
    assert status == 0
    assert "It does not show that what it says has been established." in out
    status, out, _ = comity(*verify, "--report", folder / "report", "--file", folder / "picture", "--json")
    assert (status, json.loads(out)["holds"], json.loads(out)["compared"]) == (0, True, True)
    status, _, err = comity(*verify, "--report", folder / "picture")
    assert status == 1
    assert "[cli.receipt.other_copy]" in err


def test_receipt(comity: Any, folder: Path) -> None:
    text = receipts.sign(
        "stored",
        message="m",
        digest=digest(b""),
        sender="jp-contact",
        to="de-contact",
        at=AT,
        key=WORLD.key("jp", "receipt"),
    )
    (folder / "receipt.txt").write_text(text)
    status, out, _ = comity("receipt", "verify", folder / "receipt.txt", "--trust", folder / "all.jwks")
    assert status == 0
    assert "was stored at 2026-11-23T02:12:00Z" in out


def test_package(comity: Any, folder: Path) -> None:
    status, out, _ = comity(
        "custody",
        "verify",
        folder / "evidence.tar",
        "--trust",
        folder / "evidence.jwks",
        "--key",
        folder / "evidence.key",
    )
    assert status == 0
    assert "14 entries of custody" in out
    assert "2 sealed items were opened" in out
    status, out, _ = comity(
        "custody", "verify", folder / "evidence.tar", "--trust", folder / "evidence.jwks", "--json"
    )
    assert json.loads(out)["logs"] == ["jp.example/log", "de.example/log"]


def test_envelope(comity: Any, folder: Path) -> None:
    verify = ("exchange", "verify", folder / "envelope.json", "--trust", folder / "all.jwks")
    opening = (*verify, "--key", folder / "jp.key", "--json")
    status, out, _ = comity(*verify)
    assert status == 0
    assert "from de-contact" in out
    status, out, _ = comity(*opening)
    assert json.loads(out)["message"]["body"]["measure"] == "preservation"
    status, out, _ = comity(*opening, "--at", "2027-01-01T00:00:00Z")
    assert (status, json.loads(out)["faults"][0]["code"]) == (1, "exchange.envelope.expired")


def test_one_key_alone_is_enough_to_trust(comity: Any, folder: Path) -> None:
    """Found by a first-time user: a single JWK was refused as "not one plain JSON object"."""
    (folder / "one.jwk").write_text(json.dumps(next(k for k in TRAVEL.trust().as_jwks()["keys"])))
    status, out, err = comity("custody", "verify", folder / "evidence.tar", "--trust", folder / "one.jwk")
    assert (status, out) == (1, "")  # read as a key; the package was signed with others too
    assert "is not trusted" in err
    (folder / "one.jwk").write_text(json.dumps(TRAVEL.opening))
    assert comity("custody", "verify", folder / "evidence.tar", "--trust", folder / "one.jwk")[0] == 2


def test_the_fingerprints_an_office_prints_are_printed_here_too(comity: Any, folder: Path) -> None:
    """Found by a first-time user: the office's page says to compare them, the command did not show them."""
    verify = ("receipt", "verify", folder / "note.txt", "--trust", folder / "note.jwks")
    prints = [fingerprint(key) for key in NODE.trusted()]
    out = comity(*verify)[1]
    assert all(one in out for one in prints)
    assert [key["fingerprint"] for key in json.loads(comity(*verify, "--json")[1])["keys"]] == prints


def test_help_and_exit_status_agree(comity: Any, folder: Path) -> None:
    """Found by a first-time user: a file that is no envelope gave 1, where --help promised 2."""
    (folder / "other").write_text("neither tar nor envelope")
    for group, _, trust in CASES:
        assert comity(group, "verify", folder / "other", "--trust", folder / trust)[0] == 1
        said = " ".join(comity(group, "verify", "--help")[1].split())
        assert "1 it does not, or" in said


def test_an_item_is_listed_by_the_id_the_screens_show_too(comity: Any, folder: Path) -> None:
    """Found by a first-time user: the command lists ids and sizes that stood on no page."""
    out = comity("custody", "verify", folder / "evidence.tar", "--trust", folder / "evidence.jwks")[1]
    assert "id in logs and packages" in out
    assert "bytes in the package" in out
    page = Path("src/comity/node/desk/jinja2/desk/evidence/item.html").read_text()
    assert '_("Id in logs and packages"), "value": item.item_id' in page


CASES = [
    ("receipt", "note.txt", "note.jwks"),
    ("custody", "evidence.tar", "evidence.jwks"),
    ("exchange", "envelope.json", "all.jwks"),
]


@pytest.mark.parametrize(("group", "file", "trust"), CASES)
def test_one_byte_changed_is_refused_with_one_and_a_sentence(
    comity: Any, folder: Path, group: str, file: str, trust: str
) -> None:
    good, chance, sentences = (folder / file).read_bytes(), random.Random(11), set()
    size = len(good.rstrip(b"\n")) if group == "receipt" else len(good)
    for _ in range(60):
        changed = bytearray(good)
        changed[chance.randrange(size)] ^= 1 << chance.randrange(8)
        (folder / file).write_bytes(changed)
        status, out, err = comity(group, "verify", folder / file, "--trust", folder / trust)
        assert (status, out) == (1, "")
        assert err.rstrip().endswith("]")
        sentences.add(err)
        status, out, _ = comity(group, "verify", folder / file, "--trust", folder / trust, "--json")
        assert (status, json.loads(out)["holds"]) == (1, False)
    assert len(sentences) > 1


@pytest.mark.parametrize(("group", "file", "trust"), CASES)
def test_bad_input_is_two(comity: Any, folder: Path, group: str, file: str, trust: str) -> None:
    (folder / "private.jwks").write_text(json.dumps({"keys": [NODE.key]}))
    (folder / "root.json").write_text('{"signed":{}}')
    for arguments in (
        [folder / "missing", "--trust", folder / trust],
        [folder / file, "--trust", folder / "missing"],
        [folder / file],
        [folder / file, "--trust", folder / "report"],
        [folder / file, "--trust", folder / "private.jwks"],
        [folder / file, "--trust", folder / "root.json"],
        [folder / file, "--trust", folder / "root.json", "--directory", folder],
        [folder / file, "--trust", folder / trust, "--colour"],
    ):
        status, out, err = comity(group, "verify", *arguments)
        assert (status, out) == (2, ""), arguments
        assert err


def test_one_kind_given_for_another(comity: Any, folder: Path) -> None:
    for group, file, _ in CASES:
        for other, foreign, trust in CASES:
            if other != group:
                status, _, err = comity(group, "verify", folder / foreign, "--trust", folder / trust)
                assert (status, file != foreign) == (1, True), err


def test_an_empty_file_of_each_kind(comity: Any, folder: Path) -> None:
    (folder / "empty").write_bytes(b"")
    for group, _, trust in CASES:
        assert comity(group, "verify", folder / "empty", "--trust", folder / trust)[0] == 1
