"""A reporter who answers every question: walks through the portal's pages as a browser without script would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from comity_demo.acts.report import SAID

LANTERN: Mapping[str, Mapping[str, Any]] = {
    **SAID,
    "story": {
        "a": "I typed my mail password and a code into a false page. Then the money was gone. Zorn-Kanarienvogel."
    },
    "name": {"a": "Erna Beispiel-Kanari"},
    "contact_mail": {"a": "erna.kanari@mail.example"},
}
"""What the demonstration's reporter says, with words of its own that a search for leaks finds nowhere else."""

ANONYMOUS = {**LANTERN, "with_name": {"a": "no"}, "anonymous_money": {"a": "stay"}}


class Teller:
    """Fills in page after page. ``said`` maps questions to form fields; what is not in it is skipped or the first choice."""

    def __init__(
        self, client: Any, said: Mapping[str, Mapping[str, Any]] = LANTERN, prefix: str = ""
    ) -> None:
        self.client = client
        self.said = said
        self.prefix = prefix
        self.asked: list[str] = []
        self.last: Any = None

    def begin(self, first: str = "money") -> Any:
        self.last = self.client.post(f"{self.prefix}/", {"a": first}, follow=True)
        return self.last

    def answer_all(self, first: str = "money", *, until: str = "") -> Any:
        page = self.begin(first)
        for _ in range(60):
            question = self.question(page)
            if question is None or question == until:
                break
            self.asked.append(question)
            page = self.answer(page, question)
        self.last = page
        return page

    def answer(self, page: Any, question: str) -> Any:
        given = self.said.get(question)
        where = action(page)
        if question == "files":
            fields = {"token": token(page), "go": "1", **(given or {})}
            return self.client.post(where, fields, follow=True)
        fields = {"token": token(page), "q": question, **(given if given is not None else self.any(page))}
        return self.client.post(where, fields, follow=True)

    def any(self, page: Any) -> dict[str, str]:
        text = body(page)
        if 'name="skip"' in text:
            return {"skip": "1"}
        values = re.findall(r'name="a" type="radio" value="([^"]+)"', text)
        return {"a": values[-1]} if values else {"a": ""}

    def question(self, page: Any) -> str | None:
        found = re.search(r'name="q" value="(\w+)"', body(page))
        if found:
            return found[1]
        return "files" if 'type="file"' in body(page) and "/a/" in action(page) else None

    def send(self, **fields: Any) -> Any:
        page = self.client.get(f"{self.prefix}/check")
        self.last = self.client.post(f"{self.prefix}/send", {"token": token(page), **fields}, follow=True)
        return self.last

    def code(self) -> str:
        return code_on(self.last)


def body(page: Any) -> str:
    return unescape(page.content.decode())


def token(page: Any) -> str:
    found = re.search(r'name="token" value="(\w*)"', body(page))
    assert found, body(page)[:2000]
    return found[1]


def action(page: Any) -> str:
    return re.findall(r'<form action="([^"]+)"', body(page))[0]


def code_on(page: Any) -> str:
    groups = re.search(r'class="keep__code"[^>]*>(.*?)</p>', body(page), re.DOTALL)
    assert groups, body(page)[:3000]
    return "-".join(re.findall(r"<span>(\w{4})</span>", groups[1]))


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body(page)))
