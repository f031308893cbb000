"""Linkage: which reports belong together, and why.

Pure: keys in, links and campaigns out. The keys may be plain values (a notebook, the command line) or keyed digests
(the node); the rules are the same, because nothing here looks inside a token.
"""

from comity.linkage.clustering import Campaign, Clustering, cluster
from comity.linkage.keys import SCHEMES, Key, Scheme, keys_of
from comity.linkage.matching import Link, Shared, match, weigh

__all__ = [
    "SCHEMES",
    "Campaign",
    "Clustering",
    "Key",
    "Link",
    "Scheme",
    "Shared",
    "cluster",
    "keys_of",
    "match",
    "weigh",
]
