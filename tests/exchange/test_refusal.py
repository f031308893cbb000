"""A refusal counts only when the right node signed it, about this message and these bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from comity.exchange import refusal
from comity.kernel.digest import digest
from comity.kernel.errors import Untrusted
from comity.suites.keys import KeySet, generate_signing, public
from comity.suites.trust import Trust

AT = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
KEY, LOG, STRANGER = generate_signing("exchange"), generate_signing("log"), generate_signing("stranger")
TRUST = Trust(
    KeySet([public(KEY), public(LOG)]),
    {
        "exchange": {"hosts": ["jp-contact"], "purpose": "exchange"},
        "log": {"hosts": ["jp-contact"], "purpose": "log"},
    },
)
DIGEST = digest(b"envelope")


def sign(key=KEY, **more):
    values = {
        "message": "m",
        "digest": DIGEST,
        "sender": "jp-contact",
        "to": "de-contact",
        "code": "a.b.c",
        "at": AT,
    }
    return refusal.sign(key=key, **(values | more))


def check(text, **more):
    return refusal.check(text, TRUST, **({"message": "m", "digest": DIGEST, "refuser": "jp-contact"} | more))


def test_a_good_one_holds():
    assert check(sign()).code == "a.b.c"


@pytest.mark.parametrize("wrong", [{"message": "n"}, {"digest": digest(b"other")}, {"refuser": "fr-contact"}])
def test_about_something_else(wrong):
    with pytest.raises(Untrusted):
        check(sign(), **wrong)


@pytest.mark.parametrize("key", [LOG, STRANGER])
def test_by_another_key(key):
    with pytest.raises(Untrusted):
        check(sign(key))


def test_every_single_bit():
    text = sign().encode()
    for place in range(0, len(text) * 8, 5):
        changed = bytearray(text)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(Untrusted):
            check(changed.decode("latin-1"))
