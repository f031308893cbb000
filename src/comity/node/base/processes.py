"""What whoever starts processes needs: whether a port is free, and that a child ends with its parent."""

from __future__ import annotations

import ctypes
import signal
import socket


def port_free(port: int) -> bool:
    """Say whether nobody listens on a port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def end_with_parent() -> None:
    """Ask for SIGTERM when the parent dies (prctl(2), PR_SET_PDEATHSIG); called in the child, before it becomes another program."""
    ctypes.CDLL(None).prctl(1, int(signal.SIGTERM))
