"""What the public door may see: rows it can name by a secret the visitor brought, inside one transaction.

The portal's database role sees a report only while its transaction says which code it holds, and a draft only while
it says whose it is (row-level security, ``grants.py``). A portal that were taken over could not list anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def holding(*, code: bytes | None = None, holder: bytes | None = None) -> Iterator[None]:
    """Open a transaction in which the rows belonging to these digests, and no others, can be seen by the portal."""
    given = {"comity.code": code, "comity.holder": holder}
    with transaction.atomic(), connection.cursor() as cursor:
        before = {}
        for name, value in given.items():
            if value is not None:
                cursor.execute("SELECT current_setting(%s, true)", [name])
                before[name] = cursor.fetchone()[0] or ""
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value.hex()])
        yield
        # The end of the transaction forgets them; inside a larger one, what was held before counts again.
        for name, earlier in before.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, earlier])
