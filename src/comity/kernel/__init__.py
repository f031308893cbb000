"""The few types every room shares: country, period, identifier, digest, clock, actor, finding, errors.

Nothing here reads a file, a clock or a socket.
"""
