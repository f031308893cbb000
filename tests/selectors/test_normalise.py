"""One written form per selector: tables of what people write, and the property that a form stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import BadInput
from comity.selectors import KINDS, Context, normalise
from comity.selectors.forms import value_of

GERMAN = Context(language="de", country="DE")

SAME = [
    ("domain", "Konto-Sicherheit.EXAMPLE.", "konto-sicherheit.example"),
    ("domain", "konto-sicherheit[.]example", "konto-sicherheit.example"),
    ("domain", "аррӏе.com", "xn--80ak6aa92e.com"),
    ("domain", "xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),
    ("domain", "ｂａｎｋ．ｅｘａｍｐｌｅ", "bank.example"),
    ("url", "HXXPS://Bank[.]example/Login?x=1", "https://bank.example/Login?x=1"),
    ("url", "http://0x7f.1/a/../b", "http://127.0.0.1/b"),
    ("url", "http://user:pw@evil.example:80/", "http://user:pw@evil.example/"),
    ("url", "bank.example/pay", "http://bank.example/pay"),
    ("ip", "203.0.113.77", "203.0.113.77"),
    ("ip", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
    ("email", "Sammler (at) Hoshi-Mail.example", "sammler@hoshi-mail.example"),
    ("email", "mailto:A.B@example.com", "a.b@example.com"),
    ("phone", "0561 / 12 34 56", "+49561123456"),
    ("phone", "+44 20 7946 0018", "+442079460018"),
    ("phone", "00 33 1 99 00 12 34", "+33199001234"),
    ("phone", "87121", "87121;phone-context=+49"),
    ("iban", "fr14 2004 1010 0505 0001 3m02 606", "FR1420041010050500013M02606"),
    ("iban", "IBAN: DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("card", "4111 1111 1111 1111", "411111******1111"),
    ("crypto", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
    ("crypto", "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("crypto", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    ("hash", "SHA256:" + "0123456789ABCDEF" * 4, "0123456789abcdef" * 4),
    ("username", "@Evil_Guy", "evil_guy"),
    ("tracking", "rr 123 456 785 us", "RR123456785US"),
    ("tracking", "EB1C1F4A-7D5B-4C3E-9F21-0A1B2C3D4E5F", "eb1c1f4a-7d5b-4c3e-9f21-0a1b2c3d4e5f"),
]

REFUSED = [
    ("domain", "localhost"),
    ("domain", "203.0.113.77"),
    ("domain", "no such thing"),
    ("domain", "-bad.example"),
    ("domain", "co.uk"),
    ("url", "javascript:alert(1)"),
    ("url", "http://"),
    ("ip", "203.0.113.300"),
    ("ip", "203.0.113.0/24"),
    ("email", "no at sign"),
    ("email", "a..b@example.com"),
    ("phone", "12"),
    ("phone", "+999 1234567"),
    ("iban", "DE89 3704 0044 0532 0130 01"),
    ("iban", "DE89 3704 0044 0532 0130 0"),
    ("iban", "XX00 1234"),
    ("card", "4111 1111 1111 1112"),
    ("card", "0000 0000 0000 0000"),
    ("crypto", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
    ("crypto", "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    ("crypto", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"),
    ("hash", "0" * 64),
    ("hash", "abc"),
    ("username", "@"),
    ("tracking", "RR123456784US!"),
]


@pytest.mark.parametrize(("kind", "written", "value"), SAME)
def test_what_people_write_comes_into_one_form(kind, written, value):
    assert normalise(kind, written, GERMAN).value == value


@pytest.mark.parametrize(("kind", "written"), REFUSED)
def test_what_is_none_is_refused_with_a_hint(kind, written):
    with pytest.raises(BadInput) as caught:
        normalise(kind, written, GERMAN)
    fault = caught.value.faults[0]
    assert fault.code == "selectors.value.not_of_kind"
    assert fault.facts["hint"]


def test_a_kind_that_is_none_is_named():
    with pytest.raises(BadInput, match="not a kind of selector"):
        normalise("wallet", "x")  # type: ignore[arg-type]


def test_a_refused_card_number_is_not_repeated_in_the_message():
    with pytest.raises(BadInput) as caught:
        normalise("card", "4111 1111 1111 1112")
    assert "1111 1111" not in str(caught.value)


def test_a_card_keeps_six_and_four_digits_only():
    found = normalise("card", "4111-1111-1111-1111")
    assert (found.value, found.as_written) == ("411111******1111", "4111-11**-****-1111")


def test_too_long_is_no_selector():
    with pytest.raises(BadInput):
        normalise("url", "https://bank.example/" + "a" * 5000)


@pytest.mark.parametrize(("kind", "written", "value"), SAME)
def test_a_normal_form_is_its_own_normal_form(kind, written, value):
    assert value_of(kind, value, GERMAN) == value


LETTERS = st.text(alphabet="abcXYZ0129.-@:/[]() +#%äß한а\u200b\u3002\uff0e", max_size=60)


@given(st.sampled_from(KINDS), st.one_of(LETTERS, st.text(max_size=80)))
def test_normalising_twice_changes_nothing(kind, text):
    once = value_of(kind, text, GERMAN)
    if once is not None:
        assert value_of(kind, once, GERMAN) == once


@given(st.from_regex(r"[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,5})?\.(com|de|co\.uk|example)", fullmatch=True))
def test_domains_however_written(name):
    forms = [name.upper(), name + ".", name.replace(".", "[.]"), name.replace(".", "(dot)"), f" {name} "]
    assert {value_of("domain", form, GERMAN) for form in forms} == {value_of("domain", name, GERMAN)}
