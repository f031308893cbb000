"""The consultation record: what both sides say on who should prosecute (``comity.consultation/1``). No winner is computed.

:func:`open_record` sets out claims, facts per factor and state, duties, bars and what could follow, once; each side then only adds statements of its
own (:func:`add`), chained by digest, so that both hold the same file and nobody can change what the other said. Whether the sides agree is read
from their own decisions, never from the factors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from comity.facts.scenario import Ask, Scenario
from comity.facts.writing import write
from comity.kernel.clock import instant
from comity.kernel.country import country
from comity.kernel.digest import Digest, digest_of
from comity.kernel.errors import BadInput, Conflict, Fault, declare, raise_all
from comity.law.jurisdiction import claims
from comity.law.order import ON_OFFER
from comity.law.route import routes

if TYPE_CHECKING:
    from comity.law.book import Book

SCHEMA = "comity.consultation/1"
Kind = Literal["factor", "proceedings", "decision", "follow_up", "remark"]
DECISIONS = ("prosecutes", "does_not_prosecute", "prosecutes_part", "undecided")
FOLLOW_UPS = (
    "asks_extradition",
    "extradites",
    "transfers_proceedings",
    "takes_over_proceedings",
    "tries_here",
    "sends_evidence",
    "keeps_informed",
    "waits",
    "closes",
)
_MOVING = ("extradition", "transfer_of_proceedings")
"""Measures by which a decision on who prosecutes is carried out between two states."""

NOT_A_RECORD = declare("law.consultation.not_a_record", "{file}: this is no consultation record ({why}).")
NOT_CONCERNED = declare(
    "law.consultation.not_concerned", "{state} is not among the states this is about: {states}."
)
BAD_STATEMENT = declare(
    "law.consultation.bad_statement", "{key} = {value!r} is not one of: {known}.", "Write one of them."
)
NO_ASSERTER = declare(
    "law.consultation.nobody_asserts", "A statement says nobody who asserts it.", "Name the authority."
)
CHANGED = declare(
    "law.consultation.changed",
    "Statement {number} does not follow the one before it: something was changed or left out.",
    "Ask the other side for its copy.",
)
APART = declare(
    "law.consultation.apart",
    "The two copies differ before what the sides said: they are about different questions, books or days.",
    "Open one record and send it to the other side.",
)


def open_record(book: Book, scenario: Scenario, *, at: datetime) -> dict[str, Any]:
    """Open a record: what the engine says, and no statement yet.

    Raises:
        BadInput: the book cannot answer the scenario.
    """
    found = claims(book, scenario)
    document = found.document()
    states = list(found.concurrent) or sorted({claim.state for claim in found.claims})
    basis = {
        "schema": SCHEMA,
        "opened": at.astimezone(UTC).isoformat(),
        "book": document["book"],
        "on": document["on"],
        "scenario": write(scenario),
        "states": states,
        "claims": [claim for claim in document["claims"] if claim["state"] in states],
        "factors": [
            {"id": name, **{key: value[key] for key in ("title", "weight", "cite", "states", "confidence")}}
            for name, value in document["factors"].items()
        ],
        "duties": document["duties"],
        "ne_bis_in_idem": document["ne_bis_in_idem"],
        "options": _options(book, scenario, states),
        "winner": None,
    }
    return {**basis, "basis_digest": digest_of(basis), "statements": []}


def _options(book: Book, scenario: Scenario, states: Sequence[str]) -> list[dict[str, Any]]:
    """List what could carry out a decision between each two of the states; the order of the pairs means nothing."""
    found = []
    for one in states:
        for other in states:
            if one == other:
                continue
            for measure in _MOVING:
                for route in routes(book, _between(scenario, one, other, measure)).routes:
                    if route.status in ON_OFFER and route.measure == measure:
                        found.append(
                            {
                                "measure": measure,
                                "from": one,
                                "to": other,
                                "instrument": route.instrument.id,
                                "legal_basis": route.legal_basis,
                                "status": route.status,
                                "confidence": route.confidence,
                            }
                        )
    return found


def _between(scenario: Scenario, one: str, other: str, measure: str) -> Scenario:

    ask = Ask(requesting=country(one), requested=(country(other),), measure=measure)
    return replace(scenario, ask=ask, events=())


def add(
    record: Mapping[str, Any],
    state: str,
    kind: Kind,
    *,
    asserted_by: str,
    at: datetime,
    about: str = "",
    code: str = "",
    words: str = "",
) -> dict[str, Any]:
    """Return the record with one more statement of one side.

    ``kind``: ``factor`` (``about`` a state, ``code`` a factor of the record), ``proceedings`` (of the side itself), ``decision``,
    ``follow_up`` (codes of the lists), ``remark``. Nothing said before is changed.

    Raises:
        BadInput: a state it is not about, a code of no list, nobody who asserts it; all faults together.
    """
    check(record)
    states = record["states"]
    codes = {
        "factor": tuple(factor["id"] for factor in record["factors"]),
        "decision": DECISIONS,
        "follow_up": FOLLOW_UPS,
    }
    faults: list[Fault] = [
        NOT_CONCERNED.fault(state=name, states=", ".join(states))
        for name in (state, about)
        if name and name not in states
    ]
    if kind not in get_args(Kind):
        faults.append(BAD_STATEMENT.fault(key="kind", value=kind, known=", ".join(get_args(Kind))))
    elif kind in codes and code not in codes[kind]:
        faults.append(BAD_STATEMENT.fault(key="code", value=code, known=", ".join(codes[kind])))
    if not asserted_by.strip():
        faults.append(NO_ASSERTER.fault())
    raise_all(faults)
    statement = {
        "number": len(record["statements"]) + 1,
        "state": state,
        "kind": kind,
        "about": about,
        "code": code,
        "words": words,
        "asserted_by": asserted_by,
        "at": at.astimezone(UTC).isoformat(),
        "previous": _last(record),
    }
    said = {**statement, "digest": digest_of(statement)}
    return {**record, "statements": [*record["statements"], said]}


def _last(record: Mapping[str, Any]) -> Digest:
    statements = record["statements"]
    return Digest(statements[-1]["digest"] if statements else record["basis_digest"])


def check(record: Mapping[str, Any], file: str = "record") -> None:
    """Check that a record is whole: its basis and the chain of its statements.

    Raises:
        BadInput: it is no record, or something in it was changed or left out.
    """
    if record.get("schema") != SCHEMA:
        raise BadInput(NOT_A_RECORD.fault(file=file, why=f"schema {record.get('schema')!r}"))
    try:
        basis = {key: value for key, value in record.items() if key not in ("basis_digest", "statements")}
        before = record["basis_digest"]
        if before != digest_of(basis):
            raise BadInput(NOT_A_RECORD.fault(file=file, why="what the engine set out was changed"))
        for number, said in enumerate(record["statements"], 1):
            own = {key: value for key, value in said.items() if key != "digest"}
            if said["previous"] != before or said["digest"] != digest_of(own) or said["number"] != number:
                raise BadInput(CHANGED.fault(number=number))
            instant(said["at"])
            before = said["digest"]
    except (KeyError, TypeError) as error:
        raise BadInput(NOT_A_RECORD.fault(file=file, why=f"lacks {error}")) from error


def join(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the longer of two copies where one continues the other.

    Raises:
        BadInput: a copy is not whole. Conflict: they are about different questions, or both sides wrote at the same time; the one who
        wrote later adds again to the other's copy.
    """
    check(ours)
    check(theirs)
    if ours["basis_digest"] != theirs["basis_digest"]:
        raise Conflict(APART.fault())
    short, long = sorted((ours, theirs), key=lambda one: len(one["statements"]))
    if long["statements"][: len(short["statements"])] != short["statements"]:
        raise Conflict(CHANGED.fault(number=_parting(short["statements"], long["statements"])))
    return dict(long)


def _parting(one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False), 1) if a["digest"] != b["digest"]), 1
    )


def standing(record: Mapping[str, Any]) -> dict[str, Any]:
    """Say where the consultation stands: the latest decision of each side, what each says on each factor, and whether they agree.

    ``agreed`` only where every side has decided and exactly one prosecutes the whole; the factors play no part in it.
    """
    check(record)
    decisions: dict[str, str] = {}
    factors: dict[str, dict[str, list[dict[str, str]]]] = {}
    follow_ups: dict[str, list[str]] = {}
    for said in record["statements"]:
        if said["kind"] == "decision":
            decisions[said["state"]] = said["code"]
        elif said["kind"] == "follow_up":
            follow_ups.setdefault(said["state"], []).append(said["code"])
        elif said["kind"] == "factor":
            of = factors.setdefault(said["code"], {})
            of.setdefault(said["about"] or said["state"], []).append(
                {"state": said["state"], "words": said["words"], "asserted_by": said["asserted_by"]}
            )
    words = [decisions.get(state, "") for state in record["states"]]
    whole = words.count("prosecutes") == 1 and words.count("does_not_prosecute") == len(words) - 1
    return {
        "decisions": decisions,
        "waiting_for": [
            state for state in record["states"] if decisions.get(state, "undecided") == "undecided"
        ],
        "factors": factors,
        "follow_ups": follow_ups,
        "agreed": whole,
        "prosecutes": [state for state, code in decisions.items() if code.startswith("prosecutes")],
    }
