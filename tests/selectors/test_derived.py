"""Derived values: near selectors share one, far ones do not."""

import random

from hypothesis import given
from hypothesis import strategies as st

from comity.selectors.derived import (
    BANDS,
    derived,
    domain_keys,
    email_keys,
    phone_neighbours,
    skeleton,
    url_keys,
    word_bands,
)  # fmt: skip
from comity.selectors.kinds import Selector

NUMBERS = st.from_regex(r"\+49[1-9][0-9]{8,10}", fullmatch=True)


@given(NUMBERS, st.data())
def test_one_wrong_digit_shares_a_neighbour(number, data):
    place = data.draw(st.integers(len(number) - 8, len(number) - 1))
    other = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert set(phone_neighbours(number)) & set(phone_neighbours(other))


def test_far_numbers_share_nothing():
    assert not set(phone_neighbours("+4915112345678")) & set(phone_neighbours("+4915187654321"))


def test_look_alikes_have_one_skeleton():
    same = ["paypal.example", "paypa1.example", "paypai.example", "xn--pypal-4ve.example"]
    assert len({skeleton(one) for one in same}) == 1
    assert skeleton("rnicrosoft.example") == skeleton("microsoft.example")
    assert skeleton("paypal.example") != skeleton("payback.example")


def test_a_subdomain_shares_the_registered_domain():
    assert domain_keys("login.bank.example.co.uk")[0] == domain_keys("example.co.uk")[0]
    assert domain_keys("a.blogspot.com")[0] != domain_keys("b.blogspot.com")[0]


def test_a_kit_with_a_number_for_each_victim_is_one_page():
    assert url_keys("https://bank.example/in?v=1") == url_keys("http://bank.example/in#2")
    assert url_keys("https://bank.example/") == ()


def test_one_mailbox():
    assert email_keys("ca.shier+de7@gmail.com") == email_keys("cashier@googlemail.com")
    assert email_keys("ca.shier@mail.example") != email_keys("cashier@mail.example")


def test_kinds_in_which_near_means_nothing_have_none():
    assert derived(Selector(0, 1, "hash", "ab" * 16, "x")) == ()
    assert derived(Selector(0, 1, "crypto", "1A1z", "x")) == ()


def _words(seed, number):
    return random.Random(seed).choices(
        [f"w{chr(97 + a)}{chr(97 + b)}" for a in range(26) for b in range(26)], k=number
    )


def test_the_same_story_shares_bands_and_another_none():
    story = _words(1, 120)
    told_again = " ".join([*story[:110], "ich", "habe", "4200", "Euro", "bezahlt"])
    assert len(set(word_bands(" ".join(story))) & set(word_bands(told_again))) >= BANDS // 2
    assert not set(word_bands(" ".join(story))) & set(word_bands(" ".join(_words(2, 120))))


def test_numbers_and_case_do_not_matter():
    text = "Hello, your parcel number {} could not be delivered today because the street was not found on the map"
    assert word_bands(text.format(12345)) == word_bands(text.format(99).upper())


def test_short_texts_have_no_bands():
    assert word_bands("please help me") == ()
