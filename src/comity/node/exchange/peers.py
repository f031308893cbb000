"""The way out: signed HTTP requests to the gateways that the directory names, and to nowhere else.

Nothing here touches the database, so it may run in a thread. An answer is bytes and a status; what they mean is decided
by whoever asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import httpx

from comity.kernel.clock import Clock
from comity.kernel.errors import ComityError
from comity.node.exchange import faults
from comity.suites import httpsig

ENVELOPES = "/exchange/envelopes"
RECEIPTS = "/exchange/receipts"
PARCELS = "/exchange/parcels"
ENVELOPE_TYPE = "application/jose"
RECEIPT_TYPE = "application/jose"
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_LIMIT = 256 * 1024  # no answer of a gateway is longer, unless more was asked for
_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway answered."""

    status: int
    body: bytes

    @property
    def good(self) -> bool:
        """Whether it is a success."""
        return 200 <= self.status < 300

    def document(self) -> Mapping[str, Any]:
        """Return the answer as a JSON object; empty where it is none."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


class NoAnswer(ComityError):
    """The other node cannot be reached, or the connection broke: nobody knows whether anything arrived.

    ``unreachable``: there was not even a connection, so that trying other messages now is no use.
    """

    unreachable = False


class Peers:
    """Connections to other gateways, signed with the exchange key of this node. Use as a context manager."""

    def __init__(self, key: Mapping[str, Any], wire: Clock) -> None:
        self._key = key
        self._wire = wire
        # No proxies, certificates or addresses from the environment; no redirects: only what the directory says.
        self._client = httpx.Client(timeout=_TIMEOUT, trust_env=False, follow_redirects=False)

    def __enter__(self) -> Peers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def post(self, gateway: str, path: str, body: bytes, *, media: str) -> Answer:
        """Post bytes to a gateway.

        Raises:
            NoAnswer: no connection, no whole answer in time, or one that is too long.
        """
        return self._ask("POST", gateway + path, body, {"Content-Type": media})

    def get(self, gateway: str, path: str, *, limit: int = _LIMIT) -> Answer:
        """Ask a gateway for something; the request is signed too.

        Raises:
            NoAnswer: as for :meth:`post`.
        """
        return self._ask("GET", gateway + path, b"", {}, limit=limit)

    def _ask(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str], *, limit: int = _LIMIT
    ) -> Answer:
        signed = httpsig.sign(method, url, body, self._key, at=self._wire.now())
        try:
            address, host = _where(url)
            sent = {"Host": host, **headers, **signed}
            with self._client.stream(method, address, content=body, headers=sent) as response:
                content = bytearray()
                for part in response.iter_raw(65_536):
                    content += part
                    if len(content) > limit:
                        raise NoAnswer(faults.BAD_ANSWER.fault())
                return Answer(response.status_code, bytes(content))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            silence = NoAnswer(faults.NO_ANSWER.fault())
            silence.unreachable = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            raise silence from error


def _where(url: str) -> tuple[httpx.URL, str]:
    """Return where to connect to and the Host field. Names under ``localhost`` are this machine (RFC 6761, 6.3), whether or
    not its resolver knows."""
    address = httpx.URL(url)
    if address.scheme not in _SCHEMES:
        raise NoAnswer(faults.NO_ANSWER.fault())
    host = address.netloc.decode("ascii")
    if address.host == "localhost" or address.host.endswith(".localhost"):
        address = address.copy_with(host="127.0.0.1")
    return address, host
