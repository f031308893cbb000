"""Judged on real campaigns: pairs of reports of one campaign found (recall), pairs joined that are one (precision)."""

import json
from collections import Counter
from itertools import combinations

from comity.linkage import cluster, keys_of
from comity.selectors import Context, normalise
from comity.selectors.lists import default_hubs
from tests.support import shared_data

HUBS = default_hubs()


def judged(truth, answer):
    def pairs(groups):
        return {pair for group in groups for pair in combinations(sorted(group), 2)}

    ours = pairs([campaign.members for campaign in answer.campaigns])
    theirs = pairs(truth)
    return {
        "recall": round(len(ours & theirs) / len(theirs), 4),
        "precision": round(len(ours & theirs) / max(1, len(ours)), 4),
        "pairs": len(theirs),
    }


def test_drainer_sites_and_the_addresses_they_pay_into():
    """ScamSniffer: a report a row (site, address); the clusters are those of shared addresses."""
    held, truth = {}, {}
    rows = shared_data.rows("crypto-phishing-scamsniffer", "domain_address.csv.gz")
    next(rows)
    for number, (group, domain, address) in enumerate(rows):
        name = f"r{number:05}"
        found = [normalise("domain", domain, Context()), normalise("crypto", address, Context())]
        held[name] = keys_of(found, hubs=HUBS)
        truth.setdefault(group, []).append(name)
    figures = judged(truth.values(), cluster(held))
    print("scamsniffer", json.dumps(figures))
    assert figures["recall"] == 1.0
    assert figures["precision"] >= 0.9


def test_mails_of_one_sending_are_joined_by_their_words():
    """Phishing Pot: nothing is labelled, so only the size of what is joined is judged: no hub joins everything."""
    held = {}
    for mail in shared_data.objects("emails-phishing-pot", "emails.jsonl.gz"):
        from comity.selectors import extract

        held[mail["id"]] = keys_of(
            extract(mail["text"][:4000], language=mail["lang"]), mail["text"][:4000], hubs=HUBS
        )
    sizes = Counter(len(campaign.members) for campaign in cluster(held).campaigns)
    print("phishing mail", json.dumps({str(size): number for size, number in sorted(sizes.items())}))
    assert max(sizes) < len(held) / 5
    assert sum(size * number for size, number in sizes.items()) == len(held)
