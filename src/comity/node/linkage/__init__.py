"""Linkage: reports that share a selector, found by keyed digests, each link with its reason."""
