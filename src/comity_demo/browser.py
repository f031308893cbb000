"""A browser without script: pages, forms, cookies; one for each person, as each has a computer of their own.

nurse = Browser(network, "de", "desk")
page = nurse.get("/demo/as/imke.brandt")
page = nurse.submit(page, "act-open_case", {"name": "Lantern"})
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpx
from selectolax.lexbor import LexborHTMLParser, LexborNode

from comity.kernel.errors import ComityError
from comity_demo import faults
from comity_demo.network import Network

Values = Mapping[str, str | Sequence[str]]
Files = Sequence[tuple[str, tuple[str, bytes, str]]]
_SPACE = re.compile(r"\s+")
_PATIENCE = 45.0


class Stuck(ComityError):
    """A page did not answer as the journey needs; its text says which and how."""


class _Loopback(httpx.HTTPTransport):
    """Names under localhost do not resolve for every program; all of them are this machine."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host.endswith("localhost"):
            request = httpx.Request(
                request.method, request.url.copy_with(host="127.0.0.1"), headers=request.headers, stream=request.stream,
                extensions=request.extensions,
            )  # fmt: skip
        return super().handle_request(request)


def client(**more: Any) -> httpx.Client:
    """Return an HTTP client that knows where ``*.localhost`` is."""
    return httpx.Client(transport=_Loopback(), trust_env=False, timeout=60, **more)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page, filled in as the page came."""

    key: str
    action: str
    method: str
    values: Mapping[str, tuple[str, ...]]
    fields: frozenset[str]
    choices: Mapping[str, tuple[str, ...]]
    buttons: tuple[tuple[str, str, str], ...]
    multipart: bool


@dataclass
class Page:
    """An answer of a door."""

    url: str
    status: int
    body: bytes
    kind: str
    _tree: LexborHTMLParser | None = field(default=None, repr=False)

    @property
    def tree(self) -> LexborHTMLParser:
        """The parsed page."""
        if self._tree is None:
            self._tree = LexborHTMLParser(self.body.decode(errors="replace"))
        return self._tree

    @property
    def text(self) -> str:
        """All words of the page."""
        node = self.tree.body
        return _SPACE.sub(" ", node.text(separator=" ")).strip() if node else ""

    @property
    def main(self) -> str:
        """The words of its main part."""
        node = self.tree.css_first("main")
        return _SPACE.sub(" ", node.text(separator=" ")).strip() if node else self.text

    @property
    def trouble(self) -> str:
        """What it says is wrong: its summary of errors, else the words of its main part, cut short."""
        node = self.tree.css_first(".govuk-error-summary__body, .govuk-error-summary__list")
        words = _SPACE.sub(" ", node.text(separator=" ")).strip() if node else self.main
        return words[:900]

    @property
    def document(self) -> Any:
        """The JSON document."""
        return json.loads(self.body)

    @property
    def instants(self) -> list[str]:
        """Every instant of the page, as the machine reads it."""
        return [str(node.attributes.get("datetime")) for node in self.tree.css("time[datetime]")]

    def links(self, pattern: str = "") -> list[str]:
        """Return the addresses of links that a pattern matches, in their order, each once."""
        found = [str(node.attributes.get("href") or "") for node in self.tree.css("a[href]")]
        return list(dict.fromkeys(one for one in found if re.search(pattern, one)))

    def link(self, words: str) -> str:
        """Return the address behind a link with these words in it."""
        for node in self.tree.css("a[href]"):
            if words.lower() in _SPACE.sub(" ", node.text()).lower():
                return str(node.attributes["href"])
        raise Stuck(faults.NO_FORM.fault(page=self.url, wanted=f"link {words!r}", found=self.main[:400]))

    def forms(self) -> list[Form]:
        """Return every form."""
        return [_form(node, self.tree) for node in self.tree.css("form")]

    def find(self, wanted: str) -> Form | None:
        """Find a form by its id, by what its address ends with, or by a button's name, value or words."""
        tests = (
            lambda form: form.key == wanted,
            lambda form: form.action.rstrip("/").endswith("/" + wanted.strip("/")),
            lambda form: any(wanted in (name, value) for name, value, _ in form.buttons),
            lambda form: any(wanted.lower() == words.lower() for _, _, words in form.buttons),
        )
        forms = self.forms()
        return next((form for test in tests for form in forms if test(form)), None)

    def form(self, wanted: str) -> Form:
        """Return a form by its id, address or button.

        Raises:
            Stuck: there is none; the text names those that are there.
        """
        found = self.find(wanted)
        if found is None:
            known = "; ".join(
                f"{form.key or form.action} [{', '.join(words for _, _, words in form.buttons)}]"
                for form in self.forms()
            )
            raise Stuck(faults.NO_FORM.fault(page=self.url, wanted=wanted, found=known or self.main[:400]))
        return found


class Browser:
    """One person's browser at one door."""

    def __init__(self, network: Network, node: str, door: str) -> None:
        self.base = network.address(node, door)
        self.pressed = 0
        """How many buttons were pressed in it."""
        self.client = client(base_url=self.base, follow_redirects=True, headers={"Accept-Language": "en"})

    def close(self) -> None:
        """Close it; its cookies are gone."""
        self.client.close()

    def get(self, address: str, *, status: int | tuple[int, ...] = 200) -> Page:
        """Open a page.

        Raises:
            Stuck: another status than expected.
        """
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._page(self.client.get(address), status)
            except (
                httpx.TransportError
            ) as error:  # the node is being started again; asking twice changes nothing
                if time.monotonic() > end:
                    raise Stuck(
                        faults.BAD_ANSWER.fault(
                            method="GET", page=self.base + address, status="no answer", text=str(error)
                        )
                    ) from error
                time.sleep(0.5)

    def submit(
        self, page: Page, form: str | Form, values: Values | None = None, *, files: Files | None = None, button: str = "",
        status: int | tuple[int, ...] = 200,
    ) -> Page:  # fmt: skip
        """Fill in a form of a page and press its button (the first, or the one of these words, name or value).

        Raises:
            Stuck: no such form, field or button, or another status than expected.
        """
        chosen = page.form(form) if isinstance(form, str) else form
        self.pressed += chosen.method != "get"
        data: dict[str, Any] = {name: list(value) for name, value in chosen.values.items()}
        for name, value in (values or {}).items():
            if name not in chosen.fields:
                raise Stuck(
                    faults.NO_FORM.fault(
                        page=page.url, wanted=f"field {name!r}", found=", ".join(sorted(chosen.fields))
                    )
                )
            data[name] = [value] if isinstance(value, str) else list(value)
        pressed = _button(chosen, button)
        if pressed and pressed[0]:
            data[pressed[0]] = [pressed[1]]
        address = urljoin(page.url, chosen.action)
        if chosen.method == "get":
            answer = self.client.get(address, params=data)
        elif files or chosen.multipart:
            parts: list[tuple[str, Any]] = [
                (name, (None, one)) for name, many in data.items() for one in many
            ]
            parts += list(files or ())
            answer = self.client.post(address, files=parts)
        else:
            answer = self.client.post(address, data=data)
        return self._page(answer, status)

    def _page(self, answer: httpx.Response, status: int | tuple[int, ...]) -> Page:
        page = Page(
            str(answer.url), answer.status_code, answer.content, answer.headers.get("content-type", "")
        )
        wanted = (status,) if isinstance(status, int) else status
        if answer.status_code not in wanted:
            raise Stuck(
                faults.BAD_ANSWER.fault(
                    method=answer.request.method,
                    page=str(answer.url),
                    status=answer.status_code,
                    text=page.trouble,
                )
            )
        return page


def _button(form: Form, wanted: str) -> tuple[str, str, str] | None:
    if not wanted:
        return form.buttons[0] if form.buttons else None
    for button in form.buttons:
        if wanted in button[:2] or wanted.lower() in button[2].lower():
            return button
    raise Stuck(
        faults.NO_FORM.fault(
            page=form.action, wanted=f"button {wanted!r}", found=", ".join(one[2] for one in form.buttons)
        )
    )


def _form(node: LexborNode, tree: LexborHTMLParser) -> Form:
    values: dict[str, list[str]] = {}
    choices: dict[str, list[str]] = {}
    fields: set[str] = set()
    buttons: list[tuple[str, str, str]] = []
    key = str(node.attributes.get("id") or "")
    inside = node.css("input, select, textarea, button")
    outside = tree.css(f'[form="{key}"]') if key else []
    for one in [*inside, *outside]:
        name = str(one.attributes.get("name") or "")
        kind = str(one.attributes.get("type") or "").lower()
        value = str(one.attributes.get("value") or "")
        if one.tag == "button" or kind == "submit":
            buttons.append((name, value, _SPACE.sub(" ", one.text()).strip() or value))
            continue
        if not name or "disabled" in one.attributes:
            continue
        fields.add(name)
        if one.tag == "select":
            options = one.css("option")
            choices.setdefault(name, []).extend(_option(option) for option in options)
            picked = next((o for o in options if "selected" in o.attributes), options[0] if options else None)
            if picked is not None:
                values.setdefault(name, []).append(_option(picked))
        elif one.tag == "textarea":
            values.setdefault(name, []).append(one.text())
        elif kind in {"radio", "checkbox"}:
            choices.setdefault(name, []).append(value)
            if "checked" in one.attributes:
                values.setdefault(name, []).append(value or "on")
        elif kind != "file":
            values.setdefault(name, []).append(value)
    return Form(
        key=key,
        action=str(node.attributes.get("action") or ""),
        method=str(node.attributes.get("method") or "get").lower(),
        values={name: tuple(many) for name, many in values.items()},
        fields=frozenset(fields),
        choices={name: tuple(many) for name, many in choices.items()},
        buttons=tuple(buttons),
        multipart="multipart" in str(node.attributes.get("enctype") or ""),
    )


def _option(node: LexborNode) -> str:
    value = node.attributes.get("value")
    return str(value) if value is not None else node.text().strip()
