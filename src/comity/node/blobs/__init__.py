"""Sealed bytes on disk under the digest of what is sealed: written, synced and named before any row speaks of them."""
