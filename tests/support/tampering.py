"""Forms as somebody sends them who did not fill in the page: any value in any field, a field left out, two for one.

    thrown = Tampering(client)
    thrown.at("/cases/…/note/")   # the form as a page shows it, then every field of it spoilt in turn
    assert thrown.wrong == []

An answer of 5xx is wrong, and so is a refusal (4xx) after which anything but the audit is other than before. What an accepted
form changed is undone before the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

from django.apps import apps
from django.db import connection, transaction
from django.utils.datastructures import MultiValueDict

SPOILT: Mapping[str, str] = {
    "nothing": "",
    "an unknown choice": "../no-such-choice",
    "an id that names nothing": "00000000-0000-4000-8000-000000000000",
    "a number no column holds": "99999999999999999999",
    "a number too long to read": "9" * 5000,
    "a digit that is no number": "²",
    "a NUL": "a\x00b",
    "too long": "x" * 5000,
}
"""What is put into a field in place of what belongs there."""
_KEPT = frozenset({"audit_leaf", "audit_pending", "django_session"})
"""Tables a refused form may write to: that somebody looked is on record even where the form is not accepted."""


@dataclass
class Form:
    """One form of a page: where it goes, and what would be sent if it were pressed as it stands."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Reads the forms of a page, choosing the first of what must be chosen and writing a word where one may be written."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
            return
        if not self.forms:
            return
        values, name = self.forms[-1].values, given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and (given.get("value") or self._select not in values):
            values.setdefault(self._select, [])
            if "selected" in given or not any(values[self._select]):
                values[self._select] = [given.get("value", "")]
        elif tag == "textarea" and name:
            values[name], self._area = [""], name
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind in {"radio", "checkbox"}:
                if "checked" in given or not any(values.get(name, [])):
                    values[name] = [given.get("value", "on")]
            elif kind != "file":
                values[name] = [given.get("value", "") or "word"]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            values = self.forms[-1].values[self._area]
            values[0] = values[0].strip() or "A few words."
            self._area = ""


def forms(page: str) -> list[Form]:
    """Read the forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


@dataclass
class Tampering:
    """Spoils forms and notes what went wrong."""

    client: Any
    wrong: list[str] = field(default_factory=list)
    sent: int = 0
    fields: dict[str, set[str]] = field(default_factory=dict)
    """Which fields of which address were spoilt."""

    def at(self, address: str, *, page: str = "", route: str = "") -> None:
        """Spoil every field of the form that goes to an address; ``page`` shows it where neither the address does nor one above it."""
        values = self._form(page or address, address)
        read = self._read(address, values)
        for name in sorted(read - set(values)):
            values[name] = ["word"]
        names = sorted(set(values) - {"csrfmiddlewaretoken"})
        self.fields.setdefault(route or address, set()).update(names)
        before = _rows()
        for name in names:
            for what, bad in SPOILT.items():
                self._throw(address, {**values, name: [bad]}, f"{what} in {name}", route, before)
            without = {key: value for key, value in values.items() if key != name}
            self._throw(address, without, f"no {name}", route, before)
            self._throw(address, {**values, name: ["no-such-choice", *values[name]]}, f"two in {name}", route, before)  # fmt: skip
        for what, bad in SPOILT.items():
            self._throw(address, {key: [bad] for key in names}, f"{what} everywhere", route, before)
        self._throw(address, {}, "nothing at all", route, before)

    def _form(self, page: str, address: str) -> dict[str, list[str]]:
        wanted = urlsplit(address).path
        while page not in {"", "/"}:
            with _undone():
                answer = self.client.get(page)
            if answer.status_code == 200 and not answer.streaming:
                for one in forms(answer.content.decode()):
                    if urlsplit(one.action).path == wanted:
                        return dict(one.values)
            page = page.rstrip("/").rpartition("/")[0] + "/"
        return {}

    def _read(self, address: str, values: Mapping[str, list[str]]) -> set[str]:
        """Send the form once and return the names the server asked for; what it read of the form tells what else it takes."""
        asked: set[str] = set()

        def noting(what: Any) -> Any:
            def wrapped(given: MultiValueDict[str, Any], key: str, *more: Any) -> Any:
                if type(given).__name__ == "QueryDict":
                    asked.add(key)
                return what(given, key, *more)

            return wrapped

        with (
            patch.object(MultiValueDict, "__getitem__", noting(MultiValueDict.__getitem__)),
            patch.object(MultiValueDict, "getlist", noting(MultiValueDict.getlist)),
        ):
            for given in ({}, values):
                self._post(address, given)
        return {one for one in asked if isinstance(one, str)} - {"csrfmiddlewaretoken", "_method", "next"}

    def _post(
        self, address: str, values: Mapping[str, list[str]], before: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """Send a form; return the status, and what an exception said or what was left behind."""
        self.sent += 1
        with _undone():
            try:
                answer = self.client.post(
                    address,
                    urlencode(values, doseq=True),
                    content_type="application/x-www-form-urlencoded",
                )
            except Exception as error:  # whatever it is, the person would have been shown a 500
                return (
                    500,
                    f"{type(error).__name__}: {str(error).splitlines()[0][:120] if str(error) else ''}",
                )
            if before is None or answer.status_code < 400 or connection.needs_rollback:
                return answer.status_code, ""
            left = sorted(name for name, rows in _rows().items() if rows != before[name])
            return answer.status_code, f"left something in {', '.join(left)}" if left else ""

    def _throw(
        self, address: str, values: Mapping[str, list[str]], what: str, route: str, before: Mapping[str, str]
    ) -> None:
        status, said = self._post(address, values, before)
        if status >= 500 or said:
            self.wrong.append(f"{route or address}: {what} -> {status} {said}".strip())


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _rows() -> dict[str, str]:
    """Return a digest of the rows of each table, but those that a mere look may write to."""
    tables = sorted({model._meta.db_table for model in apps.get_models() if model._meta.managed} - _KEPT)
    parts = " UNION ALL ".join(
        f"SELECT '{one}', count(*) || ' ' || coalesce(sum(hashtext(t::text)), 0) FROM \"{one}\" t" for one in tables
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return dict(cursor.fetchall())
