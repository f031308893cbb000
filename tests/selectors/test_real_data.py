"""Judged on real data: recall and precision where the truth is known, with the figures printed (``pytest -rP``)."""

import json
import random
import re
from collections import Counter

import pytest

from comity.selectors import extract
from tests.support import shared_data

ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+(:\d+)?")
DEFANGED = re.compile(r"\.(?=[A-Za-z0-9])")


def show(name, **figures):
    print(name, json.dumps(figures))


@pytest.mark.parametrize("defanged", [False, True])
def test_network_indicators(defanged):
    """Maltrail: 17,000 domains, addresses and URLs, each set into a sentence."""
    hit, total = Counter(), Counter()
    rows = shared_data.rows("indicators-maltrail", "indicators.csv.gz")
    next(rows)
    for _, indicator, _ in rows:
        kind = "ip" if ADDRESS.fullmatch(indicator) else "url" if "/" in indicator else "domain"
        if indicator.startswith(("/", "(", "[")) or "\\" in indicator:
            continue  # a path or a regular expression: no address by itself
        bare = indicator.partition(":")[0] if kind == "ip" else indicator
        written, bare = (DEFANGED.sub("[.]", one) if defanged else one for one in (indicator, bare))
        total[kind] += 1
        hit[kind] += any(
            one.kind == kind and one.as_written.lower() == bare.lower()
            for one in extract(f"I saw {written} there.")
        )
    recall = {kind: round(hit[kind] / total[kind], 4) for kind in total}
    show("maltrail", defanged=defanged, recall=recall, total=dict(total))
    assert min(recall.values()) >= 0.997


def test_wallets():
    """GraphSense: real addresses are found, the same with one wrong letter never."""
    hit, total, wrong = Counter(), Counter(), 0
    chance = random.Random(2)
    rows = [
        row
        for number, row in enumerate(shared_data.rows("crypto-tags-graphsense", "tags.csv.gz"))
        if number % 15 == 1
    ]
    for row in rows:
        currency, address = row[2], row[3]
        if currency not in {"BTC", "ETH", "TRX", "LTC"}:
            continue
        total[currency] += 1
        hit[currency] += any(
            one.as_written == address and one.kind == "crypto" for one in extract(f"pay to {address} now")
        )
        place = chance.randrange(3, len(address))
        changed = address[:place] + chance.choice("abcdefghjk") + address[place + 1 :]
        if changed.lower() != address.lower() and currency != "ETH":
            wrong += any(one.kind == "crypto" for one in extract(changed))
    recall = {name: round(hit[name] / total[name], 5) for name in total}
    show("graphsense", recall=recall, total=dict(total), mistyped_accepted=wrong)
    assert min(recall.values()) >= 0.999
    assert wrong == 0


def test_addresses_in_phishing_mail():
    """Phishing Pot: links of the mail that stand in its text between blanks or brackets."""
    hit = total = 0
    kinds = Counter()
    for mail in shared_data.objects("emails-phishing-pot", "emails.jsonl.gz"):
        text = mail["text"]
        found = extract(text, language=mail["lang"])
        kinds.update(one.kind for one in found)
        for one in found:
            assert text[one.start : one.end] == one.as_written or one.kind == "card"
        written = {one.as_written for one in found if one.kind == "url"}
        for url in set(mail["urls"]):
            alone = re.search(rf"(?:^|[\s<(\"'\[]){re.escape(url)}(?:$|[\s>)\"'\]])", text)
            if alone and "\\" not in url and url[-1] not in "?.,*":
                total += 1
                hit += url in written
    show("phishing mail", recall=round(hit / total, 4), total=total, found=dict(kinds))
    assert hit / total >= 0.98


def test_numbers_in_short_messages():
    """SMS Spam Collection: eleven digits from 0 are British numbers; private talk names hardly any address."""
    hit = total = 0
    talk, kinds = 0, Counter()
    for label, text in shared_data.rows("messages-sms-spam-uci", "sms.tsv.gz", delimiter="\t"):
        found = extract(text, language="en", country="GB")
        if label == "ham":
            talk += 1
            kinds.update(one.kind for one in found)
            continue
        digits = {re.sub(r"\D", "", one.as_written) for one in found if one.kind == "phone"}
        wanted = set(re.findall(r"(?<!\d)0\d{10}(?!\d)", text))
        total += len(wanted)
        hit += len(wanted & digits)
    show("sms", recall=round(hit / total, 4), total=total, talk=talk, found_in_talk=dict(kinds))
    assert hit / total >= 0.97
    assert sum(kinds.values()) / talk <= 0.01


def test_masked_and_foreign_text_gives_no_false_find():
    """Chinese messages and bank complaints with every number masked: what is found must be a real name."""
    chinese = [text for _, text in shared_data.rows("messages-sms-chinese-fbs", "sms.tsv.gz", delimiter="\t")]
    assert sum(len(extract(text, language="zh", country="CN")) for text in chinese) == 0
    complaints = Counter(
        one.kind
        for record in shared_data.objects("narratives-cfpb-complaints", "cfpb_narratives.jsonl.gz")
        for one in extract(record["narrative"], language="en", country="US")
    )
    show("complaints", found=dict(complaints))
    assert set(complaints) <= {"domain"}


def test_indonesian_messages():
    """Mobile numbers of the fraud messages, read in the country's numbering plan."""
    hit = total = 0
    for label, text in shared_data.rows("messages-sms-indonesian", "sms.tsv.gz", delimiter="\t"):
        if label != "fraud":
            continue
        wanted = set(re.findall(r"(?<!\d)08\d{9,10}(?!\d)", text))
        digits = {re.sub(r"\D", "", one.as_written) for one in extract(text, language="id", country="ID")}
        total += len(wanted)
        hit += len(wanted & digits)
    show("indonesian", recall=round(hit / total, 4), total=total)
    assert hit / total >= 0.9


PATTERN = re.compile(r"([a-z0-9-]+):([\w.'\-]+)\s*=\s*'((?:[^'\\]|\\.)*)'")
OF_TYPE = {"domain-name": "domain", "url": "url", "ipv4-addr": "ip", "email-addr": "email"}


def test_indicators_of_stix_bundles():
    """Amnesty and Unit 42: every domain, address, mail address and digest of the patterns."""
    import gzip

    hit, total = Counter(), Counter()
    for name in ("stix-bundles-amnesty", "stix-bundles-unit42"):
        for file in sorted(shared_data.folder(name).glob("*.gz")):
            bundle = json.loads(gzip.decompress(file.read_bytes()))
            patterns = [one["pattern"] for one in bundle["objects"] if one["type"] == "indicator"]
            for kind_name, path, value in (
                match for pattern in patterns for match in PATTERN.findall(pattern)
            ):
                kind = "hash" if "hashes" in path else OF_TYPE.get(kind_name)
                value = value.replace("\\\\", "\\")  # noqa: PLW2901
                if kind == "domain" and ADDRESS.fullmatch(value):
                    kind = "ip"
                if kind == "url" and not re.match(r"[a-z]+://|[^/]+/", value):
                    kind = "domain"
                if kind:
                    total[kind] += 1
                    hit[kind] += any(
                        one.kind == kind and one.as_written == value for one in extract(f"see {value} please")
                    )
    recall = {kind: round(hit[kind] / total[kind], 4) for kind in total}
    show("stix", recall=recall, total=dict(total))
    assert min(recall.values()) >= 0.99
