from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from comity.custody import entry as entries
from comity.kernel.canonical import canonical_json
from comity.kernel.digest import digest
from comity.kernel.errors import Conflict, Untrusted

AT = datetime(2027, 1, 14, 1, 0, tzinfo=UTC)
CONTENT = entries.salted(b"s" * 16, digest(b"image"))
FIRST = entries.first("i", "collected", at=AT, participant="jp-justice", content=CONTENT)


def then(
    last: entries.Entry, verb: str, *, released: bool = False, minutes: int = 1, **more: str
) -> entries.Entry:
    return entries.following(last, verb, at=last.at + timedelta(minutes=minutes), released=released, **more)  # type: ignore[arg-type]


def test_a_leaf_reads_back() -> None:
    released = then(FIRST, "released", authorisation="sha256:" + "0" * 64)
    assert entries.read(released.leaf()) == released
    assert released.previous == FIRST.hash
    assert released.number == 2


def test_no_name_and_no_label_stands_in_a_leaf() -> None:
    leaf = then(FIRST, "opened", actor=entries.salted_actor(b"s" * 16, "officer:7")).leaf()
    assert b"officer" not in leaf
    assert digest(b"image").encode() not in leaf


@pytest.mark.parametrize(
    ("attempt", "why"),
    [
        (lambda: then(FIRST, "released"), "no authorisation"),
        (lambda: then(FIRST, "transferred", counterpart="de-justice"), "not released"),
        (lambda: then(FIRST, "transferred", released=True), "nobody is named"),
        (lambda: then(FIRST, "collected"), "begun already"),
        (lambda: then(FIRST, "opened", minutes=-1), "before the entry"),
        (lambda: then(then(FIRST, "destroyed"), "opened"), "destroyed"),
        (lambda: then(then(FIRST, "transferred", released=True, counterpart="x"), "opened"), "not come back"),
        (
            lambda: entries.first("i", "sealed", at=AT, participant="p", content=CONTENT),
            "neither collected nor received",
        ),
    ],
)
def test_what_cannot_happen_next(attempt: object, why: str) -> None:
    with pytest.raises(Conflict) as error:
        attempt()  # type: ignore[operator]
    assert why in str(error.value)


def test_release_lasts_until_the_item_moves() -> None:
    released = then(FIRST, "released", authorisation="sha256:" + "0" * 64)
    assert entries.is_released([FIRST, released, then(released, "copied")])
    moved = then(released, "transferred", released=True, counterpart="de-justice")
    back = then(moved, "returned", counterpart="de-justice")
    assert not entries.is_released([FIRST, released, moved, back])


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "stolen"},
        {"extra": 1},
        {"number": "1"},
        {"at": "yesterday"},
        {"schema": "comity.other/1"},
        {"item": 7},
    ],
)
def test_leaves_that_are_none(change: dict[str, object]) -> None:
    with pytest.raises(Untrusted):
        entries.read(canonical_json(FIRST.document() | change))
    with pytest.raises(Untrusted):
        entries.read(FIRST.leaf() + b" ")


def test_an_instant_needs_a_zone_and_a_salt_its_length() -> None:
    with pytest.raises(ValueError, match="zone"):
        entries.written(datetime(2027, 1, 1))
    with pytest.raises(ValueError, match="salt"):
        entries.salted(b"short", CONTENT)
