"""Reads a page of the law book as a person does: words without markup, tables by their cells."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any


def words(answer: Any) -> str:
    """Return the page's words, markup taken out."""
    return plain(answer.content.decode())


def plain(markup: str) -> str:
    """Return words without markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


class _Rows(HTMLParser):
    """Collects the cells of every row of the body of every table, by the title of its column."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self._key = ""
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tbody":
            self._in_body = True
        elif tag == "tr" and self._in_body:
            self.rows.append({})
        elif tag in {"th", "td"} and self._in_body:
            self._key = dict(attrs).get("data-title") or ""
            self.rows[-1][self._key] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._in_body = False
        elif tag in {"th", "td"}:
            self._key = ""

    def handle_data(self, data: str) -> None:
        if self._in_body and self._key:
            self.rows[-1][self._key] = re.sub(r"\s+", " ", self.rows[-1][self._key] + data)


def rows(answer: Any, section: str = "") -> list[dict[str, str]]:
    """Return the rows of the tables of a page, or of one section of it."""
    markup = answer.content.decode()
    if section:
        found = re.search(rf'<section class="section" id="{section}">(.*?)</section>', markup, re.DOTALL)
        assert found, section
        markup = found.group(1)
    parser = _Rows()
    parser.feed(markup)
    return [{key: value.strip() for key, value in row.items()} for row in parser.rows]
