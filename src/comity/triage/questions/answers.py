"""Answers: their shapes, and the check of what a person typed before anything is done with it.

An answer is a JSON value by the kind of the question::

    choice, truth, country   "today"            notice   "seen"
    choices, files           ["mail", "bank"]   text, long_text, selectors   "own words"
    money    {"amount": "4200", "currency": "EUR"}
    moment   {"day": "2026-11-22", "time": "18:05", "zone": "Europe/Berlin"}   time and zone may be empty

A moment may come in as ``year``, ``month`` and ``date`` instead of ``day``; it is kept as a day.

``None`` stands for an optional question that was passed over.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import pycountry
from babel.numbers import NumberFormatError, parse_decimal

from comity.kernel.errors import Fault, declare
from comity.triage.plain import text_faults
from comity.triage.questions.days import read_day
from comity.triage.questions.model import FALLBACK, Option, Question, Questionnaire

Answer = str | Sequence[str] | Mapping[str, str] | None
Answers = Mapping[str, Answer]

NEEDED = declare("triage.answer.needed", "This question needs an answer.", "Choose or write one.")
NOT_OFFERED = declare(
    "triage.answer.not_offered", "{value!r} is not one of the answers.", "Choose one of those on the page."
)
WRONG_SHAPE = declare(
    "triage.answer.wrong_shape", "The answer did not arrive whole.", "Answer this page again."
)
NOT_AN_AMOUNT = declare(
    "triage.answer.not_an_amount", "{value!r} is not an amount.", "Write only the number, such as {example}."
)
UNCLEAR_AMOUNT = declare(
    "triage.answer.unclear_amount",
    "{value!r} can be read as {one} or as {other}.",
    "Write it without separators, or with two digits after the last one.",
)
NOT_A_CURRENCY = declare(
    "triage.answer.not_a_currency", "{value!r} is not a currency.", "Choose one of the list."
)
NOT_A_DAY = declare(
    "triage.answer.not_a_day", "{value!r} is not a day of the calendar.", "Check day, month and year."
)
IN_THE_FUTURE = declare(
    "triage.answer.in_the_future", "{value} is still to come.", "Check day, month and year."
)
TOO_LONG_AGO = declare("triage.answer.too_long_ago", "{value} is more than 120 years ago.", "Check the year.")
NOT_A_TIME = declare("triage.answer.not_a_time", "{value!r} is not a time of day.", "Write it as 18:05.")
NO_ZONE = declare(
    "triage.answer.no_zone",
    "The time needs a place: {value} is not the same moment everywhere.",
    "Say in which zone.",
)
NOT_A_ZONE = declare("triage.answer.not_a_zone", "{value!r} is not a time zone.", "Choose one of the list.")
NO_SUCH_TIME = declare(
    "triage.answer.no_such_time",
    "The clocks were put forward: {value} did not exist that day.",
    "Check the time.",
)
NOT_A_COUNTRY = declare(
    "triage.answer.not_a_country", "{value!r} is not a country.", "Choose one of the list."
)
NOT_TOGETHER = declare(
    "triage.answer.not_together",
    "{value!r} cannot be true beside another answer.",
    "Choose it alone, or take it out.",
)
TOO_MANY = declare(
    "triage.answer.too_many", "These are {found} entries; at most {limit} are taken.", "Send fewer."
)

MAX_FILES = 20
_ASSET = re.compile(r"[A-Z0-9]{2,10}")
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})")
_ABOUT = re.compile(
    r"^(?:about|around|roughly|approx\.?|approximately|circa|ca\.?|etwa|ungefähr|rund|~|≈)\s*", re.IGNORECASE
)
"""The page says that about right is enough; so people write just that word."""
_ASSETS = frozenset({"BTC", "ETH", "USDT", "USDC", "XMR", "LTC", "TRX", "SOL", "XRP", "DOGE", "BNB"})


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer as it will be kept, with everything that is wrong with it."""

    value: Answer
    faults: tuple[Fault, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def chosen(question: Question, answer: Answer) -> tuple[Option, ...]:
    """Return the options of a question that an answer names."""
    values = [answer] if isinstance(answer, str) else list(answer) if isinstance(answer, list | tuple) else []
    return tuple(option for option in question.options if option.value in values)


def check(question: Question, answer: Any, *, language: str, now: datetime) -> Checked:
    """Check one answer as it came from a form (untrusted) and bring it into the form that is kept.

    ``language`` decides how an amount is read (4.200,00 or 4,200.00), ``now`` what lies in the future.
    """
    if answer is None or answer in ("", [], {}) or (isinstance(answer, Mapping) and not any(answer.values())):
        if question.kind == "notice":
            return Checked("seen")
        return Checked(None) if question.optional else Checked(None, (NEEDED.fault(),))
    return _READERS[question.kind](question, answer, language, now)


def from_form(question: Question, form: Mapping[str, str | Sequence[str]]) -> Answer:
    """Gather the fields of a page into one unchecked answer, by the kind of the question.

    Fields: ``answer`` (once, or several times for choices and files); for money ``amount`` and ``currency``; for a
    moment ``day`` (2026-11-22) or ``year``, ``month`` and ``date``, with ``time`` and ``zone``.
    """

    def one(name: str) -> str:
        value = form.get(name, "")
        return value if isinstance(value, str) else (value[-1] if value else "")

    if question.kind == "money":
        return {"amount": one("amount"), "currency": one("currency")}
    if question.kind == "moment":
        given = {name: one(name) for name in ("day", "year", "month", "date", "time")}
        # A zone is preselected on the page; alone it says nothing.
        return (
            {**{name: text for name, text in given.items() if text}, "zone": one("zone")}
            if any(given.values())
            else None
        )
    if question.kind in {"choices", "files"}:
        value = form.get("answer", ())
        return [value] if isinstance(value, str) and value else list(value)
    return one("answer")


def _values(question: Question) -> list[str]:
    own = [option.value for option in question.options]
    return ["yes", "no", "unknown"] if question.kind == "truth" else own


def _choice(question: Question, answer: Any) -> Checked:
    if not isinstance(answer, str):
        return Checked(None, (WRONG_SHAPE.fault(),))
    if answer not in _values(question):
        return Checked(None, (NOT_OFFERED.fault(value=answer[:80]),))
    return Checked(answer)


def _choices(question: Question, answer: Any, language: str) -> Checked:
    given = [answer] if isinstance(answer, str) else answer
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        return Checked(None, (WRONG_SHAPE.fault(),))
    wrong = [one for one in given if one not in _values(question)]
    if wrong:
        return Checked(None, tuple(NOT_OFFERED.fault(value=one[:80]) for one in wrong[:10]))
    alone = [option for option in chosen(question, list(given)) if option.alone]
    if alone and len(set(given)) > 1:
        said = alone[0].text.get(language) or alone[0].text[FALLBACK]
        return Checked(None, (NOT_TOGETHER.fault(value=said),))
    return Checked([value for value in _values(question) if value in given])


def _files(answer: Any) -> Checked:
    given = [answer] if isinstance(answer, str) else answer
    if not isinstance(given, list | tuple) or not all(
        isinstance(one, str) and len(one) <= 100 for one in given
    ):
        return Checked(None, (WRONG_SHAPE.fault(),))
    if len(given) > MAX_FILES:
        return Checked(None, (TOO_MANY.fault(found=len(given), limit=MAX_FILES),))
    return Checked(list(given))


def _text(question: Question, answer: Any) -> Checked:
    if not isinstance(answer, str):
        return Checked(None, (WRONG_SHAPE.fault(),))
    text = answer.replace("\r\n", "\n").replace("\r", "\n").strip()
    if question.kind == "text":
        text = " ".join(text.split())
    if not text:
        return Checked(None) if question.optional else Checked(None, (NEEDED.fault(),))
    return Checked(text, tuple(text_faults(text, limit=question.limit)))


def _country(answer: Any) -> Checked:
    if not isinstance(answer, str):
        return Checked(None, (WRONG_SHAPE.fault(),))
    code = answer.strip().upper()
    invented = re.fullmatch(r"X[A-Z]", code) is not None
    if not invented and (len(code) != 2 or pycountry.countries.get(alpha_2=code) is None):
        return Checked(None, (NOT_A_COUNTRY.fault(value=answer[:80]),))
    return Checked(code)


def _fields(answer: Any, names: tuple[str, ...]) -> dict[str, str] | None:
    if not isinstance(answer, Mapping):
        return None
    values = {name: answer.get(name) or "" for name in names}
    fine = all(
        isinstance(value, str) and len(value) <= 100 and not text_faults(value, limit=100)
        for value in values.values()
    )
    return {name: str(value).strip() for name, value in values.items()} if fine else None


def _money(answer: Any, language: str) -> Checked:
    fields = _fields(answer, ("amount", "currency"))
    if fields is None:
        return Checked(None, (WRONG_SHAPE.fault(),))
    faults: list[Fault] = []
    currency = fields["currency"].upper()
    if pycountry.currencies.get(alpha_3=currency) is None and not (
        _ASSET.fullmatch(currency) and currency in _ASSETS
    ):
        faults.append(NOT_A_CURRENCY.fault(value=fields["currency"]))
    amount = amount_of(fields["amount"], language)
    if isinstance(amount, Fault):
        faults.append(amount)
        return Checked(None, tuple(faults))
    return Checked({"amount": format(amount, "f"), "currency": currency}, tuple(faults))


def amount_of(written: str, language: str) -> Decimal | Fault:
    """Read an amount in local writing.

    Where the writing itself decides (4.200,00; 4,200.00; 4200,5) it does; where only the language can (4.200) it
    does too; where the language says 4.2 and a reader of money would say 4200, the person is asked.

    >>> amount_of("4.200,00", "en"), amount_of("4,200.00", "de"), amount_of("4 200", "fr")
    (Decimal('4200.00'), Decimal('4200.00'), Decimal('4200'))
    """
    text = re.sub(r"[\s\u00a0\u202f]+", " ", written).strip(" \u20ac$\u00a3\u00a5")
    text = _ABOUT.sub("", text).strip(" \u20ac$\u00a3\u00a5")
    text = re.sub(
        r"^(?:EUR|USD|GBP|JPY|CHF)\s?|\s?(?:EUR|USD|GBP|JPY|CHF|Euro|euros?)$", "", text, flags=re.IGNORECASE
    )
    text = (
        text.replace("'", " ")
        .replace("\u2019", " ")
        .removesuffix(",-")
        .removesuffix(".-")
        .removesuffix(",--")
    )
    bad = NOT_AN_AMOUNT.fault(
        value=written[:40], example="4200,50" if language.startswith("de") else "4200.50"
    )
    if not re.fullmatch(r"\d[\d ., ]{0,30}", text):
        return bad
    compact = text.replace(" ", "")
    separators = [letter for letter in compact if letter in ".,"]
    kinds = set(separators)
    if len(kinds) == 2:
        decimal = separators[-1]
        if separators.count(decimal) != 1:
            return bad
        whole, _, rest = compact.rpartition(decimal)
        group = "," if decimal == "." else "."
        if not re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+", whole):
            return bad
        return _decimal(f"{whole.replace(group, '')}.{rest}", bad)
    if len(kinds) == 1:
        return _one_separator(compact, separators[0], language, bad, written)
    return _decimal(compact, bad)


def _one_separator(compact: str, separator: str, language: str, bad: Fault, written: str) -> Decimal | Fault:
    parts = compact.split(separator)
    if len(parts) > 2:
        grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
        return _decimal("".join(parts), bad) if grouped else bad
    if len(parts[1]) != 3:
        return _decimal(".".join(parts) if parts[1] else parts[0], bad)
    try:
        local = parse_decimal(compact, locale=language.replace("-", "_") or "en", strict=False)
    except (NumberFormatError, ValueError, LookupError):
        return bad
    if local != local.to_integral_value() or local < 1000:
        # 4.200 in English: 4.2 to three places, or 4,200 as half of Europe writes it.
        return UNCLEAR_AMOUNT.fault(value=written[:40], one=format(local, "f"), other="".join(parts))
    return local


def _decimal(text: str, bad: Fault) -> Decimal | Fault:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return bad
    return value if value.is_finite() and value < Decimal(10) ** 20 else bad


def day_of(written: str) -> date | None:
    """Read a day as the form sends it (``2026-11-22``)."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _day(fields: Mapping[str, str], language: str) -> date | tuple[Fault, ...]:
    if not fields["day"]:
        return read_day(fields, language)
    return day_of(fields["day"]) or (NOT_A_DAY.fault(value=fields["day"]),)


def _moment(answer: Any, language: str, now: datetime) -> Checked:
    fields = _fields(answer, ("day", "year", "month", "date", "time", "zone"))
    if fields is None:
        return Checked(None, (WRONG_SHAPE.fault(),))
    day = _day(fields, language)
    if isinstance(day, tuple):
        return Checked(None, day)
    if day > (now.astimezone(UTC) + timedelta(hours=14)).date():
        return Checked(None, (IN_THE_FUTURE.fault(value=day.isoformat()),))
    if day.year < now.year - 120:
        return Checked(None, (TOO_LONG_AGO.fault(value=day.isoformat()),))
    if not fields["time"]:
        return Checked({"day": day.isoformat(), "time": "", "zone": ""})
    return _with_time(day, fields, now)


def _with_time(day: date, fields: Mapping[str, str], now: datetime) -> Checked:
    faults: list[Fault] = []
    found = _TIME.fullmatch(fields["time"])
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        faults.append(NOT_A_TIME.fault(value=fields["time"]))
    if not fields["zone"]:
        faults.append(NO_ZONE.fault(value=fields["time"]))
    elif fields["zone"] not in zoneinfo.available_timezones():
        faults.append(NOT_A_ZONE.fault(value=fields["zone"]))
    if faults or found is None:
        return Checked(None, tuple(faults))
    clock = time(int(found[1]), int(found[2]))
    at = datetime.combine(day, clock, zoneinfo.ZoneInfo(fields["zone"]))
    if at.astimezone(UTC).astimezone(at.tzinfo).time() != clock:
        return Checked(None, (NO_SUCH_TIME.fault(value=f"{clock:%H:%M}"),))
    if at > now:
        return Checked(None, (IN_THE_FUTURE.fault(value=f"{day.isoformat()} {clock:%H:%M}"),))
    return Checked({"day": day.isoformat(), "time": f"{clock:%H:%M}", "zone": fields["zone"]})


def instant_of(answer: Answer) -> datetime | None:
    """Return the instant a moment names, or ``None`` when it names only a day."""
    if not isinstance(answer, Mapping) or not answer.get("time"):
        return None
    clock = time.fromisoformat(answer["time"])
    return datetime.combine(
        date.fromisoformat(answer["day"]), clock, zoneinfo.ZoneInfo(answer["zone"])
    ).astimezone(UTC)


def check_all(
    asked: Questionnaire, answers: Mapping[str, Any], *, language: str, now: datetime
) -> dict[str, tuple[Fault, ...]]:
    """Check every answer on the path again before sending; return the faults by question, none when all is well.

    An answer that is missing is a fault of its question; answers beside the path are not looked at.
    """
    from comity.triage.questions.engine import (
        path,  # the walk reads options only, so an unchecked answer is no danger
    )

    found: dict[str, tuple[Fault, ...]] = {}
    for question in path(asked, answers):
        faults = check(question, answers.get(question.id), language=language, now=now).faults
        if faults:
            found[question.id] = faults
    return found


_READERS: Mapping[str, Callable[[Question, Any, str, datetime], Checked]] = {
    "notice": lambda _question, _answer, _language, _now: Checked("seen"),
    "choice": lambda question, answer, _language, _now: _choice(question, answer),
    "truth": lambda question, answer, _language, _now: _choice(question, answer),
    "choices": lambda question, answer, language, _now: _choices(question, answer, language),
    "files": lambda _question, answer, _language, _now: _files(answer),
    "money": lambda _question, answer, language, _now: _money(answer, language),
    "moment": lambda _question, answer, language, now: _moment(answer, language, now),
    "country": lambda _question, answer, _language, _now: _country(answer),
    "text": lambda question, answer, _language, _now: _text(question, answer),
    "long_text": lambda question, answer, _language, _now: _text(question, answer),
    "selectors": lambda question, answer, _language, _now: _text(question, answer),
}
