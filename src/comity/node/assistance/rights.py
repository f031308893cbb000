"""The rights gate: what a request is about, before anything is decided; and the lawyer's decision on it (promise 16).

A requester does not say that a request is about an opinion, so the words are looked through as well. What stops a
request: tags (stated or found), grounds engaged by a tag or by political character, a death penalty that cannot be
excluded, and an engine that calls the route protected. Nothing here decides: a named lawyer does.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from comity.facts.model import Facts
from comity.facts.scenario import Ask, Scenario
from comity.facts.strict import Table
from comity.kernel.actor import Actor
from comity.kernel.country import Country
from comity.kernel.errors import BadInput, Conflict, Fault, raise_all
from comity.kernel.finding import Verdict
from comity.law.answer import Route
from comity.law.asking import ANY_DATA, Asking, Matter
from comity.law.grounds import DEATH_PENALTY, LIFE
from comity.law.records import Ground
from comity.law.row import one_route
from comity.law.running import Desk
from comity.node.assistance import content, faults, lawbook, permissions
from comity.node.assistance.models import Request, RightsDecision
from comity.node.assistance.moving import locked, touch
from comity.node.assistance.names import texts
from comity.node.audit import actions as audit
from comity.node.base import news, sealing
from comity.node.base.permissions import require
from comity.selectors.lists import content_root

RIGHTS = "rights"
"""The reason code of a refusal at the gate: never counted as non-cooperation."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate found: ``marks`` stop the request; ``checked`` are the questions that were answered with no."""

    marks: tuple[str, ...]
    checked: tuple[dict[str, str], ...]
    routes: tuple[Route, ...]

    @property
    def stops(self) -> bool:
        """Say whether a lawyer has to decide."""
        return bool(self.marks)


@lru_cache(maxsize=2)
def signals(root: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the words that may mean that a right is at stake, by tag (``content/indicators/rights.toml``).

    Raises:
        BadInput: the file holds something else than lists of texts.
    """
    file = content_root(root) / "indicators" / "rights.toml"
    found: list[Fault] = []
    table = Table(tomllib.loads(file.read_text(encoding="utf-8")), where="", file=file.name, faults=found)
    read = {tag: table.texts(tag) for tag in table.keys()}  # noqa: SIM118 - Table is no mapping
    raise_all(found)
    return read


def tags_in(words: Iterable[str]) -> tuple[str, ...]:
    """Return the tags whose words stand in a text, in any of the languages.

    >>> tags_in(["the author of a satirical page"])
    ('expression',)
    """
    flat = " ".join(re.sub(r"\s+", " ", plain(one)) for one in words).casefold()
    latin = flat.translate(_LOOKS_LATIN)
    return tuple(
        sorted(
            tag
            for tag, every in signals().items()
            if any(_stands(word, flat) or _stands(word, latin) for word in every)
        )
    )


def plain(text: str) -> str:
    """Return a text as it is read: no characters that are not seen (soft hyphens, zero width), no letters in disguise.

    >>> plain("blas\u00adphemy \uff42\uff4c")
    'blasphemy bl'
    """
    return "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")


_LOOKS_LATIN = str.maketrans("асеіјорѕухԁɡһԛԝѵοανικτερ", "aceijopsyxdghqwvoaviktep")
"""Small letters of other scripts that are read as Latin ones. Words in those scripts are looked for as they are too."""


def _stands(word: str, flat: str) -> bool:
    low = word.casefold()
    if low.isascii() or low[:1].isalpha():
        return re.search(rf"(?<!\w){re.escape(low)}", flat) is not None
    return low in flat


def gate(request: Request, values: Mapping[str, Any], *, on: date) -> Gate:
    """Run the gate for an incoming request."""
    book = lawbook.book()
    instrument = book.instrument(request.instrument)
    said = [text for _, text in texts(values)]
    tags = frozenset(request.tags) | set(tags_in(said))
    stated = request.stated
    months = stated.get("max_penalty_months")
    political = stated.get("political_character")
    facts = Facts(
        articles=tuple(request.offence_articles),
        tags=frozenset(tags),
        political_character=political if isinstance(political, bool) else None,
        max_penalty_months={request.requesting: months}
        if isinstance(months, int) and not isinstance(months, bool)
        else {},
        danger_to_life=True if request.life_at_risk else None,
    )
    ask = Ask(requesting=Country(request.requesting), requested=(Country(request.requested),), measure=request.measure,
              data_categories=tuple(part.data_category for part in request.parts.all() if part.data_category))  # fmt: skip
    scenario = Scenario(str(request.matter_id), "", on, None, request.urgency, ask, facts)
    matter = Matter(book, scenario, request.requesting, request.requested)
    routes = tuple(
        one_route(Asking(matter, instrument, request.measure, part.data_category or ANY_DATA), Desk())
        for part in request.parts.all()
    )
    marks = set(tags)
    checked: dict[str, dict[str, str]] = {}
    for route in routes:
        if route.status == "protected":
            marks.add("protected")
        for ground in route.grounds:
            about_rights = bool(ground.ground.tags) or ground.ground.engaged_by == "political_character"
            if about_rights and ground.engaged is Verdict.YES:
                marks.add(ground.ground.id)
            if about_rights:
                checked[ground.ground.id] = {
                    "id": ground.ground.id,
                    "cite": ground.ground.cite,
                    "engaged": ground.engaged.value,
                }
    verdict, why = _death_penalty(request.requesting, months)
    checked[DEATH_PENALTY] = {"id": DEATH_PENALTY, "cite": why, "engaged": verdict}
    if verdict != "no":
        marks.add(DEATH_PENALTY)
    return Gate(tuple(sorted(marks)), tuple(checked.values()), routes)


def _death_penalty(state: str, months: Any) -> tuple[str, str]:
    """Say whether the death penalty is in sight: excluded by the state's law, or by a stated maximum short of life."""
    known = lawbook.book().safeguards(state, DEATH_PENALTY)
    if known and known[0].value == "no":
        return "no", known[0].cite
    if isinstance(months, int) and not isinstance(months, bool) and months < LIFE:
        return "no", f"maximum {months} months"
    return ("yes" if known and known[0].value == "yes" and isinstance(months, int) else "unknown"), known[
        0
    ].cite if known else ""


def document(found: Gate) -> dict[str, Any]:
    """Return the gate's answer as it is kept with the request."""
    return {"marks": list(found.marks), "checked": list(found.checked)}


@transaction.atomic
def decide_rights(
    request: Request,
    *,
    outcome: str,
    reasons: str,
    by: Actor,
    at: datetime,
    ground: str = "",
    seen: int | None = None,
) -> RightsDecision:
    """Decide at the gate, as a named lawyer, with reasons: ``cleared`` lets the desk go on, ``refused`` answers with a no.

    A refusal carries the reason code ``rights`` and the citation of a ground of the record; it is no non-cooperation.

    Raises:
        NotAllowed: no lawyer of the central authority.
        Conflict: nothing stops the request.
        BadInput: no reasons; a refusal without a ground, or with one that the record has not.
    """
    from comity.node.assistance import stepping

    row = locked(request, seen=seen)
    require(by, "safeguard.decide", permissions.of(row, at=at, purpose="decide"))
    if not row.rights_stop:
        raise Conflict(faults.NO_RIGHTS_STOP.fault())
    made_up_mind = RightsDecision.Outcome(outcome)
    refused = made_up_mind == RightsDecision.Outcome.REFUSED
    raise_all(
        [
            *([] if not refused or ground else _ground_needed(row)),
            *([] if reasons.strip() else [faults.NO_REASONS.fault()]),
        ]
    )
    marks = list(row.answer.get("rights", {}).get("marks", []))
    key = content.open_key(row.data_key)
    made = RightsDecision(
        owner=row.owner, data_key=row.data_key, request=row, outcome=made_up_mind.value, marks=[mark[:40] for mark in marks],
        by=by.label, at=at,
    )  # fmt: skip
    sealing.seal(made, key, reasons=reasons)
    made.save()
    row.rights_stop = False
    touch(row, "rights_stop")
    audit.record(
        "audit", "safeguard.decide", by=by, at=at, subject_kind="request", subject_id=str(row.pk), participant=row.owner_id, purpose="",
        facts={"outcome": made.outcome, "marks": marks, "matter": str(row.matter_id)},
    )  # fmt: skip
    if refused:
        stepping.refuse(row, reason_code=RIGHTS, cite=_cite(row, ground), note=reasons, by=by, at=at)
    news.tell("request.rights_decided", request=row.pk, outcome=made.outcome)
    request.refresh_from_db()
    return made


def _usable(request: Request) -> dict[str, Ground]:
    """Return the grounds of the request's record that may be used."""
    instrument = lawbook.book().instrument(request.instrument)
    known = lawbook.grounds(instrument)
    return {name: one for name, one in known.items() if one.effect != "forbidden_ground"}


def _ground_needed(request: Request) -> list[Fault]:
    """Return the fault of a refusal without a ground; none where the record knows no ground at all."""
    known, instrument = _usable(request), lawbook.book().instrument(request.instrument)
    if not known:
        return []
    return [faults.GROUND_NEEDED.fault(instrument=instrument.title, grounds=", ".join(known))]


def _cite(request: Request, ground: str) -> str:
    """Return the citation of the record's ground under which a right is invoked; nothing where none is named.

    Raises:
        BadInput: the record has no such ground.
    """
    if not ground:
        return ""
    known = _usable(request)
    if ground not in known:
        instrument = lawbook.book().instrument(request.instrument)
        raise BadInput(
            faults.NO_GROUND.fault(ground=ground, instrument=instrument.title, grounds=", ".join(known))
        )
    return known[ground].cite
