"""A reporter at the portal over HTTP: fills in the pages, sends, and tries again with the same form after anything that goes wrong.

What she tries and what comes of it is written into a history, for :mod:`tests.support.report_judge`.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx

from comity.custody import acknowledgement
from comity.kernel.digest import digest
from comity.kernel.errors import ComityError
from comity.suites.trust import Trust
from tests.support.report_judge import Operation, Outcome, Told

PNG = b"\x89PNG\r\n\x1a\n"
PATIENCE = 60.0
PAUSE = 0.04


@dataclass
class Script:
    """The way through the questions, learnt once by looking at the pages: what is posted where."""

    steps: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    files_at: str = ""


@dataclass
class Reporter:
    """One reporter with her browser. ``history`` is shared by all of a run."""

    name: str
    address: str
    history: list[Operation]
    files: Sequence[tuple[str, bytes]] = ()
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    gives_up: bool = False
    seen: Callable[[], None] = lambda: None
    """Called the moment she sees her code."""
    told: Told | None = None
    code: str = ""
    statuses: list[int] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    """Every page of an error she was shown."""

    def __post_init__(self) -> None:
        self.browser = self.new_browser()
        self.token = ""
        self.words = f"{self.name} tells that money is gone."

    # -- filling in ------------------------------------------------------------------------------------------------

    def learn(self, first: str = "money") -> Script:
        """Walk page by page, as a browser without script does, up to the review; return the way."""
        script = Script()
        page = self._follow(self.browser.post("/", data={"a": first}))
        for _ in range(60):
            text = unescape(page.text)
            self.token = _one(r'name="token" value="(\w*)"', text)
            where = _one(r'<form action="([^"]+)"', text)
            if 'type="file"' in text:
                script.files_at = where
                self._put_files(where)
                data: dict[str, Any] = {"go": "1"}
                page = self._follow(
                    self.browser.post(where, data={"token": self.token, "go": "1"}, files=_no_file())
                )
            elif found := re.search(r'name="q" value="(\w+)"', text):
                data = {"q": found[1], **(self._given(found[1]) or _any(text))}
                script.steps.append((where, data))
                page = self._follow(self.browser.post(where, data={"token": self.token, **data}))
            else:
                self._look_over(text)
                return script
        raise AssertionError("the questions do not end")

    def fill(self, script: Script, first: str = "money") -> None:
        """Fill in everything but the files, quickly: post what :meth:`learn` found, page after page."""
        self._must(lambda: self.browser.post("/", data={"a": first}), 302)
        page = self._must(lambda: self.browser.get(script.steps[0][0]), 200)
        self.token = _one(r'name="token" value="(\w*)"', unescape(page.text))
        for where, data in script.steps:
            given = self._given(str(data["q"]))
            form = {"token": self.token, "q": data["q"], **given} if given else {"token": self.token, **data}
            self._must(lambda where=where, form=form: self.browser.post(where, data=form), 302)  # type: ignore[misc]

    # -- the window in which everything may break --------------------------------------------------------------------

    def submit(self, script: Script) -> None:
        """Give the files, look the report over, send it, see the code; try again and again until it is done."""
        end = time.monotonic() + PATIENCE
        self._give_files(script.files_at, end)
        self._must(
            lambda: self.browser.post(
                script.files_at, data={"token": self.token, "go": "1"}, files=_no_file()
            ),
            302,
        )
        page = self._must(lambda: self.browser.get("/check"), 200)
        self._look_over(unescape(page.text))
        while time.monotonic() < end:
            answer = self._try("send", lambda: self.browser.post("/send", data={"token": self.token}))
            if answer is None and self.gives_up:
                return
            if answer is not None and answer.status_code == 302 and self._see_code(end):
                return
            time.sleep(PAUSE)

    def collect(self, trust: Trust, *, patience: float = PATIENCE) -> None:
        """Fetch the acknowledgement and check it off line, then come back with the code and fetch the copy."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            start = time.monotonic()
            answer = self._quietly(lambda: self.browser.get("/done/file"))
            if answer is not None and answer.status_code == 200:
                break
            time.sleep(PAUSE)
        else:
            return
        copy = self._come_back(end)
        try:
            document = acknowledgement.check(answer.content, trust)
            mine = acknowledgement.matches(
                document, content=digest(copy), files=[digest(data) for _, data in self.files]
            )
            outcome: Outcome = "ok" if mine and len(document["files"]) == len(self.files) else "failed"
            self._note("acknowledgement", start, outcome, document["reference"])
        except ComityError as error:
            self._note("acknowledgement", start, "failed", str(error))

    def _come_back(self, end: float) -> bytes:
        """Enter the code in another browser and return the copy of the report."""
        start = time.monotonic()
        with self.new_browser() as other:
            while time.monotonic() < end:
                try:
                    entered = other.post("/back", data={"code": self.code})
                    copy = other.get("/mine/copy/file") if entered.status_code == 302 else entered
                except httpx.TransportError:
                    time.sleep(PAUSE)
                    continue
                if copy.status_code == 200 and copy.headers["Content-Type"].startswith("application/json"):
                    document = copy.json()
                    same = self.words in document["own_words"]
                    self._note("open", start, "ok" if same else "failed", document["reference"])
                    return copy.content
                if copy.status_code < 500:
                    break
                time.sleep(PAUSE)
        self._note("open", start, "failed", "")
        return b""

    def _see_code(self, end: float) -> bool:
        while time.monotonic() < end:
            answer = self._try("code", lambda: self.browser.get("/done"))
            if answer is None or answer.status_code >= 500:
                time.sleep(PAUSE)
                continue
            if answer.status_code != 200:
                return False  # it was not sent yet
            groups = _one(r'class="keep__code"[^>]*>(.*?)</p>', unescape(answer.text))
            self.code = "-".join(re.findall(r"<span>(\w{4})</span>", groups))
            self._note("code", time.monotonic(), "ok", self.code)
            self.seen()
            return True
        return False

    def _give_files(self, where: str, end: float) -> None:
        """Give each file once: after an unknown outcome she looks at the page before she gives it again."""
        while self.files and time.monotonic() < end:
            page = self._quietly(lambda: self.browser.get(where))
            if page is None or page.status_code != 200:
                time.sleep(PAUSE)
                continue
            listed = unescape(page.text)
            missing = [one for one in self.files if one[0] not in listed]
            if not missing:
                return
            self._try("file", lambda missing=missing: self._post_files(where, missing))  # type: ignore[misc]

    def _put_files(self, where: str) -> None:
        if self.files:
            assert self._post_files(where, self.files).status_code == 302

    def _post_files(self, where: str, files: Sequence[tuple[str, bytes]]) -> httpx.Response:
        parts = [("files", (name, data, "image/png")) for name, data in files]
        return self.browser.post(where, data={"token": self.token}, files=parts)

    def _look_over(self, review: str) -> None:
        """Remember what the review page says will be sent."""
        listed = tuple(str(digest(data)) for name, data in self.files if name in review)
        self.told = Told(self.words, listed, gave_up=self.gives_up)

    # -- asking ------------------------------------------------------------------------------------------------------

    def _try(self, what: Any, ask: Callable[[], httpx.Response]) -> httpx.Response | None:
        """Ask once and note what came of it; no answer is ``None``: nobody knows what happened."""
        start = time.monotonic()
        try:
            answer = ask()
        except httpx.TransportError:
            self._note(what, start, "unknown")
            return None
        self._remember(answer)
        if what != "code" or answer.status_code != 200:
            outcome: Outcome = "ok" if answer.status_code == 302 and what != "code" else "failed"
            self._note(what, start, outcome, str(answer.status_code) if outcome == "failed" else "")
        return answer

    def _quietly(self, ask: Callable[[], httpx.Response]) -> httpx.Response | None:
        try:
            answer = ask()
        except httpx.TransportError:
            return None
        self._remember(answer)
        return answer

    def _must(self, ask: Callable[[], httpx.Response], wanted: int) -> httpx.Response:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self._quietly(ask)
            if answer is not None and answer.status_code == wanted:
                return answer
            if answer is not None and answer.status_code < 500:
                raise AssertionError(
                    f"{answer.request.url} {answer.status_code}: {text_of(answer.text)[:800]}"
                )
            time.sleep(PAUSE)
        raise AssertionError("the portal did not answer")

    def _follow(self, answer: httpx.Response) -> httpx.Response:
        while answer.status_code == 302:
            answer = self.browser.get(answer.headers["Location"])
        assert answer.status_code == 200, f"{answer.status_code} {text_of(answer.text)[:1500]}"
        return answer

    def new_browser(self) -> httpx.Client:
        """Open another browser. Cookies for https are kept as behind the proxy that ends TLS: the line itself is plain here."""
        browser = httpx.Client(
            base_url=self.address, trust_env=False, timeout=20, headers=dict(self.headers), verify=False
        )

        def keep(answer: httpx.Response) -> None:
            for line in answer.headers.get_list("set-cookie"):
                browser.headers["Cookie"] = line.partition(";")[0]

        if self.headers.get("X-Forwarded-Proto") == "https":
            browser.event_hooks["response"] = [keep]
        return browser

    def _remember(self, answer: httpx.Response) -> None:
        self.statuses.append(answer.status_code)
        if answer.status_code >= 400:
            self.pages.append(text_of(answer.text))

    def _note(self, what: Any, start: float, outcome: Outcome, value: str = "") -> None:
        self.history.append(Operation(self.name, what, start, time.monotonic(), outcome, value))

    def _given(self, question: str) -> Mapping[str, Any] | None:
        usual = {"story": {"a": self.words}, "country": {"a": "DE"}}
        return self.answers.get(question) or usual.get(question)


def picture(name: str, size: int) -> tuple[str, bytes]:
    """Make a file that begins like a picture and is like no other."""
    block = hashlib.sha256(name.encode()).digest()
    return f"{name}.png", PNG + (block * (size // len(block) + 1))[:size]


def text_of(page: str) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(page))).strip()


def _no_file() -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("files", ("", b"", "application/octet-stream"))]


def _any(text: str) -> dict[str, str]:
    if 'name="skip"' in text:
        return {"skip": "1"}
    values = re.findall(r'name="a" type="(?:radio|checkbox)" value="([^"]+)"', text)
    return {"a": values[-1]} if values else {"a": ""}


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    assert found, f"no {pattern!r} in {text_of(text)[:1500]}"
    return found[1]
