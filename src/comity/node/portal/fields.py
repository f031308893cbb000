"""Between a question and its page: how an answer is read from a form, and what the form shows.

Field names say nothing (``a``), so that neither a saved form nor a log of one tells what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pycountry
from babel.numbers import get_territory_currencies
from django.http import QueryDict

from comity.kernel.errors import Fault, declare
from comity.node.base import home
from comity.node.ui import times, words
from comity.node.ui.collation import sort_key
from comity.node.ui.languages import PSEUDO, current_locale
from comity.triage.questions import Question, Questionnaire

BROKEN_LETTERS = declare(
    "portal.text.broken_letters",
    "Some letters of the text were broken on the way; they are marked with \ufffd.",
    "Write them again.",
)
NOTHING = declare("portal.text.nothing", "There is nothing to add yet.", "Write something or choose a file.")
NO_MESSAGE = declare("portal.message.empty", "There is no message to check.", "Paste the whole message.")
NAME = "a"
CURRENCIES = (
    "EUR",
    "USD",
    "GBP",
    "JPY",
    "CHF",
    "PLN",
    "CZK",
    "SEK",
    "NOK",
    "DKK",
    "TRY",
    "BTC",
    "ETH",
    "USDT",
    "USDC",
    "XMR",
)
ZONES = (
    "UTC", "Europe/London", "Europe/Lisbon", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw",
    "Europe/Athens", "Europe/Kyiv", "Europe/Istanbul", "Asia/Dubai", "Asia/Kolkata", "Asia/Bangkok", "Asia/Shanghai",
    "Asia/Tokyo", "Australia/Sydney", "America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo",
    "Africa/Lagos", "Africa/Johannesburg",
)  # fmt: skip
_SHOWN_AGAIN = 60_000
_PARTS = {"date": "day", "month": "month", "year": "year"}
"""The parts of a day as an answer names them, and the ends of their fields' names."""


def typed(question: Question, form: QueryDict, name: str = NAME) -> Any:
    """Return the answer as it was typed in the field ``name``, in the shape :func:`comity.triage.questions.check` wants."""
    match question.kind:
        case "notice":
            return "seen"
        case "choices":
            return form.getlist(name)
        case "money":
            return (
                {"amount": form.get(name, ""), "currency": form.get(f"{name}-currency", "")}
                if form.get(name)
                else None
            )
        case "moment":
            return _moment(form, name)
        case _:
            return form.get(name, "")


def _moment(form: QueryDict, name: str) -> dict[str, str] | None:
    parts = {kept: form.get(f"{name}-{field}", "").strip() for kept, field in _PARTS.items()}
    time = form.get(f"{name}-time", "").strip()
    if not any(parts.values()) and not time:
        return None
    return {**parts, "time": time, "zone": form.get(f"{name}-zone", "") if time else ""}


def broken(value: Any) -> list[Fault]:
    """Return a fault where a browser sent letters in another encoding than UTF-8: they arrived as replacement signs."""
    texts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    return (
        [BROKEN_LETTERS.fault()] if any(isinstance(text, str) and "\ufffd" in text for text in texts) else []
    )


def shown(question: Question, value: Any) -> Any:
    """Return a value for the form: what was kept, or typed, brought into what the fields want."""
    match question.kind:
        case "money":
            given = value if isinstance(value, Mapping) else {}
            return {
                "amount": str(given.get("amount", ""))[:100],
                "currency": given.get("currency") or home_currency(),
            }
        case "moment":
            given = value if isinstance(value, Mapping) else {}
            return {
                **_day_shown(given),
                "time": given.get("time", ""),
                "zone": given.get("zone") or home_zone(),
            }
        case "choices":
            return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []
        case "country":
            return value or home_country()
        case _:
            return value[:_SHOWN_AGAIN] if isinstance(value, str) else ""


def _day_shown(given: Mapping[str, str]) -> dict[str, str]:
    if given.get("day"):  # as it is kept
        year, month, day = given["day"].split("-", 2)
        return {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}
    return {field: str(given.get(part, "")) for part, field in _PARTS.items()}  # as it was typed


def options(asked: Questionnaire, question: Question, language: str) -> list[dict[str, Any]]:
    """Return the options of a choice in the language of the page, English where one is missing."""
    if question.kind == "truth" and not question.options:
        words = labels(asked, language)
        return [{"value": value, "text": words[value]} for value in ("yes", "no", "unknown")]
    return [
        {
            "value": one.value,
            "text": dressed(one.text.get(language) or one.text["en"], language),
            "exclusive": one.alone,
        }
        for one in question.options
    ]


def labels(asked: Questionnaire, language: str) -> Mapping[str, str]:
    """Return the words around the questions, English where a language lacks them."""
    found = {**asked.labels.get("en", {}), **asked.labels.get(language, {})}
    return {name: dressed(text, language) for name, text in found.items()}


def dressed(text: str, language: str) -> str:
    """Mark words of ``content`` in the mirrored test language, so that what is neither content nor translated shows."""
    bullet = "- " if text.startswith("- ") else ""
    return f"{bullet}\u27e6{text[len(bullet) :]}\u27e7" if language == PSEUDO and text else text


def countries() -> list[dict[str, str]]:
    """Return all countries for a list, in the order of the language of the page."""
    names = current_locale().territories
    found = [
        {"value": one.alpha_2, "text": str(names.get(one.alpha_2, one.name))} for one in pycountry.countries
    ]
    return sorted(found, key=lambda one: sort_key(one["text"]))


def currencies() -> list[dict[str, str]]:
    """Return the currencies offered, each with its name."""
    names = current_locale().currencies
    return [
        {"value": code, "text": f"{code}, {names[code]}" if code in names else code} for code in CURRENCIES
    ]


def zones() -> list[str]:
    """Return the places whose clock a time may have been read from, that of this office first."""
    here = home_zone()
    return [here, *(zone for zone in ZONES if zone != here)]


def home_zone() -> str:
    """Return the zone of this office."""
    node = home.current()
    return node.zone if node else "UTC"


def home_country() -> str:
    """Return the country of this office."""
    node = home.current()
    return str(node.country) if node else ""


def home_currency() -> str:
    """Return the usual currency of this office's country, for the list to stand on."""
    found = get_territory_currencies(home_country()) if home_country() else []
    return found[0] if found and found[0] in CURRENCIES else CURRENCIES[0]


def written(asked: Questionnaire, question: Question, value: Any, language: str) -> str:
    """Return an answer as the review page shows it; empty where it was left out."""
    if value in (None, "", [], {}) or question.kind in {"notice", "files"}:
        return ""
    if question.kind in {"choice", "truth", "choices"}:
        chosen = [value] if isinstance(value, str) else value
        return ", ".join(one["text"] for one in options(asked, question, language) if one["value"] in chosen)
    if question.kind == "money":
        return words.money(value["amount"], value["currency"])
    if question.kind == "moment":
        day = times.day(date.fromisoformat(value["day"]))
        return f"{day}, {value['time']} ({times.city(value['zone'])})" if value.get("time") else day
    return words.country(value) if question.kind == "country" else str(value)
