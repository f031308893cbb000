"""The only wrapper over ``joserfc`` and ``cryptography``: sign, verify, seal, open.

One fixed suite per key (:mod:`comity.suites.suite`): a key's own ``alg`` and ``use`` decide, never what a
message claims about itself. Keys are passed in as JWKs; nothing here reads a file, a clock or a socket.
"""
