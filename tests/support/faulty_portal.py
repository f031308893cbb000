"""The real portal with points at which it dies, a disk that remembers what was synced, and bugs that the judge must find.

A *point* is just before and just after each word exchanged with the database, each fsync, each rename, each folder made, and between
the finished answer and its sending. ``order`` (a file) says ``ROUTE POINT``: SIGKILL the whole portal at that point of a request, once.
``journal`` notes what is durable, for :mod:`tests.support.power_cut`.
"""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_here = threading.local()


class Points:
    """Counts the points of each request and dies where it was ordered to."""

    def __init__(self, order: Path, counts: Path) -> None:
        self._order, self._counts = order, counts

    def begin(self, route: str) -> None:
        """Begin a request."""
        ordered = self._order.read_text().split() if self._order.exists() else []
        _here.count, _here.route = 0, route
        _here.die_at = int(ordered[1]) if len(ordered) == 2 and ordered[0] == route else 0

    def ordered(self, what: str) -> bool:
        """Say whether this very order was given."""
        return self._order.exists() and self._order.read_text() == what

    def reach(self) -> None:
        """Reach a point."""
        if getattr(_here, "route", ""):
            _here.count += 1
            if _here.count == _here.die_at:
                self.die()

    def end(self) -> None:
        """End a request: how many points it had is written down."""
        # On a full disk the count is lost, never the answer.
        with contextlib.suppress(OSError), self._counts.open("a") as file:
            file.write(f"{_here.route} {_here.count}\n")
        _here.route = ""

    def die(self) -> None:
        """End the whole process group at once."""
        self._order.unlink(missing_ok=True)
        os.killpg(0, signal.SIGKILL)


def install(folder: Path) -> tuple[Callable[..., Iterable[bytes]], Callable[[str], None]]:
    """Put the points into the libraries; return the application to serve, and what plants a bug in it."""
    points = Points(folder / "order", folder / "counts")
    _watch(points, folder / "journal")
    from comity.node.conf.wsgi import application as real

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        route = environ["REQUEST_METHOD"] + environ["PATH_INFO"].rstrip("0123456789")
        points.begin(route)
        answer = list(real(environ, start_response))
        points.reach()
        points.end()
        return answer

    return application, lambda bug: _plant(bug, points)


def _watch(points: Points, journal: Path) -> None:
    import psycopg

    note = functools.partial(_note, os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))

    def around(true: Callable[..., Any], after: Callable[..., None] = lambda *_: None) -> Callable[..., Any]:
        @functools.wraps(true)
        def called(*arguments: Any, **named: Any) -> Any:
            points.reach()
            answer = true(*arguments, **named)
            after(*arguments)
            points.reach()
            return answer

        return called

    psycopg.Connection.wait = around(psycopg.Connection.wait)  # type: ignore[method-assign]
    os.fsync = around(os.fsync, lambda handle: note("sync", f"/proc/self/fd/{handle}"))
    os.replace = around(os.replace, lambda source, target, **__: note("name", target, source))
    os.mkdir = around(os.mkdir, lambda path, *_, **__: note("name", path))


def _note(journal: int, what: str, *paths: str | os.PathLike[str]) -> None:
    os.write(journal, ("\t".join([what, *map(os.path.realpath, paths)]) + "\n").encode())


def _plant(bug: str, points: Points) -> None:
    from django.db import connections, transaction

    from comity.node.blobs import store
    from comity.node.portal import flow, visitor
    from comity.node.reports import actions, drafts

    true_send, true_draft, true_finish = flow.send, visitor.Visitor.draft, store.Writer.finish

    def late(work: Callable[[], Any]) -> None:
        def wait_and_work() -> None:
            time.sleep(3)
            work()
            connections.close_all()

        threading.Thread(target=wait_and_work, daemon=True).start()

    marks: dict[str, Any] = {}

    def rehearse(visit: Any) -> Any:
        """Send, keep the mark that the draft would have, and take everything back."""
        with transaction.atomic():
            true_send(visit)
            marks[visit.code] = true_draft(visit)["sent"]
            transaction.set_rollback(True)
        return marks[visit.code]

    if bug == "answer_before_commit":

        def draft(self: Any) -> Any:
            content = true_draft(self)
            if not content.get("sent") and self.code in marks:
                content["sent"] = marks[self.code]
            return content

        def send_later(visit: Any) -> None:
            rehearse(visit)
            late(lambda: true_send(visit))

        flow.send = send_later
        visitor.Visitor.draft = draft  # type: ignore[method-assign]
    elif (
        bug == "no_unique_index"
    ):  # the test drops the indexes; nothing else remembers that the form came before

        def send_twice(visit: Any) -> None:
            content = visit.draft()
            if content.get("sent"):
                return
            mark = rehearse(visit)
            digest = actions.mac.code_digest(
                visit.keyring.code(), actions.codes.normalise(content["secrets"]["code"])
            )
            with actions.holding(code=digest):
                actions._store(
                    flow.submission(content),
                    flow.secrets_of(content),
                    digest,
                    flow.queries.desk_for_reports(),
                    visit.now,
                )
            if points.ordered("between"):
                points.die()
            with drafts.changing(visit.code, "report", keyring=visit.keyring, at=visit.now) as kept:
                kept["sent"] = mark

        flow.send = send_twice
    elif bug == "forgotten_file":
        actions._store_files = lambda *_, **__: None  # type: ignore[assignment]
    elif bug == "no_fsync":
        os.fsync = lambda _: None
    elif bug == "row_before_name":

        def finish(self: Any) -> str:
            name = self._digest.hexdigest()
            self._file.flush()
            os.fsync(self._file.fileno())
            late(lambda: true_finish(self))
            return name

        store.Writer.finish = finish  # type: ignore[method-assign]
    else:
        raise ValueError(bug)
