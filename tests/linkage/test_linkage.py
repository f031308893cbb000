"""Links and campaigns: joined by what is exact, explained, guarded against hubs, the same in any order."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.linkage import SCHEMES, Key, cluster, keys_of, match, weigh
from comity.selectors import extract
from comity.selectors.lists import default_hubs

HUBS = default_hubs()


def keys(text, country="DE"):
    return keys_of(extract(text, country=country), hubs=HUBS)


def reports(**texts):
    return {name: keys(text) for name, text in texts.items()}


def groups(answer):
    return {campaign.members for campaign in answer.campaigns if len(campaign.members) > 1}


LANTERN = reports(
    a="Ich war auf konto-sicherheit.example und zahlte an FR14 2004 1010 0505 0001 3M02 606",
    b="Die Seite hieß login.konto-sicherheit.example",
    c="Geld ging an FR1420041010050500013M02606",
    d="Die Seite paket-zoll.example wollte 2 Euro",
)


def test_the_lantern_reports_join_and_say_why():
    answer = cluster(LANTERN)
    assert groups(answer) == {("a", "b", "c")}
    reasons = {(other, shared.key.scheme) for other, shared in answer.campaigns[0].reasons("a")}
    assert {("b", "registrable"), ("c", "iban")} <= reasons


def test_a_link_names_each_shared_key_and_who_holds_it():
    new = keys("konto-sicherheit.example, FR14 2004 1010 0505 0001 3M02 606")
    held = [(name, key) for name, own in LANTERN.items() for key in own]
    links = match("new", new, held)
    assert [link.other for link in links if link.joins] == ["a", "b", "c"]
    assert links[0].other == "a"
    [iban] = [shared for shared in links[0].reasons if shared.key.scheme == "iban"]
    assert iban.held_by == 3
    assert iban.document("a")["code"] == "linkage.shared.exact"


@pytest.mark.parametrize(
    "text",
    [
        "my bank is www.sparkasse.de",
        "he wrote from gmail.com",
        "it was on https://www.google.com/search?q=bank",
        "the short address was bit.ly",
        "it came from 104.16.1.1",
        "my card 4111 1111 1111 1111",
    ],
)
def test_a_bank_or_a_big_host_joins_nothing(text):
    assert groups(cluster({"a": keys(text), "b": keys(text)})) == set()


def test_a_mail_address_joins_but_not_its_provider():
    same = cluster(reports(a="x.y@gmail.com", b="xy+1@gmail.com", c="other@gmail.com"))
    assert groups(same) == {("a", "b")}


def test_pages_of_one_letting_host_are_not_joined():
    assert groups(cluster(reports(a="one.blogspot.com", b="two.blogspot.com", c="one.blogspot.com"))) == {
        ("a", "c")
    }


def test_a_weak_sign_alone_is_only_shown():
    answer = cluster(reports(a="+49 561 1234567", b="+49 561 1234568"))
    assert groups(answer) == set()
    assert [(link.one, link.other, link.joins) for link in answer.possible] == [("a", "b", False)]


def test_two_weak_signs_join():
    answer = cluster(reports(a="+49 561 1234567 paypa1.example", b="+49 561 1234568 paypai.example"))
    assert groups(answer) == {("a", "b")}


def test_a_weak_key_in_a_crowd_proves_nothing():
    key = Key("skeleton", "bank.example")
    answer = cluster({f"r{number:03}": [key] for number in range(SCHEMES["skeleton"].crowd + 1)})
    assert answer.possible == ()
    assert answer.crowded == {key: SCHEMES["skeleton"].crowd + 1}
    assert match("new", [key], [(f"r{n}", key) for n in range(10)], held_by={key: 5000}) == []


def test_a_large_campaign_needs_as_many_links_as_members():
    key = Key("iban", "FR14")
    [campaign] = cluster({f"r{number:05}": [key] for number in range(10_000)}).campaigns
    assert len(campaign.members) == 10_000
    assert len(campaign.links) == 9_999


def test_a_split_holds_and_is_shown():
    answer = cluster(LANTERN, splits=[frozenset({"a", "b"})])
    assert groups(answer) == {("a", "c")}
    assert [(link.one, link.other) for link in answer.held] == [("a", "b")]


def test_a_cut_key_proves_nothing():
    cut = frozenset(key for key in LANTERN["c"] if key.scheme in {"iban", "account-head"})
    assert groups(cluster(LANTERN, cuts=cut)) == {("a", "b")}


def test_words_join_when_enough_of_them_are_shared():
    assert weigh([Key("words", str(band), band) for band in range(5)]) == 1.0
    assert weigh([Key("words", str(band), band) for band in range(16)]) == 1.0


def test_digests_join_like_plain_values():
    hidden = {
        name: [Key(key.scheme, f"{hash((key.scheme, key.token)):x}", key.band) for key in own]
        for name, own in LANTERN.items()
    }
    assert groups(cluster(hidden)) == groups(cluster(LANTERN))


KEYS = st.builds(
    Key, st.sampled_from(["domain", "iban", "phone-less", "skeleton", "username"]), st.sampled_from("abcdef")
)
SETS = st.dictionaries(st.sampled_from([f"r{n}" for n in range(9)]), st.lists(KEYS, max_size=4), max_size=9)
SPLITS = st.lists(
    st.frozensets(st.sampled_from([f"r{n}" for n in range(9)]), min_size=2, max_size=2), max_size=3
)


@given(SETS, SPLITS, st.randoms())
def test_the_order_of_input_changes_nothing(held, splits, chance):
    names = list(held)
    chance.shuffle(names)
    shuffled = {name: chance.sample(held[name], len(held[name])) for name in names}
    assert cluster(held, splits=splits) == cluster(shuffled, splits=splits)


@settings(max_examples=200)
@given(SETS, SPLITS)
def test_parts_are_a_partition_and_splits_hold(held, splits):
    answer = cluster(held, splits=splits)
    members = [member for campaign in answer.campaigns for member in campaign.members]
    assert sorted(members) == sorted(held)
    for campaign in answer.campaigns:
        assert campaign.id == campaign.members[0]
        assert not any(pair <= set(campaign.members) for pair in splits)
        assert all(link.joins for link in campaign.links)


@given(SETS)
def test_without_splits_an_exact_key_joins_all_who_hold_it(held):
    where = {member: campaign.id for campaign in cluster(held).campaigns for member in campaign.members}
    for one in held:
        for other in held:
            if any(key in held[other] and key.rule.weight >= 1 for key in held[one]):
                assert where[one] == where[other]


def test_twenty_thousand_reports_become_campaigns():
    chance = random.Random(3)
    pool = [Key("domain", f"d{number}.example") for number in range(20_000)]
    held = {f"r{number}": chance.sample(pool, 2) for number in range(20_000)}
    assert len(cluster(held).campaigns) < 20_000
