"""A slip in an answer is noticed, never refused: she may have copied just what a fraudster wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.triage import questions as q

ASKED = q.load()


def doubts(name, answer, country="DE"):
    found = q.doubts(ASKED.question(name), answer, language="de", country=country)
    assert all("{" not in one.text for one in found)
    return [one.code.removeprefix("triage.doubt.") for one in found]


@pytest.mark.parametrize(
    "written", ["petra@", "petra", "@petra", "petra@mail", "petra mail.example", "a..b@mail.example"]
)
def test_an_address_no_mail_can_reach(written):
    assert doubts("contact_mail", written) == ["no_mail"]


@pytest.mark.parametrize(
    "written", ["petra@mail.example", "Petra <petra@mail.example>", "petra@mail.example, only in the evening"]
)
def test_an_address_that_can_be_is_not_doubted(written):
    assert doubts("contact_mail", written) == []


@pytest.mark.parametrize("written", ["12", "0561", "keine", "+49", "+49 561 12345678901234567", "0" * 30])
def test_a_number_that_cannot_be_called(written):
    assert doubts("contact_phone", written) == ["no_phone"]


@pytest.mark.parametrize(
    "written",
    ["0561 1234567", "+49 561 1234567", "(0561) 123-4567", "+81 3 1234 5678", "0561 1234567, nach 18 Uhr"],
)
def test_a_number_that_can_be_called_is_not_doubted(written):
    assert doubts("contact_phone", written) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("FR14 2004 1010 0505 0001 3M02 607", ["no_iban"]),
        ("DE89370400440532013001", ["no_iban"]),
        ("fr14 2004 1010 0505 0001 3m02 607 Jean Dupont", ["no_iban"]),
        ("DE89 3704 0044 0532 0130 0", ["iban_length"]),
        ("DE89 3704 0044 0532 0130 000", ["iban_length"]),
        ("FR14 2004 1010 0505 0001 3M02 606", []),
        ("DE89 3704 0044 0532 0130 00\nJean Dupont\nRef 2026-1234", []),
        ("DE89370400440532013000 Jean Dupont", []),
        ("Kontonummer 123456789, Jean", []),
        ("a bank in Lyon", []),
    ],
)
def test_account_numbers(written, said):
    assert doubts("money_to", written) == said


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("forward_to", "sammler@", ["no_mail"]),
        ("forward_to", "eine fremde", ["no_mail"]),
        ("forward_to", "sammler[at]hoshi-mail[.]example", []),
        ("their_traces", "@lola_1990\nhttps://x.example/@lola", []),
        ("their_traces", "+49 12", ["no_phone"]),
        ("money_wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", []),
        ("money_wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", ["no_wallet"]),
        ("money_wallet", "I paid from my exchange", []),
        ("story", "petra@ DE89370400440532013001", []),
        ("name", "petra@", []),
    ],
)
def test_what_is_asked_for_and_nothing_else_is_looked_at(name, written, said):
    assert doubts(name, written) == said


@given(st.sampled_from(ASKED.questions), st.none() | st.text(max_size=200) | st.lists(st.text(max_size=9)))
def test_any_answer_can_be_looked_at(question, answer):
    found = q.doubts(question, answer, language="de", country="XZ")
    assert len(found) <= 5
