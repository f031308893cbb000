"""One byte form for one value: the JSON Canonicalization Scheme (RFC 8785), by the library ``rfc8785``.

>>> canonical_json({"b": 1, "a": "ü"})
b'{"a":"\xc3\xbc","b":1}'
"""

from __future__ import annotations

from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON value.

    Raises:
        ValueError: the value holds something JSON has no exact form for (NaN, an integer beyond 2**53).
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(str(error)) from error
