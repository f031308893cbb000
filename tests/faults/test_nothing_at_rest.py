"""Promises 7 and 8: plain text of a report is nowhere at rest, and nothing identifying is kept of an anonymous reporter.

A real node with the settings of production (WAL archive, secure cookies) is told unique strings in every field, file and header, in forms
that are taken, refused, cut off and left unsent, while its database falls over; then all that lies on its disk is read.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from comity.suites.trust import Trust
from tests.support import at_rest
from tests.support.doors import Doors
from tests.support.reporter import PNG, Reporter

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
SECRET = secrets.token_hex(6)
"""Begins every string that must not be found."""
CANARIES = 30
# Says that a process lives, whoever comes: procrastinate's heart-beat.
ALIVE = ("procrastinate_workers",)


class Canaries:
    """Hands out strings like no others, and remembers numbers that cannot carry the common beginning."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.numbers: list[str] = []

    def word(self, what: str) -> str:
        self.given.append(what)
        return f"{SECRET}x{len(self.given):02}"

    def account(self) -> str:
        """Return a valid French account number (ISO 13616)."""
        self.given.append("account")
        number = "".join(random.choices("0123456789", k=11))
        digits = f"2004101005{number}06" + "152700"  # FR00, letters as numbers
        self.numbers.append(number)
        return f"FR{98 - int(digits) % 97:02}2004101005{number}06"

    def telephone(self) -> str:
        self.given.append("telephone")
        self.numbers.append("30" + "".join(random.choices("0123456789", k=8)))
        return f"+49 {self.numbers[-1]}"

    @property
    def needles(self) -> list[str]:
        return [SECRET, *self.numbers]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A node for production; compressed pages in the WAL would hide what must be found, so they are written as they are."""
    with Doors.found(tmp_path_factory.mktemp("rest") / "de", demonstration=False) as node:
        node.sql("ALTER SYSTEM SET wal_compression = off")
        node.sql("SELECT pg_reload_conf()")
        yield node


def headers(canaries: Canaries) -> dict[str, str]:
    """Return what a browser and the proxies before the door tell of a visitor."""
    return {
        "X-Forwarded-Proto": "https",
        "User-Agent": f"Mozilla/5.0 ({canaries.word('user agent')})",
        "X-Forwarded-For": f"2001:db8::{SECRET[:4]}, {canaries.word('forwarded address')}",
        "Forwarded": f"for={canaries.word('forwarded')}",
        "X-Real-IP": canaries.word("real address"),
        "Referer": f"https://example.org/{canaries.word('referer')}",
        "Accept-Language": f"en, x-{canaries.word('language')}",
        "Authorization": f"Bearer {canaries.word('authorization')}",
        "X-Request-ID": canaries.word("request id"),
        "From": f"{canaries.word('from')}@example.org",
    }


def test_nothing_of_an_anonymous_reporter_is_finer_than_the_hour(node: Doors) -> None:
    with node.connect() as database:
        before = settled(database)
        start = datetime.now(UTC)
        if (
            start.minute == 59 and start.second > 30
        ):  # the hour would turn in the middle; nothing is wrong with that, but why test it
            time.sleep(61 - start.second)
            start = datetime.now(UTC)
        one = Reporter(
            "anonymous", node.portal, [], [("picture.png", PNG + os.urandom(70_000))],
            answers={"with_name": {"a": "no"}, "anonymous_money": {"a": "stay"}}, headers=headers(Canaries()),
        )  # fmt: skip
        one.submit(one.learn())
        assert one.code
        # Read by the worker, acknowledged by the notary, every leaf in its place.
        node.wait_until(
            lambda: node.sql("SELECT 1 FROM reports_report WHERE anonymous AND read_at IS NOT NULL")
        )
        node.wait_until(lambda: node.sql("SELECT count(*) FROM audit_pending") == [(0,)])
        assert node.sql("SELECT count(*) FROM reports_acknowledgementfile") == [(1,)]
        end = datetime.now(UTC)
        # What expires later tells as much as what happened.
        window = start - timedelta(seconds=1), end + timedelta(hours=12)
        assert changed(before, at_rest.rows(database), *window) == []
        assert at_rest.fine_files(node.home.blobs, *window) == []
        assert [
            line
            for line in log_lines(node, "portal", "worker", "notary")
            if at_rest.fine_instants(line, *window)
        ] == []

        # The checker itself: each of these is found.
        (report,) = node.sql("SELECT id FROM reports_report")[0]
        for table, statement in (
            ("reports_report", f"UPDATE reports_report SET read_at = now() WHERE id = '{report}'"),
            (
                "audit_leaf",
                "UPDATE audit_leaf SET facts = jsonb_build_object('at', now()) WHERE log = 'reports'",
            ),
            (
                "audit_leaf",
                f"UPDATE audit_leaf SET data = convert_to('{{\"at\": \"{end.isoformat()}\"}}', 'UTF8')",
            ),
            (
                "audit_leaf",
                f"UPDATE audit_leaf SET facts = jsonb_build_object('at', {int(end.timestamp()) | 1})",
            ),
        ):
            with database.transaction(force_rollback=True):
                database.execute("SET LOCAL session_replication_role = replica") if False else None
                database.execute(statement.encode())
                assert any(
                    line.startswith(table) for line in changed(before, at_rest.rows(database), *window)
                ), statement
        blob = next(path for path in node.home.blobs.rglob("*") if path.is_file())
        os.utime(blob, (end.timestamp(), int(end.timestamp()) | 1))
        assert at_rest.fine_files(node.home.blobs, *window)


def settled(database: Any) -> dict[str, Counter[str]]:
    """Wait until the node has done what it does at its first start, and return every row."""
    earlier: dict[str, Counter[str]] = {}
    while True:
        rows = {name: texts for name, texts in at_rest.rows(database).items() if name not in ALIVE}
        if rows == earlier:
            return rows
        earlier = rows
        time.sleep(5)  # longer than the pause between two walks of the worker


def changed(
    before: dict[str, Counter[str]], after: dict[str, Counter[str]], start: datetime, end: datetime
) -> list[str]:
    """Return the new and changed rows that hold an instant finer than the hour."""
    return [
        f"{table}: {text[:200]} has {fine}"
        for table, texts in after.items()
        if table not in ALIVE
        for text in texts - before.get(table, Counter())
        if (fine := at_rest.fine_instants(text, start, end))
    ]


def log_lines(node: Doors, *names: str) -> list[str]:
    """Return the lines of the logs that say something of a report, or that somebody came."""
    found = [line for name in names for line in (node.folder / f"{name}.log").read_text().splitlines()]
    return [line for line in found if "report" in line or '"request"' in line or '"problem"' in line]


def test_no_plain_text_is_at_rest(node: Doors) -> None:
    canaries = Canaries()
    one = everything_told(node, canaries)
    secrets_of_hers = [one.code, one.code.replace("-", "")]
    everything_refused(node, canaries)
    the_database_falls_over(node, canaries)
    assert len(canaries.given) >= CANARIES

    node.wait_until(lambda: node.sql("SELECT count(*) FROM reports_report WHERE read_at IS NULL") == [(0,)])
    settle(node)
    needles = [*canaries.needles, *secrets_of_hers]
    with node.connect() as database:
        assert at_rest.in_rows(at_rest.rows(database), needles) == []
    folders = list(places(node))
    assert [
        found for folder, without in folders for found in at_rest.in_folder(folder, needles, without=without)
    ] == []
    size = sum(path.stat().st_size for folder, _ in folders for path in folder.rglob("*") if path.is_file())
    print(
        f"{len(canaries.given)} canaries; {size // 1_000_000} MB read: database files, WAL, archive, logs, sealed files, temporary files"
    )
    assert list((node.home.database.folder / "archive").iterdir())
    planted(node, folders)


def everything_told(node: Doors, canaries: Canaries) -> Reporter:
    """Send a report with a string in every field, come back, add to it, and withdraw it."""
    word = canaries.word
    answers: dict[str, dict[str, Any]] = {
        "money_when": {"a": "today"}, "stop_loss": {"a": "called"}, "money_why": {"a": "false_page"}, "money_how": {"a": "transfer"},
        "money_amount": {"a": "4200", "a-currency": "EUR"}, "app_confirmed": {"a": "unknown"}, "money_to": {"a": canaries.account()},
        "account_which": {"a": ["mail"]}, "account_how": {"a": ["password", "code"]}, "got_in": {"a": "yes"}, "protected": {"a": "yes"},
        "allowed": {"a": "no"}, "account_changes": {"a": ["forwarding"]},
        "page_address": {"a": f"https://{word('address of the page')}.example/{word('path of the page')}"},
        "forward_to": {"a": f"{word('forwarding')}@mail.example"}, "account_provider": {"a": word("provider")},
        "their_traces": {"a": f"{word('trace, mail')}@mail.example\nhttps://{word('trace, page')}.example/\n@{word('trace, name')}"},
        "with_name": {"a": "yes"}, "name": {"a": f"Erna {word('name')}"}, "read_by_others": {"a": "no"}, "other_mailbox": {"a": "other"},
        "contact_mail": {"a": f"{word('mail')}@mail.example"}, "contact_phone": {"a": canaries.telephone()},
    }  # fmt: skip
    content = (word("file") + " ").encode() * 3
    one = Reporter(
        "named", node.portal, [], [(f"{word('file name')}.png", PNG + content + os.urandom(100_000) + content)],
        answers=answers, headers=headers(canaries),
    )  # fmt: skip
    one.words = f"Somebody wrote from {word('words, mail')}@mail.example and then {word('words')} was gone."
    script = one.learn()
    page = one.browser.get(script.files_at).text
    about = {name: word("description") for name in at_rest.re.findall(r'name="(about-[\w-]+)"', page)}
    one._follow(
        one.browser.post(
            script.files_at, data={"token": one.token, "go": "1", **about}, files=[("files", ("", b""))]
        )
    )
    one.browser.get(f"/check?{word('query')}=1", headers={"Cookie-Extra": word("header")})
    one.submit(script)
    one.collect(Trust.from_jwks(httpx.get(node.portal + "/real/keys", trust_env=False).content))
    assert [step.outcome for step in one.history if step.what in {"acknowledgement", "open"}] == ["ok", "ok"]
    one.browser = one.new_browser()
    assert one._follow(one.browser.post("/back", data={"code": one.code})).status_code == 200
    page = one.browser.get("/mine/add").text
    form = {name: one_of(rf'name="{name}" value="([^"]*)"', page) for name in ("token", "once")}
    extra = [
        ("files", (f"{word('later file name')}.png", PNG + word("later file").encode() * 50, "image/png"))
    ]
    one._follow(one.browser.post("/mine/add", data={**form, "a": f"Also {word('addition')}."}, files=extra))
    page = one.browser.get("/mine/add").text
    form = {name: one_of(rf'name="{name}" value="([^"]*)"', page) for name in ("token", "once")}
    one._follow(
        one.browser.post(
            "/mine/add",
            data={**form, "a": word("about herself"), "about": "me"},
            files=[("files", ("", b""))],
        )
    )
    return one


def everything_refused(node: Doors, canaries: Canaries) -> None:
    """Type what is not taken: bad codes, hostile files, a text too long, a stale form, an upload cut off; leave a draft unsent."""
    word = canaries.word
    one = Reporter("refused", node.portal, [], headers=headers(canaries))
    ask = one.browser
    assert ask.post("/back", data={"code": word("bad code")}).status_code == 422
    assert ask.post("/message", data={"a": f"Dear {word('message')}"}).status_code == 200
    assert ask.get(f"/{word('path')}").status_code == 404
    one.words = f"Never sent: {word('draft')} " + "long " * 10
    script = one.learn()
    where = next(path for path, data in script.steps if data["q"] == "story")
    assert (
        ask.post(
            where, data={"token": one.token, "q": "story", "a": word("long text") + "x" * 3_000_000}
        ).status_code
        >= 400
    )
    assert (
        ask.post(
            where, data={"token": word("stale form"), "q": "story", "a": word("stale words")}
        ).status_code
        == 422
    )
    program = [
        (
            "files",
            (f"{word('program name')}.png", b"MZ\x90\x00" + word("program").encode() * 3000, "image/png"),
        )
    ]
    assert ask.post(script.files_at, data={"token": one.token}, files=program).status_code == 422
    cut_off(node, one, script.files_at, word("file cut off"))


def cut_off(node: Doors, one: Reporter, where: str, word: str) -> None:
    """Begin an upload and go away in the middle of it."""
    import socket

    head = f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{one.token}\r\n'
    head += f'--b\r\nContent-Disposition: form-data; name="files"; filename="{word}.png"\r\nContent-Type: image/png\r\n\r\n'
    body = head.encode() + PNG + word.encode() * 20_000
    with socket.create_connection(("127.0.0.1", node.home.doors["portal"].port)) as line:
        line.sendall(
            f"POST {where} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nCookie: {one.browser.headers['Cookie']}\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body) * 2}\r\n\r\n".encode()
            + body
        )
        time.sleep(0.3)


def the_database_falls_over(node: Doors, canaries: Canaries) -> None:
    """Send words while PostgreSQL is stopped and comes back: what the logs then say holds none of them."""
    one = Reporter("unlucky", node.portal, [], headers=headers(canaries))
    one.words = f"Told in a bad moment: {canaries.word('bad moment')}"
    script = one.learn()
    where = next(path for path, data in script.steps if data["q"] == "story")
    node.stop_database()
    answer = one.browser.post(where, data={"token": one.token, "q": "story", "a": one.words})
    assert answer.status_code == 503
    node.start_database()
    one.submit(script)
    assert one.code


def settle(node: Doors) -> None:
    """Have PostgreSQL write everything to its files, and finish and archive the WAL."""
    node.sql("CHECKPOINT")
    (name,) = node.sql("SELECT pg_walfile_name(pg_switch_wal())")[0]
    archive = node.home.database.folder / "archive"
    node.wait_until((archive / name).exists)


def places(node: Doors) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Return every folder in which the node writes: all but copies of programs, page assets and its keys."""
    yield node.home.path, ("static", "keys", "postgres/program", "test/counts")  # the last is the test's own
    if not node.home.database.folder.is_relative_to(node.home.path):
        yield node.home.database.folder, ("program",)


def planted(node: Doors, folders: list[tuple[Path, tuple[str, ...]]]) -> None:
    """The checker itself: whatever is left lying about on purpose is found, wherever and however."""
    import base64

    def found(needle: str) -> list[str]:
        return [
            one for folder, without in folders for one in at_rest.in_folder(folder, [needle], without=without)
        ]

    for place, write in {
        "test/portal.log": lambda word: f'{{"event": "told", "words": "{word}"}}\n'.encode(),
        "test/tmp/upload": lambda word: b"\0" * 70_000 + word.upper().encode(),
        "blobs/part/left": lambda word: word.encode("utf-16"),
        "test/cache": lambda word: b"ab" + base64.b64encode(b"?" + f"said {word} and more".encode()),
        "test/core": lambda word: word.encode().hex().encode(),
    }.items():
        word = secrets.token_hex(8)
        path = node.home.path / place
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as file:
            file.write(write(word))
        assert any(place in one for one in found(word)), place
    word = secrets.token_hex(8)
    node.sql(f"CREATE TABLE left_open AS SELECT '{word}'::text AS words")
    with node.connect("comity_owner") as database:
        node.sql("ALTER TABLE left_open OWNER TO comity_owner")
        assert at_rest.in_rows(at_rest.rows(database), [word])
    node.sql("DROP TABLE left_open")
    settle(node)
    assert any("archive/" in one for one in found(word))  # gone from the tables, but not from the WAL


def one_of(pattern: str, text: str) -> str:
    match = at_rest.re.search(pattern, text)
    assert match, pattern
    return match[1]
