"""The engine's answers arranged for reading: decisive reasons first, what is the same said once, closed ways out of the way.

Nothing is decided here and nothing left out: rows that differ only in the kind of data become one row that names them all,
and a reason given three times with three citations becomes one sentence with three citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comity.kernel.finding import Reason
from comity.law.titles import own
from comity.law.words import FALLBACK, name, sentence, sentences, word

Route = Mapping[str, Any]

READING_ORDER = ("open", "conditional", "unknown", "protected", "displaced", "future", "closed")
"""Statuses as a desk reads them: what can be done, what hangs on something, what is not known, then why the rest is shut."""

_LOUD = {"fail": 0, "unknown": 1, "pass": 2}
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?\Z")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with every citation given for it; ``recalled`` if any of its records is not verified."""

    text: str
    cites: tuple[str, ...]
    records: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Row:
    """Routes that differ only in the kind of data, as one row."""

    route: Route
    data: tuple[str, ...]
    why: tuple[Said, ...]
    settles: tuple[str, ...]


@dataclass(slots=True)
class Group:
    """All rows with one status."""

    status: str
    rows: list[Row] = field(default_factory=list)


def merged(reasons: Iterable[Mapping[str, Any]]) -> tuple[Said, ...]:
    """Say each sentence once, with all its citations, in the order first said.

    A reason that states no confidence counts as not verified.
    """
    said: dict[str, Said] = {}
    for reason in reasons:
        text = told(reason)
        before = said.get(text, Said(text, (), (), "verified"))
        sure = reason.get("confidence") == "verified" and before.confidence == "verified"
        said[text] = Said(
            text,
            _with(before.cites, reason.get("cite")),
            _with(before.records, reason.get("record")),
            "verified" if sure else "recalled",
        )
    return tuple(said.values())


def told(reason: Mapping[str, Any]) -> str:
    """Return the sentence of a reason in the language of the page.

    The engine's documents carry a sentence in one language, often kept for months beside a request; code and facts say
    it again in any. A reason without a code that has a sentence keeps its own words.
    """
    code = str(reason.get("code", ""))
    if code in sentences(FALLBACK) and isinstance(reason.get("params"), Mapping):
        return sentence(Reason(code, reason["params"]), (get_language() or FALLBACK).partition("-")[0])
    return str(reason.get("text") or code.replace("_", " "))


def element(code: str) -> str:
    """Return what an element of an offence is called in the language of the page; the code read aloud where nobody named it."""
    said = word(code, (get_language() or FALLBACK).partition("-")[0])
    return said if said != code else code.replace("_", " ")


def book_title(english: str, identifier: str) -> str:
    """Return the title of a record in the language of the page; English, marked as English for those who have it read out."""
    language = (get_language() or FALLBACK).partition("-")[0]
    said = own(identifier, language)
    if said or language == FALLBACK or not english:
        return said or english
    return format_html('<span lang="{}">{}</span>', FALLBACK, english)


def book_word(code: str, kind: str) -> str:
    """Return what a code of a record is called in the language of the page (``clock``, ``ground``, ``field`` ...)."""
    return name(kind, code, (get_language() or FALLBACK).partition("-")[0])


def _with(before: tuple[str, ...], one: Any) -> tuple[str, ...]:
    return before if not one or one in before else (*before, str(one))


def gates(route: Route) -> list[Mapping[str, Any]]:
    """Return the gates of a route with the failed first, then the unknown, then the passed that have something to say."""
    loud = [gate for gate in route.get("gates", ()) if gate["verdict"] != "pass" or gate["reasons"]]
    return sorted(loud, key=lambda gate: _LOUD.get(gate["verdict"], 1))


def silent_gates(route: Route) -> list[str]:
    """Return the names of the gates that passed without a word."""
    return [
        gate["gate"] for gate in route.get("gates", ()) if gate["verdict"] == "pass" and not gate["reasons"]
    ]


def decisive(route: Route) -> tuple[Said, ...]:
    """Return what decided against a route, or keeps it open: the reasons of its failed and unknown gates, all of them.

    A gate's ``against`` says how many of its reasons weigh against the route; they come first.
    """
    against = [
        reason
        for gate in gates(route)
        if gate["verdict"] != "pass"
        for reason in gate["reasons"][: gate.get("against") or None]
    ]
    return merged(against)


def rows(routes: Sequence[Route]) -> list[Row]:
    """Join routes of one instrument that differ only in the kind of data, in the order given."""
    found: dict[tuple[Any, ...], Row] = {}
    for route in routes:
        why = decisive(route)
        settles = tuple(
            dict.fromkeys(one for gate in route.get("gates", ()) for one in gate.get("settles", ()))
        )
        key = (
            route["instrument"], route.get("requested"), route.get("title"), route["measure"], route["status"], why, settles,
            str(route.get("expected")), str(route.get("channel")), route.get("confidence"), route.get("href"),
        )  # fmt: skip
        before = found.get(key)
        data = (*(before.data if before else ()), str(route.get("data_category") or "any"))
        found[key] = Row(before.route if before else route, tuple(dict.fromkeys(data)), why, settles)
    return list(found.values())


def by_status(routes: Sequence[Route]) -> list[Group]:
    """Group the rows by status in reading order; a status the pages do not know comes last under its own name."""
    groups: dict[str, Group] = {status: Group(status) for status in READING_ORDER}
    for row in rows(routes):
        groups.setdefault(row.route["status"], Group(row.route["status"])).rows.append(row)
    return [group for group in groups.values() if group.rows]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the parallel plan: what can be done or hangs on something, and how many ways are shut."""

    phase: str
    rows: tuple[Row, ...]
    shut: int
    why: str = ""


def plan(answer: Mapping[str, Any]) -> list[Step]:
    """Return the steps of the engine's parallel plan (``comity.routes/1``, key ``plan``) with their routes filled in."""
    whole = {_name(route): route for route in answer["routes"]}
    steps = []
    for step in answer.get("plan", ()):
        given = [whole[name] for name in map(_name, step["routes"]) if name in whole]
        alive = [route for route in given if route["status"] in {"open", "conditional", "unknown"}]
        steps.append(
            Step(step["phase"], tuple(rows(alive)), len(given) - len(alive), str(step.get("why", "")))
        )
    return steps


def _name(route: Route) -> tuple[str, ...]:
    return tuple(str(route.get(part)) for part in ("instrument", "requested", "measure", "data_category"))


def failing(route: Route) -> list[str]:
    """Return the names of all gates that fail, in the order lawyers ask them."""
    return [gate["gate"] for gate in route.get("gates", ()) if gate["verdict"] == "fail"]


def bound(route: Route) -> str:
    """Return whether the two are bound to help (the gate of force): the duty, whatever the law at home can do."""
    return next((gate["verdict"] for gate in route.get("gates", ()) if gate["gate"] == "in_force"), "unknown")


def power_at_home(route: Route) -> list[dict[str, Any]]:
    """Return what the asked state's own law can do, apart from any duty: each reason with yes, no or unknown."""
    found = [
        {**reason, "verdict": _POWER.get(str(reason.get("code", "")), "unknown")}
        for gate in route.get("gates", ())
        for reason in gate["reasons"]
        if str(reason.get("code", "")).startswith("home_power.")
    ]
    return list({told(one): one for one in found}.values())


_POWER = {"home_power.reaches": "yes", "home_power.none": "no", "home_power.narrower": "no", "home_power.narrower_than_treaty": "no"}  # fmt: skip


def at_stake(route: Route) -> tuple[Said, ...]:
    """Return what a law on direct contact says, and which rights the case touches."""
    return merged(
        reason
        for gate in route.get("gates", ())
        for reason in gate["reasons"]
        if str(reason.get("code", "")).startswith(("direct_contact.", "rights."))
        and reason.get("code") != "rights.no_tag"
    )


CLOCKS = ("floor", "ceiling", "other")
"""Clocks as they are read: a floor ends nothing, a ceiling ends what was held; the rest are to be kept by somebody."""
_CLOCK_OF = {"minimum": "floor", "floor": "floor", "validity": "ceiling", "ceiling": "ceiling"}


def clocks_apart(route: Route) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the clocks of a route with floors, ceilings and the rest apart; a kind without a clock is left out."""
    apart: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in CLOCKS}
    for clock in route.get("clocks", ()):
        apart[_CLOCK_OF.get(clock.get("kind", ""), "other")].append(clock)
    return [(kind, found) for kind, found in apart.items() if found]


def weakest(document: Any) -> str:
    """Return the confidence of the weakest record an answer names: ``recalled`` if any is; ``verified`` if every one is; else nothing."""
    found = set(_confidences(document))
    return "recalled" if "recalled" in found else "verified" if found else ""


def _confidences(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        said = value.get("confidence")
        if isinstance(said, str) and (value.get("record") or "code" not in value):
            yield said
        for inner in value.values():
            yield from _confidences(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _confidences(inner)


def three_valued(fact: Any) -> str:
    """Turn a fact as the engine writes it (true, false, anything else for unknown) into yes, no or unknown.

    >>> three_valued(True), three_valued(False), three_valued("unknown"), three_valued(None)
    ('yes', 'no', 'unknown', 'unknown')
    """
    if fact is True or fact == "yes":
        return "yes"
    return "no" if fact is False or fact == "no" else "unknown"


def asked_for(value: str) -> str:
    """Turn what a law asks (``required``, ``not_required``; older: yes, no) into required, not_required or unknown."""
    known = {"required": "required", "yes": "required", "not_required": "not_required", "no": "not_required"}
    return known.get(value, "unknown")


def lasting(duration: str | None) -> str:
    """Write an ISO 8601 duration in words (``P60D``: 60 days); what cannot be read is shown as it is."""
    found = _DURATION.match(duration or "")
    if not found or not any(found.groups()):
        return duration or ""
    years, months, weeks, days, hours, minutes = (int(one or 0) for one in found.groups())
    words = [
        ngettext("%(n)s year", "%(n)s years", years) % {"n": years} if years else "",
        ngettext("%(n)s month", "%(n)s months", months) % {"n": months} if months else "",
        ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks} if weeks else "",
        ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else "",
        ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours} if hours else "",
        _("%(minutes)s min") % {"minutes": minutes} if minutes else "",
    ]
    return " ".join(word for word in words if word)
