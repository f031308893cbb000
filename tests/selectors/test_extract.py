"""Finding selectors in free text: tables, the property of the offsets, hostile input."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadInput
from comity.selectors import MAX_SELECTORS, MAX_TEXT, extract, scan
from comity.selectors.refang import refang


def found(text, **context):
    return {(one.kind, one.value) for one in extract(text, **context)}


LANTERN = """Am Sonntag habe ich mein Passwort auf hxxps://konto-sicherheit[.]example/anmelden eingegeben (203.0.113.77).
Meine Mails gehen jetzt an sammler (at) hoshi-mail.example. 4.200,00 EUR gingen an FR14 2004 1010 0505 0001 3M02 606.
Der Anrufer hatte die Nummer 030 23125 001, Telegram: @bank_hilfe24 oder t.me/bank_hilfe25."""


def test_the_lantern_narrative():
    assert found(LANTERN, language="de", country="DE") == {
        ("url", "https://konto-sicherheit.example/anmelden"),
        ("domain", "konto-sicherheit.example"),
        ("ip", "203.0.113.77"),
        ("email", "sammler@hoshi-mail.example"),
        ("iban", "FR1420041010050500013M02606"),
        ("phone", "+493023125001"),
        ("username", "bank_hilfe24"),
        ("url", "http://t.me/bank_hilfe25"),
        ("domain", "t.me"),
        ("username", "bank_hilfe25"),
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("see h**p[://]x[.]bank[.]example/a", ("url", "http://x.bank.example/a")),
        ("write to bob at evil dot com please", ("email", "bob@evil.com")),
        ("a\u200bbank.example", ("domain", "abank.example")),
        ("请访问bank.com查看", ("domain", "bank.com")),
        ("(see https://bank.example/a_(b).)", ("url", "https://bank.example/a_(b)")),
        ("on bank.example.", ("domain", "bank.example")),
        ("ping 2001:db8::1.", ("ip", "2001:db8::1")),
        ("http://[2001:db8::1]/x", ("ip", "2001:db8::1")),
        ("http://3405803853/x", ("ip", "203.0.113.77")),
        ("MTCN: 123 or MTCN 1234567890", ("tracking", "1234567890")),
        ("parcel RR123456785US", ("tracking", "RR123456785US")),
        ("my card 4111 1111 1111 1111 was used", ("card", "411111******1111")),
        ("whatsapp wa.me/493023125001", ("phone", "+493023125001")),
        ("call09061701461from land line", ("phone", "+449061701461")),
        ("Txt WIN to 87121", ("phone", "87121;phone-context=+44")),
    ],
)
def test_found(text, wanted):
    assert wanted in found(text, country="GB")


@pytest.mark.parametrize(
    "text",
    [
        "I looked at amazon. Then I left.",
        "they took the balance of.my card to hers",
        "I paid 31000.00 and then 4,200.00 on 22.11.2026 at 12:30:45",
        "version 1.2.3.4 of the app",
        "my money.So I called",
        "open invoice.zip",
        "e.g. this and i.e. that",
        "order 12345 from page 6",
        "@media screen",
    ],
)
def test_nothing_there(text):
    assert extract(text, language="en", country="US") == []


def test_an_iban_ends_where_its_country_says():
    [one] = extract("to DE89 3704 0044 0532 0130 00 15 minutes ago")
    assert one.as_written == "DE89 3704 0044 0532 0130 00"


def test_a_mail_address_keeps_its_domain_to_itself():
    assert found("a@bank.example") == {("email", "a@bank.example")}


def test_a_card_number_is_never_shown_whole():
    [one] = extract("card 4111 1111 1111 1111")
    assert one.as_written == "4111 11** **** 1111"
    assert "4111 1111 1111 1111" not in repr(one)


@pytest.mark.parametrize(
    "wrong", ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx"]
)
def test_a_wallet_with_a_wrong_checksum_is_none(wrong):
    assert extract(f"pay {wrong} now") == []


PIECES = st.sampled_from([
    "hxxps://bank[.]example/x", "bob (at) evil [dot] com", "FR14 2004 1010 0505 0001 3M02 606", "+44 20 7946 0018",
    "a\u200bb.example", "4111 1111 1111 1111", "@someone_else", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "203.0.113.77",
    "\u202eevil.example\u202c", "ｂａｎｋ．ｃｏｍ", " ", "\n", "ä", "한국어", "🎉", "[.]", "(at)", "[", "hxxp", "://", ".",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=12).map("".join))
def test_offsets_point_at_what_was_written(text):
    for one in extract(text, language="en", country="GB"):
        assert 0 <= one.start < one.end <= len(text)
        cut = text[one.start : one.end]
        if one.kind == "card":
            assert len(cut) == len(one.as_written)
        else:
            assert cut == one.as_written


@given(st.text(max_size=200))
def test_positions_of_plain_text_come_back(text):
    plain = refang(text)
    assert plain.span(0, len(plain.text)) in {(0, len(text)), (0, 0), plain.span(0, len(plain.text))}
    for start in range(len(plain.text)):
        a, b = plain.span(start, start + 1)
        assert 0 <= a <= b <= len(text)


HOSTILE = {
    "words": "the bank called me about 4200 euros. ", "letters": "a", "dots": "a.", "at signs": "@", "digits": "1 ",
    "numbers": "12345678 ", "hyphens": "-", "brackets": "[.] ", "schemes": "http://", "slashes": "/", "hex": "ab12",
    "iban heads": "DE89 ", "spoken": "a at b dot ", "colons": "a:", "invisible": "\u200b", "mail": "a@b.", "base58": "1A2b3C",
    "telephones": "+49 561 1234567, ", "names": "telegram: ", "send": "send ", "cards": "4111 1111 1111 1112 ", "umlauts": "ä.b/",
    "markup": "<script>alert('x')</script>", "nul": "\x00", "surrogate": "\ud800", "combining": "a\u0301",
}  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_time_in_proportion(unit):
    """Five times the text takes about five times the time; a pattern that goes back would take twenty-five."""

    def seconds(length):
        text = unit * (length // len(unit))
        start = time.process_time()
        scan(text, language="en", country="DE")
        return time.process_time() - start

    seconds(10_000)
    small, large = min(seconds(20_000) for _ in range(3)), seconds(100_000)
    assert large < 15 * small + 0.2


def test_ten_megabytes_of_story():
    words = random.Random(7).choices(
        ["the", "bank", "called", "me", "again", "on", "Monday", "4200", "euros,", "and"], k=1_900_000
    )
    text = " ".join([*words, "https://konto-sicherheit.example/x"])
    assert len(text) > 9_000_000
    start = time.process_time()
    assert ("domain", "konto-sicherheit.example") in found(text)
    assert time.process_time() - start < 30


def test_more_than_can_be_searched_is_said_so():
    with pytest.raises(BadInput, match="can be searched at once"):
        extract("a" * (MAX_TEXT + 1))


def test_a_flood_of_selectors_is_cut_and_marked():
    answer = scan(" ".join(f"host{number}.example" for number in range(MAX_SELECTORS + 10)))
    assert len(answer.selectors) == MAX_SELECTORS
    assert not answer.complete
