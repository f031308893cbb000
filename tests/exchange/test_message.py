from __future__ import annotations

from datetime import timedelta

import pytest

from comity.exchange import message
from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput, Untrusted
from tests.exchange.world import AT, World

WORLD = World()


def test_a_message_reads_back() -> None:
    written = WORLD.message()
    assert message.read(written.payload()) == written


def test_members_of_a_later_version_are_kept() -> None:
    payload = canonical_json(WORLD.message().document() | {"colour": {"of": "the sky"}})
    read = message.read(payload)
    assert read.more == {"colour": {"of": "the sky"}}
    assert read.payload() == payload


def test_an_unknown_kind_is_still_a_message() -> None:
    assert message.read(WORLD.message(kind="arrest_warrant").payload()).kind == "arrest_warrant"


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(BadInput) as error:
        WORLD.message(
            to="de-contact",
            kind="Big Word",
            handling="SECRET",
            language="?",
            matter="1",
            lifetime=timedelta(days=61),
        )
    assert len(error.value.faults) == 6


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "comity.message/2"},
        {"id": "1"},
        {"id": "7f1c2f5e-6f3b-1d2a-9d53-0c1f6f5f0a01"},
        {"from": 7},
        {"body": "text"},
        {"created": "2026-11-23T02:12:00+01:00"},
        {"expires": "2026-11-22T00:00:00Z"},
        {"in_reply_to": "x"},
        {"to": "../../etc"},
    ],
)
def test_what_is_no_message(change: dict[str, object]) -> None:
    with pytest.raises(Untrusted):
        message.read(canonical_json(WORLD.message().document() | change))


def test_one_form_only() -> None:
    payload = WORLD.message().payload()
    for changed in (
        payload + b"\n",
        payload.replace(b'"body"', b' "body"', 1),
        b"",
        b"null",
        b"[" * 100_000,
        b"\xff",
    ):
        with pytest.raises(Untrusted):
            message.read(changed)
    assert AT.tzinfo is not None
