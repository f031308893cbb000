"""What a case file expects of an answer: ``[[expect]]`` and ``[[must_not]]``, read against the JSON document.

The keys that name a row (``requesting``, ``requested``, ``instrument``, ``measure``, ``data_category``, ``legal_basis``) select; all other keys
must hold for every row selected. An expectation that selects nothing fails: a case can never pass by silence. A
``must_not`` fails where a selected row is on offer (open or conditional), or has the status it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SELECT = ("requesting", "requested", "instrument", "measure", "data_category", "legal_basis")
ON_OFFER = ("open", "conditional")
Row = Mapping[str, Any]
_NO_CHECK = ("why", "answer")
_OF_ANOTHER = ("verdict", "check_verdict")
"""Keys that say what another key wants: of a gate, of a check."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation that does not hold: what was wanted of which row, and what the engine said."""

    wanted: str
    said: str

    def __str__(self) -> str:
        return f"{self.wanted}: {self.said}"


def check(
    document: Mapping[str, Any], expect: Iterable[Mapping[str, Any]], must_not: Iterable[Mapping[str, Any]]
) -> list[Miss]:
    """Check the expectations on routes; expectations on other answers go to :func:`check_other`."""
    misses: list[Miss] = []
    for wanted in expect:
        if wanted.get("answer", "routes") == "routes":
            misses += _expect(document, wanted)
    for refused in must_not:
        if refused.get("answer", "routes") == "routes":
            misses += _must_not(document, refused)
        else:
            misses.append(Miss(f"must not: {dict(refused)}", "speaks of routes only; use [[expect]]"))
    return misses


def _expect(document: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterable[Miss]:
    rows = select(document["routes"], wanted)
    if not rows:
        yield Miss(_name(wanted), "no such row in the answer")
    for row in rows:
        for key, value in wanted.items():
            if key in SELECT or key in _NO_CHECK:
                continue
            fault = _holds(row, key, value, wanted)
            if fault:
                yield Miss(
                    f"{_name(wanted)} {key} = {value!r}",
                    f"{fault} [{row['requested']} {row['data_category']}]",
                )


def _must_not(document: Mapping[str, Any], refused: Mapping[str, Any]) -> Iterable[Miss]:
    others = {key: value for key, value in refused.items() if key not in (*SELECT, *_NO_CHECK, "status")}
    for key in others:
        if key not in (*_CHECKS, "gate", "check", *_OF_ANOTHER):
            yield Miss(f"must not: {_name(refused)} {key}", "is no key a route can be checked on")
            return
    forbidden = (refused["status"],) if "status" in refused else ON_OFFER
    for row in select(document["routes"], refused):
        if row["status"] in forbidden and all(
            not _holds(row, key, value, refused) for key, value in others.items()
        ):
            yield Miss(
                f"must not: {_name(refused)}", f"{row['status']} [{row['requested']} {row['data_category']}]"
            )


def select(rows: Iterable[Mapping[str, Any]], wanted: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the rows an expectation is about; a list of values selects any of them."""

    def fits(row: Mapping[str, Any], key: str) -> bool:
        value = wanted[key]
        return row[key] in value if isinstance(value, list) else row[key] == value

    keys = [key for key in SELECT if key in wanted]
    return [row for row in rows if all(fits(row, key) for key in keys)]


def _name(wanted: Mapping[str, Any]) -> str:
    return " ".join(str(wanted[key]) for key in SELECT if key in wanted) or "any row"


def _holds(row: Row, key: str, value: Any, wanted: Mapping[str, Any]) -> str:
    """Return what is wrong, or nothing."""
    if key == "gate":
        verdict = next((gate["verdict"] for gate in row["gates"] if gate["gate"] == value), "no gate")
        return "" if verdict == wanted.get("verdict", "pass") else f"is {verdict}"
    if key == "check":
        verdict = next((one["verdict"] for one in row["checks"] if one["id"] == value), "no check")
        return "" if verdict == wanted.get("check_verdict", "passes") else f"is {verdict}"
    if key in _OF_ANOTHER:
        return ""
    return _CHECKS[key](row, value) if key in _CHECKS else "is no key a route can be checked on"


def _equal(said: Any, value: Any) -> str:
    return "" if said == value else f"is {said}"


def _within(wanted: Iterable[Any], said: Iterable[Any]) -> str:
    have = list(said)
    lacking = [item for item in wanted if item not in have]
    return f"lacks {lacking}, has {have}" if lacking else ""


def _same_set(wanted: Iterable[Any], said: Iterable[Any]) -> str:
    have = list(said)
    return "" if set(wanted) == set(have) else f"are {have}"


def _codes(row: Row) -> list[str]:
    reasons = [reason for gate in row["gates"] for reason in gate["reasons"]]
    reasons += [*row["warning_reasons"], *row["dual_criminality"]["reasons"]]
    return sorted({reason["code"] for reason in reasons})


def _warned(row: Row, parts: Iterable[str]) -> str:
    texts = [*row["warnings"], *_codes(row)]
    lacking = [part for part in parts if not any(part in text for text in texts)]
    return f"lacks {lacking} in {row['warnings']}" if lacking else ""


def _cites(row: Row) -> list[str]:
    return [ground["cite"] for ground in row["grounds"]]


def _clock(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    clocks = [clock for clock in row["clocks"] if clock["name"] == wanted.get("name", clock["name"])]
    if any(all(_has(clock.get(key), value) for key, value in wanted.items()) for clock in clocks):
        return ""
    return f"are {[{key: clock.get(key) for key in ('name', *wanted)} for clock in clocks or row['clocks']]}"


def _has(found: Any, wanted: Any) -> bool:
    """Compare; ``false`` stands for what a clock does not have (yet), as TOML has no word for it."""
    return found is None if wanted is False else bool(found == _plain(wanted))


_CHECKS: dict[str, Callable[[Row, Any], str]] = {
    "status": lambda row, value: _equal(row["status"], value),
    "statuses": lambda row, value: _within([row["status"]], value),
    "failing_gates": lambda row, value: _equal(
        [gate["gate"] for gate in row["gates"] if gate["verdict"] == "fail"], list(value)
    ),
    "reason": lambda row, value: _within(_list(value), _codes(row)),
    "reasons": lambda row, value: _within(_list(value), _codes(row)),
    "dual": lambda row, value: _equal(row["dual_criminality"]["verdict"], value),
    "asked": lambda row, value: _equal(row["dual_criminality"]["asked"], value),
    "decisive_unknowns": lambda row, value: _same_set(value, row["dual_criminality"]["decisive_unknowns"]),
    "grounds": lambda row, value: _within(value, _cites(row)),
    "only_grounds": lambda row, value: _same_set(value, _cites(row)),
    "clock": _clock,
    "warnings": lambda row, value: _warned(row, _list(value)),
    "confidence": lambda row, value: _equal(row["confidence"], value),
    "from_role": lambda row, value: _equal(row["channel"]["from_role"], value),
    "to_role": lambda row, value: _equal(row["channel"]["to_role"], value),
    "authorities": lambda row, value: _within(_list(value), row["channel"]["authorities"]),
    "expected": lambda row, value: _equal({name: row["expected"].get(name) for name in value}, value),
    "order_by": lambda row, value: _equal(row["order"]["by"], value),
    "place": lambda row, value: _equal(row["order"]["place"], value),
}


def _plain(value: Any) -> Any:
    """Return a day or an instant as the document writes it; an instant may be expected in any zone."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def check_other(answers: Mapping[str, Mapping[str, Any]], expect: Iterable[Mapping[str, Any]]) -> list[Miss]:
    """Check expectations on offences, dual criminality and jurisdiction against their documents."""
    misses: list[Miss] = []
    for wanted in expect:
        kind = wanted.get("answer", "routes")
        if kind == "routes":
            continue
        document = answers[kind]
        rows = _other_rows(kind, document, wanted)
        if not rows:
            misses.append(Miss(f"{kind} {dict(wanted)}", "no such row in the answer"))
        for row in rows:
            misses += [
                Miss(f"{kind} {key} = {value!r}", f"is {row.get(key)!r}")
                for key, value in wanted.items()
                if key not in _OTHER_SELECT and not _same(_said(kind, row, key, value), value)
            ]
    return misses


def _other_rows(kind: str, document: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    keys: tuple[str, ...] = ()
    rows: list[Mapping[str, Any]] = [document]
    if kind == "offences":
        rows, keys = document["countries"].get(wanted.get("country"), []), ("article", "statute")
    elif kind == "jurisdiction":
        rows, keys = document["claims"], ("state", "head")
    elif kind == "refusal":
        rows, keys = document["after_refusal"], ("instrument",)
    elif kind == "ne_bis_in_idem":
        rows, keys = document["ne_bis_in_idem"], ("id", "state", "judged_in")
    elif kind == "plan":
        rows, keys = document["plan"], ("phase",)
    return [row for row in rows if all(row[key] == wanted[key] for key in keys if key in wanted)]


_OTHER_SELECT = (
    "answer", "country", "article", "head", "state", "why", "instrument", "id", "judged_in", "phase",
)  # fmt: skip


def _said(kind: str, row: Mapping[str, Any], key: str, wanted: Any) -> Any:
    """Return what a row says; lists of tables by what names them."""
    read = _READ.get((kind, key))
    return row.get(key) if read is None else read(row, wanted)


_READ: dict[tuple[str, str], Callable[[Row, Any], Any]] = {
    ("refusal", "next"): lambda row, _: [one["id"] for one in row["next"]],
    ("refusal", "not_next"): lambda row, wanted: [
        one for one in wanted if one not in {found["id"] for found in row["next"]}
    ],
    ("refusal", "asked_back"): lambda row, _: [
        way["instrument"]
        for one in row["next"]
        for way in one["ways"]
        if way["requesting"] == row["requested"]
    ],
    ("refusal", "alternatives"): lambda row, _: [way["instrument"] for way in row["alternatives"]],
    ("refusal", "no_alternatives"): lambda row, _: (
        not row["alternatives"] and not any(one["ways"] for one in row["next"])
    ),
    ("plan", "routes"): lambda row, _: [route["instrument"] for route in row["routes"]],
}


def _same(said: Any, wanted: Any) -> bool:
    if isinstance(said, list) and isinstance(wanted, list):
        return all(item in said for item in wanted)
    return bool(said == wanted)
