from __future__ import annotations

import io
import json
import random
import tarfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from comity.custody import entry as entries
from comity.custody import package, verify
from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, Conflict, Untrusted
from comity.suites import jws
from comity.suites.keys import generate_sealing
from comity.suites.trust import Trust
from tests.custody.world import ORDER_DIGEST, START, Node, Travel

WORLD = Travel()
TRUST = WORLD.trust()
GOOD = WORLD.package()
ONE, TWO = WORLD.contents


def check(data: bytes, trust: Trust = TRUST) -> verify.Packaged:
    return package.check(io.BytesIO(data), trust)


def refused(data: bytes, trust: Trust = TRUST) -> Untrusted:
    with pytest.raises(Untrusted) as error:
        check(data, trust)
    return error.value


def code(data: bytes, trust: Trust = TRUST) -> str:
    return refused(data, trust).faults[0].code


def rewritten(change: Callable[[list[bytes]], list[bytes]], part: int = 0) -> bytes:
    """A package whose maker changed the entries of one chain and signed the rest honestly."""
    chains = [WORLD.jp.chain(ONE, TWO), WORLD.de.chain(ONE, TWO)]
    lines = change(chains[part].entries.splitlines(keepends=True))
    chains[part] = package.Chain(chains[part].origin, chains[part].checkpoint, b"".join(lines))
    return WORLD.package(chains=chains)


def edited(number: int, **changes: Any) -> Callable[[list[bytes]], list[bytes]]:
    def change(lines: list[bytes]) -> list[bytes]:
        record = json.loads(lines[number])
        record["entry"] |= changes
        return [*lines[:number], canonical_json(record) + b"\n", *lines[number + 1 :]]

    return change


def test_a_good_package_is_proven_over_both_nodes() -> None:
    found = check(GOOD)
    assert found.entries == 14
    assert found.logs == ("jp.example/log", "de.example/log")
    assert found.kid == WORLD.de.key["kid"]
    assert [item["item"] for item in found.manifest["items"]] == [ONE, TWO]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert WORLD.package() == GOOD


def test_any_tool_opens_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(GOOD)) as archive:
        names = archive.getnames()
        member = archive.extractfile(f"items/{ONE}")
        assert member is not None
        assert member.read() == WORLD.contents[ONE]
    assert names[:2] == ["manifest.jws", "README.txt"]


def test_sealed_items_open_only_for_whom_they_are() -> None:
    data = io.BytesIO(WORLD.package(sealed=True))
    found = package.check(data, TRUST)
    for listed in found.manifest["items"]:
        sink = io.BytesIO()
        package.open_item(data, listed, WORLD.opening, sink)
        assert sink.getvalue() == WORLD.contents[listed["item"]]
        with pytest.raises(Untrusted) as error:
            package.open_item(data, listed, generate_sealing("other"), io.BytesIO())
        assert error.value.faults[0].code == "custody.package.not_for_this_key"
    assert package.copy_item(data, ONE, io.BytesIO()) == found.manifest["items"][0]["size"]
    assert package.copy_item(data, "none", io.BytesIO()) == 0


def test_a_sealed_item_with_other_content_inside_is_noticed_on_opening() -> None:
    item = WORLD.item(ONE, sealed=True)
    listed = {
        "item": ONE,
        "path": f"items/{ONE}",
        "wraps": list(item.wraps),
        "context": item.context,
        "content": "sha256:" + "0" * 64,
    }
    with pytest.raises(Untrusted) as error:
        package.open_item(
            io.BytesIO(WORLD.package(items=[item, WORLD.item(TWO, sealed=True)])),
            listed,
            WORLD.opening,
            io.BytesIO(),
        )
    assert error.value.faults[0].code == "custody.package.item"


def test_a_chain_goes_on_at_a_third_node() -> None:
    """France receives from Germany, puts both chains before its own, and all three are proven."""
    world = Travel()
    fr = Node("fr.example/log", "fr-prosecution")
    for item in world.contents:
        world.de.act(item, "released", authorisation=ORDER_DIGEST)
        last = world.de.act(item, "transferred", counterpart="fr-prosecution")
        fr.record(
            entries.first(
                item,
                "received",
                at=last.at,
                participant="fr-prosecution",
                content=last.content,
                continues=last.hash,
                counterpart="de-justice",
            )
        )
    received = io.BytesIO(world.package(to="fr-prosecution"))
    _, chains = package.read_chains(received, world.trust())
    trust = Trust.from_jwks({"keys": [*world.trust().as_jwks()["keys"], *fr.trusted()]})
    data = world.package(by="fr-prosecution", key=fr.key, chains=[*chains, fr.chain(*world.contents)])
    assert check(data, trust).logs == ("jp.example/log", "de.example/log", "fr.example/log")
    assert (
        code(
            world.package(by="fr-prosecution", key=fr.key, chains=[chains[0], fr.chain(*world.contents)]),
            trust,
        )
        == "custody.package.entry"
    )
    assert (
        code(world.package(by="fr-prosecution", key=fr.key, chains=chains), trust) == "custody.package.chain"
    )


@pytest.mark.parametrize("number", range(8))
def test_the_first_broken_entry_is_named(number: int) -> None:
    """Whatever is changed in an entry, the refusal names that entry, its item and its line."""
    lines = WORLD.jp.chain(ONE, TWO).entries.splitlines()
    original = json.loads(lines[number])["entry"]
    error = refused(rewritten(edited(number, at="2027-01-14T02:00:00Z")))
    facts = error.faults[0].facts
    assert error.faults[0].code == "custody.package.entry"
    assert (facts["number"], facts["item"], facts["line"]) == (
        str(original["number"]),
        original["item"],
        number + 1,
    )
    assert facts["origin"] == "jp.example/log"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda lines: lines[:1] + lines[2:], "one is missing or was put in"),
        (lambda lines: lines[1:], "does not begin with it"),
        (lambda lines: lines[:1] + lines[:1] + lines[1:], "stands before the entry above it"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "does not begin with it"),
        (lambda lines: [*lines, b"{}\n"], "it is damaged"),
        (lambda lines: [*lines[:-1], lines[-1][:-40]], "it is damaged"),
        (lambda lines: [lines[0].replace(b'"index":1', b'"index":2'), *lines[1:]], "not in the signed log"),
        (lambda lines: [lines[0].replace(b'{"entry"', b'{ "entry"'), *lines[1:]], "it is damaged"),
        (edited(0, verb="received"), "not in the signed log"),
        (edited(2, extra="x"), "it is damaged"),
    ],
)
def test_structural_changes_are_named(change: Callable[[list[bytes]], list[bytes]], why: str) -> None:
    error = refused(rewritten(change))
    assert error.faults[0].code == "custody.package.entry"
    assert why in str(error)


def test_entries_cut_off_at_the_end_are_missed() -> None:
    assert "does not continue the chain" in str(refused(rewritten(lambda lines: lines[:-1])))
    world = Travel()
    assert (
        code(world.package(chains=[world.jp.chain(*world.contents)]), world.trust())
        == "custody.package.chain"
    )


def test_a_dishonest_node_cannot_speak_for_another() -> None:
    """Germany's log key signs a checkpoint in Japan's name; a participant writes into a log it does not belong to."""
    world = Travel()
    forged = Node(
        "jp.example/log",
        "jp-justice",
        log_key=world.de.log_key,
        leaves=world.jp.leaves,
        chains=world.jp.chains,
        frontier=world.jp.frontier,
    )
    assert (
        code(
            world.package(chains=[forged.chain(*world.contents), world.de.chain(*world.contents)]),
            world.trust(),
        )
        == "custody.checkpoint.broken"
    )
    entry = entries.first(
        "x",
        "collected",
        at=START,
        participant="jp-justice",
        content=next(iter(world.jp.chains[ONE]))[1].content,
    )
    world.de.record(entry)
    item = package.Item("x", *_described(world, ONE))
    data = world.package(items=[item], chains=[world.de.chain("x")])
    assert "has no entries in this log" in str(refused(data, world.trust()))


def _described(world: Travel, item: str) -> tuple[Any, ...]:
    one = world.item(item)
    return one.digest, one.size, one.content, one.salt, one.open


def test_an_item_swapped_for_another_is_named() -> None:
    one, two = WORLD.item(ONE), WORLD.item(TWO)
    swapped = package.Item(ONE, two.digest, two.size, one.content, one.salt, two.open)
    assert code(WORLD.package(items=[swapped, two])) == "custody.package.item"
    lying = package.Item(ONE, two.digest, two.size, two.content, one.salt, two.open)
    assert "another than the package says" in str(refused(WORLD.package(items=[lying, two])))


def test_release_needs_its_authorisation_listed() -> None:
    assert code(WORLD.package(authorisations=[])) == "custody.package.not_one"
    with pytest.raises(Conflict):
        WORLD.jp.act(ONE, "opened")  # it was transferred


def test_who_signed_matters() -> None:
    assert code(WORLD.package(key=WORLD.jp.key)) == "custody.signature.not_theirs"
    assert code(GOOD, Trust.from_jwks({"keys": WORLD.jp.trusted()})) == "custody.signature.unknown_key"
    assert code(WORLD.package(key=WORLD.jp.key, by="jp-justice")) == "custody.package.chain"


def test_what_cannot_be_packed() -> None:
    item = WORLD.item(ONE)
    lying = package.Item(ONE, item.digest, item.size + 1, item.content, item.salt, item.open)
    for changes in ({"items": []}, {"chains": []}, {"authorisations": [{}]}, {"items": [lying]}):
        with pytest.raises(BadInput):
            WORLD.package(**changes)


def test_members_moved_added_or_renamed() -> None:
    for change in (
        lambda data: data + b"\0" * 512,
        lambda data: data[:-512],
        lambda data: data[:-1024],
        lambda data: b"",
        lambda data: data[:100],
        lambda data: data[512:],
        lambda data: _renamed(data, "items/", "other/"),
        lambda data: _renamed(data, "README.txt", "READ_ME.tx"),
    ):
        assert code(change(GOOD)).startswith("custody.")


def _renamed(data: bytes, old: str, new: str) -> bytes:
    at = data.index(old.encode() if old != "items/" else f"items/{ONE}".encode() + b"\0")
    size = int(data[at + 124 : at + 135], 8)
    return (
        data[:at]
        + verify.tar_header(data[at : at + 100].rstrip(b"\0").decode().replace(old, new), size)
        + data[at + 512 :]
    )


def test_three_thousand_changed_bytes_are_all_refused() -> None:
    chance, codes = random.Random(20270114), set()
    for _ in range(3000):
        changed = bytearray(GOOD)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        codes.add(code(bytes(changed)))
    assert {
        "custody.package.entry",
        "custody.package.item",
        "custody.package.not_one",
        "custody.package.member",
    } <= codes


def test_three_hundred_cuts_and_insertions_are_all_refused() -> None:
    chance = random.Random(7)
    for _ in range(150):
        at = chance.randrange(len(GOOD))
        code(GOOD[:at] + GOOD[at + 1 :])
        code(GOOD[:at] + bytes([chance.randrange(256)]) + GOOD[at:])


def test_a_changed_byte_in_an_entry_names_that_entry() -> None:
    at = GOOD.index(b'"verb":"released"')
    error = refused(GOOD[:at] + GOOD[at:].replace(b"released", b"returned", 1))
    assert error.faults[0].facts["number"] == "3"
    assert error.faults[0].facts["item"] == ONE


def test_a_manifest_that_lies_about_itself() -> None:
    manifest = dict(check(GOOD).manifest)
    size = int(GOOD[124:135], 8)
    rest = GOOD[512 + size + -size % 512 :]
    for change in (
        {"members": []},
        {"items": []},
        {"chains": []},
        {"by": 7},
        {"members": manifest["members"][:-1]},
        {"items": [{}]},
    ):
        text = jws.sign(canonical_json(manifest | change), WORLD.de.key, typ=package.SCHEMA).encode()
        data = verify.tar_header("manifest.jws", len(text)) + text + verify.tar_padding(len(text)) + rest
        assert code(data).startswith("custody.")


def test_every_sentence_of_the_verifier_can_be_said() -> None:
    facts = dict.fromkeys(
        (
            "what",
            "why",
            "said",
            "wanted",
            "kid",
            "claimed",
            "owner",
            "origin",
            "path",
            "number",
            "item",
            "line",
            "purpose",
        ),
        "x",
    )
    for name in verify.FAULTS:
        assert "{" not in str(verify.Refused(name, **facts))


def test_it_stands_alone(tmp_path: Any) -> None:
    """The verifier as a lone file, in a Python that has no Comity."""
    import shutil
    import subprocess
    import sys

    shutil.copy(verify.__file__, tmp_path / "verify.py")
    (tmp_path / "evidence.tar").write_bytes(GOOD)
    (tmp_path / "trust.json").write_text(json.dumps(TRUST.as_jwks()))
    run = [
        sys.executable,
        "-I",
        str(tmp_path / "verify.py"),
        str(tmp_path / "evidence.tar"),
        "--trust",
        str(tmp_path / "trust.json"),
    ]
    good = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout[:9]) == (0, "It holds:")
    (tmp_path / "evidence.tar").write_bytes(GOOD[:-1])
    assert subprocess.run(run, capture_output=True, check=False).returncode == 1
    source = (tmp_path / "verify.py").read_text()
    assert "comity." not in "".join(
        line for line in source.splitlines() if line.startswith(("import", "from"))
    )


def test_time_of_making_is_in_whole_seconds() -> None:
    assert (
        check(WORLD.package(made=START + timedelta(microseconds=5))).manifest["made"]
        == "2027-01-14T01:00:00Z"
    )
