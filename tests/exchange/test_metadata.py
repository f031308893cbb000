"""The attacks of the TUF specification, section 1.5.2, as names of tests; and python-tuf's own client as second opinion."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tuf.ngclient import Updater
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet
from tuf.ngclient.config import EnvelopeType
from tuf.ngclient.fetcher import FetcherInterface

from comity.exchange import metadata, publishing
from comity.exchange.metadata import Bundle, State
from comity.kernel.errors import BadInput, ComityError, Untrusted
from comity.suites.keys import generate_signing
from tests.exchange.world import AT, World, later
from tests.support import shared_data

WORLD = World()
ROOTS = [generate_signing(f"root-{number}") for number in range(3)]
TARGETS = [generate_signing(f"targets-{number}") for number in range(2)]
SNAPSHOT, TIMESTAMP = generate_signing("snapshot"), generate_signing("timestamp")
KEYS = publishing.Keys(tuple(ROOTS), tuple(TARGETS), (SNAPSHOT,), (TIMESTAMP,))
BEGUN = publishing.init(KEYS, at=AT, root_threshold=2, targets_threshold=2)
FIRST = publishing.publish(BEGUN, WORLD.directory, KEYS, at=AT)
SECOND = publishing.publish(
    FIRST, publishing.suspend(WORLD.directory, "xr-desk", at=AT, reason="review"), KEYS, at=AT
)
START = metadata.begin(BEGUN["1.root.json"])


def accepted(files: Mapping[str, bytes], state: State = START, at: datetime = AT) -> State:
    return metadata.accept(state, Bundle.from_files(files), at)


def refusal(files: Mapping[str, bytes], state: State = START, at: datetime = AT) -> str:
    with pytest.raises(ComityError) as error:
        accepted(files, state, at)
    return error.value.faults[0].code


def edited(files: Mapping[str, bytes], name: str, change: Any) -> dict[str, bytes]:
    document = json.loads(files[name])
    change(document)
    return dict(files) | {name: json.dumps(document).encode()}


def test_first_then_newer() -> None:
    one = accepted(FIRST)
    assert not one.read().is_suspended("xr-desk", AT)
    two = accepted(SECOND, one)
    assert two.read().is_suspended("xr-desk", AT)
    assert two.read().fresh_until == AT + timedelta(days=1)
    assert accepted(SECOND, two) == two


def test_arbitrary_directory_is_refused() -> None:
    body = next(name for name in FIRST if name.endswith(".directory.json"))
    assert (
        refusal(dict(FIRST) | {body: FIRST[body].replace(b"de-contact", b"de-impost")})
        == "exchange.directory.damaged"
    )


def test_rollback_attack() -> None:
    assert refusal(FIRST, accepted(SECOND)) == "exchange.directory.rolled_back"


def test_freeze_attack() -> None:
    assert refusal(FIRST, at=later(days=1)) == "exchange.directory.expired"
    state = accepted(FIRST)
    assert refusal(FIRST, state, at=later(days=1, seconds=1)) == "exchange.directory.expired"
    assert state.read().is_stale(later(days=1))


def test_what_was_accepted_still_reads_and_a_newer_one_is_taken_after_the_freeze() -> None:
    state = accepted(FIRST)
    newer = publishing.refresh(FIRST, KEYS, at=later(days=3))
    again = accepted(newer, state, at=later(days=3))
    assert not again.read().is_stale(later(days=3))


def test_mix_and_match_attack() -> None:
    mixed = dict(SECOND)
    mixed["2.snapshot.json"] = FIRST["1.snapshot.json"]
    assert refusal(mixed) == "exchange.directory.damaged"
    mixed = dict(SECOND)
    mixed["2.targets.json"] = FIRST["1.targets.json"]
    assert refusal(mixed) == "exchange.directory.rolled_back"


def test_wrong_keys_sign_nothing() -> None:
    stranger = generate_signing("stranger")
    for role in ("timestamp", "snapshot"):
        with pytest.raises(BadInput):
            publishing.refresh(
                FIRST,
                publishing.Keys(
                    **{**{"timestamp": (TIMESTAMP,), "snapshot": (SNAPSHOT,)}, role: (stranger,)}
                ),
                at=AT,
            )
    assert (
        refusal(edited(FIRST, "timestamp.json", lambda d: d["signatures"].clear()))
        == "exchange.directory.not_signed"
    )
    assert (
        refusal(edited(FIRST, "timestamp.json", lambda d: d["signed"].update(version=9)))
        == "exchange.directory.not_signed"
    )


def test_one_of_two_publishers_is_not_enough() -> None:
    with pytest.raises(BadInput) as error:
        publishing.publish(
            BEGUN, WORLD.directory, publishing.Keys((), (TARGETS[0],), (SNAPSHOT,), (TIMESTAMP,)), at=AT
        )
    assert "must be signed with 2" in str(error.value)
    # and if a snapshot key alone carried such a list anyway:
    weak = edited(FIRST, "1.targets.json", lambda d: d["signatures"].pop())
    assert refusal(weak) == "exchange.directory.not_signed"


def test_a_compromised_timestamp_key_can_be_replaced_by_the_root() -> None:
    fresh = generate_signing("timestamp-2")
    rotated = publishing.rotate(FIRST, ROOTS[:2], at=AT, role="timestamp", keys=[fresh])
    keys = publishing.Keys((), tuple(TARGETS), (SNAPSHOT,), (fresh,))
    newer = publishing.publish(rotated, WORLD.directory, keys, at=AT)
    state = accepted(newer, accepted(FIRST))
    assert json.loads(state.root)["signed"]["version"] == 2
    with pytest.raises(BadInput):
        publishing.refresh(rotated, KEYS, at=AT)  # the old key signs no more


def test_the_root_rotates_by_both_thresholds() -> None:
    new = [generate_signing(f"new-{number}") for number in range(3)]
    rotated = publishing.rotate(FIRST, [*ROOTS[:2], *new[:2]], at=AT, role="root", keys=new)
    newer = publishing.publish(rotated, WORLD.directory, KEYS, at=AT)
    assert json.loads(accepted(newer, accepted(FIRST)).root)["signed"]["version"] == 2
    for signers in (ROOTS[:1] + new, ROOTS + new[:1]):
        with pytest.raises(BadInput):
            publishing.rotate(FIRST, signers, at=AT, role="root", keys=new)
    forged = edited(newer, "2.root.json", lambda d: d.update(signatures=d["signatures"][2:]))
    assert refusal(forged, accepted(FIRST)) == "exchange.directory.not_signed"


def test_roots_follow_one_another_without_a_gap() -> None:
    second = publishing.rotate(FIRST, ROOTS, at=AT, role="timestamp", keys=[TIMESTAMP])
    third = publishing.rotate(second, ROOTS, at=AT, role="timestamp", keys=[TIMESTAMP])
    newer = publishing.publish(third, WORLD.directory, KEYS, at=AT)
    assert json.loads(accepted(newer).root)["signed"]["version"] == 3
    assert (
        refusal({name: data for name, data in newer.items() if name != "2.root.json"})
        == "exchange.directory.rolled_back"
    )


def test_an_expired_root_ends_it() -> None:
    newer = publishing.refresh(FIRST, KEYS, at=later(days=80))
    assert not accepted(newer, at=later(days=80)).read().is_stale(later(days=80))
    old_root = publishing.publish(BEGUN, WORLD.directory, KEYS, at=later(days=366))
    assert refusal(old_root, at=later(days=366)) == "exchange.directory.expired"


def test_an_expired_list_of_targets_is_refused() -> None:
    newer = publishing.refresh(FIRST, KEYS, at=later(days=91))
    assert refusal(newer, at=later(days=91)) == "exchange.directory.expired"


def test_endless_data_is_refused_unread() -> None:
    bundle = Bundle.from_files(FIRST)
    for field in ("timestamp", "snapshot", "targets"):
        changes = {
            name: getattr(bundle, name) for name in ("roots", "timestamp", "snapshot", "targets", "directory")
        }
        with pytest.raises(Untrusted) as error:
            metadata.accept(START, Bundle(**(changes | {field: b" " * (metadata.MAX_ROLE + 1)})), AT)
        assert error.value.faults[0].code == "suites.text.too_large"


@pytest.mark.parametrize("name", ["timestamp.json", "1.snapshot.json", "1.targets.json", "1.root.json"])
def test_damaged_roles_are_refused(name: str) -> None:
    if name != "1.root.json":
        for data in (b"", b"{}", FIRST[name][:-5]):
            refusal(dict(FIRST) | {name: data})
        refusal({other: data for other, data in FIRST.items() if other != name})
    else:
        for data in (b"", b"{}", FIRST[name][:-5]):
            with pytest.raises(Untrusted):
                metadata.begin(data)


def test_every_eleventh_byte_of_every_file() -> None:
    body = next(name for name in FIRST if name.endswith(".directory.json"))
    for name in ("timestamp.json", "1.snapshot.json", "1.targets.json", body):
        for at in range(0, len(FIRST[name]), 11 if name != body else 97):
            data = bytearray(FIRST[name])
            data[at] ^= 1
            files = dict(FIRST) | {name: bytes(data)}
            try:
                state = accepted(files)
            except ComityError:
                continue
            assert state.read() == accepted(FIRST).read(), (
                name,
                at,
            )  # a byte of white space, or of a second signature's name


def test_begin_needs_a_threshold() -> None:
    with pytest.raises(BadInput):
        publishing.init(publishing.Keys((ROOTS[0],), tuple(TARGETS), (SNAPSHOT,), (TIMESTAMP,)), at=AT)
    with pytest.raises(BadInput):
        publishing.refresh(BEGUN, KEYS, at=AT)
    with pytest.raises(BadInput):
        publishing.current_root({})
    with pytest.raises(Untrusted):
        START.read()


class Shelf(FetcherInterface):
    """Serves the files of a repository from memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def _fetch(self, url: str) -> Any:
        from tuf.api.exceptions import DownloadHTTPError

        name = url.rsplit("/", 1)[-1]
        if name not in self.files:
            raise DownloadHTTPError("not there", 404)
        return iter([self.files[name]])


def test_the_client_of_python_tuf_reads_what_we_publish(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    begun = publishing.init(KEYS, at=now, targets_threshold=2)
    files = publishing.publish(begun, WORLD.directory, KEYS, at=now)
    updater = Updater(
        str(tmp_path),
        "http://a.example/m/",
        str(tmp_path),
        "http://a.example/t/",
        fetcher=Shelf(files),
        bootstrap=files["1.root.json"],
    )
    info = updater.get_targetinfo(metadata.TARGET)
    assert info is not None
    assert Path(updater.download_target(info)).read_bytes() == WORLD.directory.payload()


def test_the_trust_decisions_hold_on_a_real_repository() -> None:
    """The static repository of tuf-conformance, at its own time and twenty years later."""
    folder = shared_data.folder("conformance-tuf") / "tuf-on-ci-0.11"
    moment = datetime.fromisoformat((folder / "faketime").read_text().strip().replace(" ", "T")).replace(
        tzinfo=UTC
    )
    files = {path.name: path.read_bytes() for path in (folder / "metadata").iterdir()}

    def walk(at: datetime) -> None:
        trusted = TrustedMetadataSet((folder / "initial_root.json").read_bytes(), EnvelopeType.METADATA)
        trusted.reference_time = at
        metadata._guarded("timestamp", lambda: trusted.update_timestamp(files["timestamp.json"]))
        metadata._guarded("snapshot", lambda: trusted.update_snapshot(files["2.snapshot.json"]))
        metadata._guarded("targets", lambda: trusted.update_targets(files["1.targets.json"]))

    walk(moment)
    with pytest.raises(Untrusted) as error:
        walk(moment + timedelta(days=20 * 366))
    assert error.value.faults[0].code == "exchange.directory.expired"
    with pytest.raises(Untrusted):
        metadata._guarded("root", lambda: TrustedMetadataSet(files["timestamp.json"], EnvelopeType.METADATA))
