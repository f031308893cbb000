"""A proxy between two nodes that does to their traffic what networks do: lose, double, delay, change, cut, slow down.

It speaks just enough HTTP/1.1 to tell one exchange from the next, and ends the connection after each. What it does to
the n-th exchange is decided by a plan, a function of ``n``; with :func:`seeded` a run can be repeated from its seed.

    with FaultProxy(("127.0.0.1", 9000), plan=seeded(7, rate=0.5)) as proxy:
        httpx.post(f"http://127.0.0.1:{proxy.port}/...")
    proxy.history   # [(0, Fault.DROP_RESPONSE), ...]
"""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections.abc import Callable
from enum import Enum
from types import TracebackType


class Fault(Enum):
    """What happens to one exchange."""

    NONE = "none"
    REFUSE = "refuse"  # the connection ends before a byte is read
    DROP_REQUEST = "drop_request"  # read, never forwarded
    DROP_RESPONSE = "drop_response"  # forwarded and answered, the answer is lost
    DUPLICATE = "duplicate"  # forwarded twice, the second answer is returned
    HOLD = "hold"  # forwarded late, so that others overtake
    CORRUPT_REQUEST = "corrupt_request"  # one bit of the body flipped
    CORRUPT_RESPONSE = "corrupt_response"
    CUT_REQUEST = "cut_request"  # the connection ends in the middle of the body
    CUT_RESPONSE = "cut_response"
    THROTTLE = "throttle"  # a few bytes at a time


Plan = Callable[[int], Fault]


def clean(_: int) -> Fault:
    """Do nothing to any exchange."""
    return Fault.NONE


def broken(_: int) -> Fault:
    """Let nothing through: a partition."""
    return Fault.REFUSE


def seeded(seed: int, *, rate: float = 0.5) -> Plan:
    """Spoil about ``rate`` of all exchanges, in an order that the seed decides."""
    kinds = [fault for fault in Fault if fault is not Fault.NONE]

    def plan(number: int) -> Fault:
        dice = random.Random(f"{seed}/{number}")
        return dice.choice(kinds) if dice.random() < rate else Fault.NONE

    return plan


class FaultProxy:
    """The proxy: listens on a loopback port of its own; ``plan`` and ``upstream`` may be changed while it runs."""

    def __init__(
        self, upstream: tuple[str, int], *, plan: Plan = clean, hold_seconds: float = 0.3, port: int = 0
    ) -> None:
        self.upstream = upstream
        self.plan = plan
        self.hold_seconds = hold_seconds
        self.history: list[tuple[int, Fault]] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self._listener.settimeout(0.2)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(2)
        self._listener.close()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            number = len(self.history)
            fault = self.plan(number)
            self.history.append((number, fault))
        client.settimeout(20)
        with contextlib.suppress(OSError), client:
            if fault is Fault.REFUSE:
                return
            request = _read_message(client)
            if request is None or fault is Fault.DROP_REQUEST:
                return
            self._pass_on(client, request, fault, number)

    def _pass_on(self, client: socket.socket, request: bytes, fault: Fault, number: int) -> None:
        if fault is Fault.HOLD:
            time.sleep(self.hold_seconds)
        elif fault is Fault.CORRUPT_REQUEST:
            request = _flip(request, number)
        elif fault is Fault.CUT_REQUEST:
            self._ask(request[: _body_start(request) + (len(request) - _body_start(request)) // 2], cut=True)
            return
        response = self._ask(request, slow=fault is Fault.THROTTLE)
        if fault is Fault.DUPLICATE:
            response = self._ask(request)
        if response is None or fault is Fault.DROP_RESPONSE:
            return
        if fault is Fault.CORRUPT_RESPONSE:
            response = _flip(response, number)
        elif fault is Fault.CUT_RESPONSE:
            response = response[: len(response) * 2 // 3]
        client.sendall(response)

    def _ask(self, request: bytes, *, cut: bool = False, slow: bool = False) -> bytes | None:
        with contextlib.suppress(OSError), socket.create_connection(self.upstream, timeout=5) as server:
            server.settimeout(20)
            if slow:
                step = max(1, len(request) // 20)
                for at in range(0, len(request), step):
                    server.sendall(request[at : at + step])
                    time.sleep(0.01)
            else:
                server.sendall(request)
            return None if cut else _read_message(server)
        return None


def _read_message(connection: socket.socket) -> bytes | None:
    """Read one HTTP message with its body and make it the last of its connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    start = _body_start(data)
    head, body = data[: start - 4], data[start:]
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next(
        (int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), None
    )
    chunked = any(line.lower().startswith(b"transfer-encoding:") for line in lines)
    while (length is None and chunked and not body.endswith(b"0\r\n\r\n")) or (
        length is not None and len(body) < length
    ):
        more = connection.recv(65536)
        if not more:
            break
        body += more
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


def _body_start(message: bytes) -> int:
    return message.index(b"\r\n\r\n") + 4


def _flip(message: bytes, number: int) -> bytes:
    """Flip one bit of the body (of the head's last byte where there is no body)."""
    start = _body_start(message)
    size = len(message) - start
    if size == 0:
        return message
    place = start + random.Random(number).randrange(size)
    return message[:place] + bytes([message[place] ^ (1 << number % 8)]) + message[place + 1 :]
