"""Load a process's modules without a pause of the collector after every few hundred new objects.

What is loaded lives as long as the process: looking through it for garbage costs a seventh of each start, and again at
every full collection. So the collector rests meanwhile and afterwards leaves all that was loaded alone
(``gc.freeze``, https://docs.python.org/3/library/gc.html#gc.freeze).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Import and set up inside; the collector works again afterwards, on what came later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
