from __future__ import annotations

import pytest

from comity.kernel.errors import Untrusted
from comity.suites import fields, jwe
from comity.suites.keys import generate_sealing, generate_signing, public

ONE, TWO, OTHER = (generate_sealing(name) for name in ("one", "two", "other"))
TYPE = "comity.test/1"


def test_one_recipient() -> None:
    text = jwe.seal(b"hello", [public(ONE)], typ=TYPE)
    assert jwe.sealed_to(text) == ("one",)
    assert jwe.open_sealed(text, ONE, typ=TYPE) == b"hello"


def test_any_of_several_opens() -> None:
    text = jwe.seal(b"hello", [public(ONE), public(TWO)], typ=TYPE)
    assert jwe.sealed_to(text) == ("one", "two")
    assert jwe.open_sealed(text, ONE, typ=TYPE) == jwe.open_sealed(text, TWO, typ=TYPE) == b"hello"
    with pytest.raises(Untrusted) as error:
        jwe.open_sealed(text, OTHER, typ=TYPE)
    assert error.value.faults[0].code == "suites.jwe.not_for_this_key"


@pytest.mark.parametrize("recipients", [[ONE], [ONE, TWO]])
def test_every_changed_character_is_refused_whoever_opens(recipients: list[dict[str, object]]) -> None:
    """Also a change in the data key sealed to somebody else: all of the header is authenticated."""
    text = jwe.seal(b"hello", [public(key) for key in recipients], typ=TYPE)
    step = 1 if len(recipients) == 1 else 3
    for at in range(0, len(text), step):
        changed = "A" if text[at] != "A" else "B"
        with pytest.raises(Untrusted):
            jwe.open_sealed(text[:at] + changed + text[at + 1 :], ONE, typ=TYPE)


def test_wrong_key_type_use_and_size() -> None:
    text = jwe.seal(b"hello", [public(ONE)], typ=TYPE)
    expected = {
        "suites.jwe.not_for_this_key": lambda: jwe.open_sealed(text, OTHER, typ=TYPE),
        "suites.jose.wrong_type": lambda: jwe.open_sealed(text, ONE, typ="comity.other/1"),
        "suites.key.wrong_use": lambda: jwe.seal(b"x", [public(generate_signing("s"))], typ=TYPE),
        "suites.key.no_private_part": lambda: jwe.open_sealed(text, public(ONE), typ=TYPE),
        "suites.text.too_large": lambda: jwe.open_sealed(text, ONE, typ=TYPE, max_bytes=10),
        "suites.jwe.malformed": lambda: jwe.open_sealed("a.b.c", ONE, typ=TYPE),
        "suites.jwe.no_recipient": lambda: jwe.seal(b"x", [], typ=TYPE),
        "suites.jwe.cannot_open": lambda: jwe.open_sealed(text, {**OTHER, "kid": "one"}, typ=TYPE),
    }
    for code, attempt in expected.items():
        with pytest.raises(Untrusted) as error:
            attempt()
        assert error.value.faults[0].code == code


def test_sizes_beyond_joserfc_s_own_cap() -> None:
    plain = bytes(1_000_000)
    assert jwe.open_sealed(jwe.seal(plain, [public(ONE)], typ=TYPE), ONE, typ=TYPE) == plain


def test_fields_are_bound_to_their_place() -> None:
    key = fields.new_data_key()
    sealed = fields.seal_field(key, b"own words", context="report/1/narrative")
    assert fields.open_field(key, memoryview(sealed), context="report/1/narrative") == b"own words"  # type: ignore[arg-type]
    for attempt in (
        lambda: fields.open_field(key, sealed, context="report/2/narrative"),
        lambda: fields.open_field(fields.new_data_key(), sealed, context="report/1/narrative"),
        lambda: fields.open_field(key, b"", context="report/1/narrative"),
    ):
        with pytest.raises(Untrusted) as error:
            attempt()
        assert error.value.faults[0].code == "suites.field.cannot_open"
    for at in range(len(sealed)):
        with pytest.raises(Untrusted):
            fields.open_field(
                key, sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], context="report/1/narrative"
            )


def test_a_data_key_is_wrapped_to_a_key() -> None:
    key = fields.new_data_key()
    assert fields.unwrap(fields.wrap(key, public(ONE)), ONE) == key
    with pytest.raises(Untrusted):
        fields.unwrap(fields.wrap(key, public(ONE)), TWO)
    with pytest.raises(Untrusted):
        fields.unwrap(jwe.seal(key, [public(ONE)], typ=TYPE), ONE)
