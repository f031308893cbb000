"""Custody: an append-only Merkle log, its signed checkpoints, and what can be proved from them off line.

Leaves hold salted digests and coded values only, never personal data. :mod:`comity.custody.verify` stands alone: it
needs nothing but Python and ``cryptography``, so that a court or a defence can read it in an hour and run it themselves.
"""
