"""``comity directory`` from an empty folder to a published list that another machine verifies."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

from comity.suites.keys import generate_signing, public
from tests.exchange.world import World

AT = ("--at", "2026-11-23T02:12:00Z")


def begun(comity: Any, folder: Path) -> tuple[Path, Path]:
    repository, keys = folder / "repository", folder / "keys"
    assert comity("directory", "init", repository, "--keys", keys, *AT)[0] == 0
    (folder / "all.json").write_bytes(World().directory.payload())
    assert comity("directory", "add", repository, folder / "all.json")[0] == 0
    assert comity("directory", "publish", repository, "--keys", keys, *AT)[0] == 0
    return repository, keys


def shown(comity: Any, repository: Path, *more: object) -> tuple[int, dict[str, Any]]:
    status, out, err = comity(
        "directory", "show", repository, "--trust", repository / "1.root.json", "--json", *(more or AT)
    )
    return status, json.loads(out) if out else {"err": err}


def test_from_nothing_to_a_list_that_verifies(comity: Any, tmp_path: Path) -> None:
    repository, keys = begun(comity, tmp_path)
    status, document = shown(comity, repository)
    assert (status, len(document["participants"])) == (0, 6)
    assert stat.S_IMODE((keys / "root-1.json").stat().st_mode) == 0o600
    assert comity("directory", "init", repository, "--keys", keys)[0] == 2
    status, out, _ = comity("directory", "show", repository, "--trust", repository / "1.root.json", *AT)
    assert "jp-hoshi" in out
    assert "Good until 2026-11-24T02:12:00+00:00" in out


def test_private_keys_are_nowhere_in_what_is_served(comity: Any, tmp_path: Path) -> None:
    repository, keys = begun(comity, tmp_path)
    served = b"".join(path.read_bytes() for path in repository.iterdir())
    for path in keys.iterdir():
        assert json.loads(path.read_text())["d"].encode() not in served


def test_suspend_revoke_rotate_and_lift_count_once_published(comity: Any, tmp_path: Path) -> None:
    repository, keys = begun(comity, tmp_path)
    (tmp_path / "new.jwk").write_text(json.dumps(public(generate_signing("de-contact-signing-2"))))
    assert comity("directory", "revoke", repository, "xr-desk", "--suspend", "rights_review", *AT)[0] == 0
    assert comity("directory", "revoke", repository, "fr-police", "--kid", "fr-police-signing", *AT)[0] == 0
    assert (
        comity(
            "directory",
            "rotate",
            repository,
            "de-contact",
            "--purpose",
            "signing",
            "--key",
            tmp_path / "new.jwk",
            *AT,
        )[0]
        == 0
    )
    before = shown(comity, repository)[1]
    assert comity("directory", "publish", repository, "--keys", keys, *AT)[0] == 0
    after = {entry["code"]: entry for entry in shown(comity, repository)[1]["participants"]}
    assert all("suspension" not in entry for entry in before["participants"])
    assert after["xr-desk"]["suspension"]["reason"] == "rights_review"
    assert after["fr-police"]["keys"][0]["revoked"] == "2026-11-23T02:12:00Z"
    assert [key["jwk"]["kid"] for key in after["de-contact"]["keys"] if key["purpose"] == "signing"] == [
        "de-contact-signing",
        "de-contact-signing-2",
    ]
    assert comity("directory", "revoke", repository, "xr-desk", "--lift", *AT)[0] == 0
    _, out, _ = comity("directory", "show", repository, "--trust", repository / "1.root.json", "--jwks", *AT)
    assert "fr-police-signing" not in {key["kid"] for key in json.loads(out)["keys"]}


def test_roles_rotate_and_the_daily_refresh(comity: Any, tmp_path: Path) -> None:
    repository, keys = begun(comity, tmp_path)
    for role in ("timestamp", "root"):
        assert comity("directory", "rotate", repository, "--role", role, "--keys", keys, *AT)[0] == 0
    assert (
        comity(
            "directory", "publish", repository, "--keys", keys, "--refresh", "--at", "2026-11-24T02:12:00Z"
        )[0]
        == 0
    )
    assert shown(comity, repository, "--at", "2026-11-24T12:00:00Z")[0] == 0
    status, out, err = comity(
        "directory", "show", repository, "--trust", repository / "1.root.json", "--at", "2026-11-26T00:00:00Z"
    )
    assert (status, out) == (1, "")
    assert "[exchange.directory.expired]" in err


def test_what_is_refused(comity: Any, tmp_path: Path) -> None:
    repository, keys = begun(comity, tmp_path)
    (tmp_path / "wrong.json").write_text('{"code": "x"}')
    (tmp_path / "stray.json").write_text(
        json.dumps(
            {"code": "x", "name": "x", "country": "DE", "roles": ["police"], "node": "atlantis", "keys": []}
        )
    )
    (keys / "targets-2.json").unlink()
    for arguments in (
        ["add", repository, tmp_path / "wrong.json"],
        ["add", repository, tmp_path / "stray.json"],
        ["add", tmp_path, tmp_path / "wrong.json"],
        ["revoke", repository, "nobody", "--kid", "k"],
        ["revoke", repository, "de-contact"],
        ["revoke", repository, "de-contact", "--kid", "none"],
        ["rotate", repository],
        ["publish", repository, "--keys", keys],
        ["publish", repository, "--keys", keys, "--at", "2026-11-23T02:12:00"],
    ):
        status, out, err = comity("directory", *arguments)
        assert (status, out) == (2, ""), arguments
        assert err.rstrip().endswith("]")


def test_a_root_and_a_directory_are_a_trust(comity: Any, tmp_path: Path) -> None:
    """An envelope verified from the root that was compared by hand, and nothing else."""
    world = World()
    repository, keys = begun(comity, tmp_path)
    (tmp_path / "mine.json").write_bytes(world.directory.payload())
    assert comity("directory", "add", repository, tmp_path / "mine.json")[0] == 0
    assert comity("directory", "publish", repository, "--keys", keys, *AT)[0] == 0
    (tmp_path / "envelope").write_bytes(world.sealed())
    run = [
        "exchange",
        "verify",
        tmp_path / "envelope",
        "--trust",
        repository / "1.root.json",
        "--directory",
        repository,
    ]
    status, out, err = comity(*run, *AT)
    assert (status, "from de-contact" in out) == (0, True), err
    assert comity(*run, "--at", "2026-12-24T00:00:00Z")[0] == 2  # the directory is of another day
    (tmp_path / "envelope").write_bytes(World().sealed())
    assert comity(*run, *AT)[0] == 1
