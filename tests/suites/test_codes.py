from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import BadInput, Untrusted
from comity.suites import mac
from comity.suites.codes import ALPHABET, BITS, _write, new_code, normalise, unwrap_private, wrap_private
from comity.suites.keys import generate_sealing

numbers = st.integers(0, 2**BITS - 1)


def test_codes_are_long_and_different() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert BITS >= 128
    assert all(len(code.split("-")) == 7 for code in codes)


@given(numbers)
def test_read_as_people_type(number: int) -> None:
    code = _write(number)
    assert normalise(f"  {code.lower().replace('-', ' ')} ") == code
    assert normalise(code.replace("0", "O").replace("1", "l")) == code


@given(numbers, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(number: int, at: int, letter: str) -> None:
    raw = _write(number).replace("-", "")
    if raw[at] != letter:
        with pytest.raises(BadInput):
            normalise(raw[:at] + letter + raw[at + 1 :])


@given(numbers, st.integers(0, 26))
def test_two_swapped_neighbours_are_noticed(number: int, at: int) -> None:
    raw = _write(number).replace("-", "")
    swapped = raw[:at] + raw[at + 1] + raw[at] + raw[at + 2 :]
    if swapped != raw:
        with pytest.raises(BadInput):
            normalise(swapped)


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 28, "é" * 28, "0" * 29, "0" * 10_000_000])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(BadInput) as error:
        normalise(text)
    assert error.value.faults[0].code == "suites.code.mistyped"


def test_the_code_opens_its_key_and_no_other() -> None:
    key, code = generate_sealing("report"), new_code()
    wrapped = wrap_private(key, code)
    assert unwrap_private(wrapped, code.lower()) == key
    assert wrap_private(key, code) != wrapped
    for attempt in (
        lambda: unwrap_private(wrapped, new_code()),
        lambda: unwrap_private(wrapped[:-1], code),
        lambda: unwrap_private(b"", code),
    ):
        with pytest.raises(Untrusted) as error:
            attempt()
        assert error.value.faults[0].code == "suites.code.wrong"


def test_keyed_digests_are_apart() -> None:
    key, other = mac.new_mac_key(), mac.new_mac_key()
    code = new_code()
    digests = {
        mac.linkage_digest(key, "domain", "a.example"),
        mac.linkage_digest(key, "host", "a.example"),
        mac.linkage_digest(other, "domain", "a.example"),
        mac.linkage_digest(key, "code", code),
        mac.code_digest(key, code),
        mac.address_digest(key, code),
    }
    assert len(digests) == 6
    assert mac.same(mac.code_digest(key, code), mac.code_digest(key, code))
    with pytest.raises(ValueError, match="MAC key"):
        mac.code_digest(b"short", code)
    with pytest.raises(ValueError, match="NUL"):
        mac.linkage_digest(key, "a\0b", "c")
