"""Consult on who prosecutes; record what came of a case; draft the letters that tell it.

The engine sets claims, factors and duties out as facts; each side asserts, decides and says what it does next, and both
sides keep everything. No winner is computed anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation

from comity.kernel.actor import Actor, system
from comity.kernel.errors import BadInput, Conflict
from comity.kernel.identifier import new_id, reference
from comity.law import jurisdiction
from comity.node.assistance import content
from comity.node.audit import actions as audit
from comity.node.base import lawbook, news, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.models import Participant
from comity.node.base.permissions import require
from comity.node.cases import queries as cases
from comity.node.cases.models import Case
from comity.node.cases.permissions import of as of_case
from comity.node.exchange import actions as exchange
from comity.node.letters.models import Letter
from comity.node.outcomes import faults, lists, permissions
from comity.node.outcomes.models import Consultation, Outcome, Statement
from comity.node.reports.writing import draft_letter

KIND, SCHEMA = "consultation", "comity.consultation/1"
LETTER = "outcome"
SYSTEM = system("outcomes")


@transaction.atomic
def open_consultation(
    case: Case, counterpart: str, *, by: Actor, at: datetime, states: Sequence[str] = ()
) -> Consultation:
    """Open a consultation with the authority of another state: the claims of the states concerned, set out by the engine.

    Raises:
        NotAllowed: the actor does not consult on this case, or the counterpart is not admitted.
        BadInput: the counterpart is not in the directory.
    """
    require(by, "consultation.record", of_case(case, at=at))
    other = Participant.objects.filter(pk=counterpart).first()
    if other is None:
        raise BadInput(faults.NOT_A_SIDE.fault(sender=counterpart[:50]))
    asked = list(dict.fromkeys([*states, other.country]))
    found = jurisdiction.claims(
        lawbook.book(), cases.scenario(case, on=at.date(), at=at, requested=asked)
    ).document()
    owner = Participant.objects.get(pk=by.participant)
    key = sealing.new_key(owner)
    content.share(key, {case.owner_id} - {owner.code})
    concerned = list(dict.fromkeys([owner.country, *asked, *(claim["state"] for claim in found["claims"])]))
    row = Consultation.objects.create(
        owner=owner, data_key=key.row, reference=reference(), case=case, counterpart=counterpart, states=concerned, claims=found,
        opened_by=by.label, opened_at=at, opened_here=True,
    )  # fmt: skip
    _post(row, {"step": "open", "states": concerned, "claims": found}, by=by, at=at)
    _leaf("consultation.open", row, by, at, counterpart=counterpart)
    return row


@transaction.atomic
def attach(row: Consultation, case: Case, *, by: Actor, at: datetime) -> Consultation:
    """Attach a consultation that another state opened to the own case it is about.

    Raises:
        NotAllowed: the actor does not consult, or the case is another's.
    """
    require(by, "consultation.record", permissions.of(row, at=at))
    require(by, "case.view", of_case(case, at=at))
    locked = Consultation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    locked.case = case
    locked.save(update_fields=["case"])
    _leaf("consultation.attach", locked, by, at, case=str(case.pk))
    return locked


def assert_factor(
    row: Consultation, factor: str, state: str, words: str = "", *, by: Actor, at: datetime
) -> Statement:
    """Assert a factor of the book for a state: who says so is kept with it, and the other side sees it.

    Raises:
        NotAllowed: no right. BadInput: no factor of the book, or a state it is not about.
    """
    known = {one.id: one.title for one in lawbook.book().contents.jurisdiction_factors}
    if factor not in known:
        raise BadInput(faults.BAD_CODE.fault(code=factor[:40], known=", ".join(known)))
    return _say(row, Statement.Kind.FACTOR, factor, _state(row, state), words, by=by, at=at)


def decide(
    row: Consultation, code: str, state: str, words: str = "", *, by: Actor, at: datetime
) -> Statement:
    """State what the own side decided: that a state prosecutes, does not, or is undecided. It binds nobody else.

    Raises:
        NotAllowed, BadInput: as :func:`assert_factor`.
    """
    return _say(
        row,
        Statement.Kind.DECISION,
        lists.code(code, lists.DECISIONS),
        _state(row, state),
        words,
        by=by,
        at=at,
    )


def follow_up(row: Consultation, code: str, words: str = "", *, by: Actor, at: datetime) -> Statement:
    """State what the own side does next.

    Raises:
        NotAllowed, BadInput: as :func:`assert_factor`.
    """
    return _say(row, Statement.Kind.FOLLOW_UP, lists.code(code, lists.FOLLOW_UPS), "", words, by=by, at=at)


@transaction.atomic
def open_statements(row: Consultation, *, by: Actor, at: datetime, purpose: str) -> dict[UUID, str]:
    """Open the words of all statements; a leaf remains.

    Raises:
        NotAllowed: no right.
    """
    require(by, "consultation.view", permissions.of(row, at=at, purpose=purpose))
    key = content.open_key(row.data_key)
    audit.record(
        "audit", "consultation.read", by=by, at=at, subject_kind="consultation", subject_id=str(row.pk), participant=row.owner_id, purpose=purpose,
    )  # fmt: skip
    return {one.pk: sealing.read(one, key, "words") for one in row.statements.all()}


@transaction.atomic
def record_outcome(case: Case, kind: str, *, by: Actor, at: datetime, state: str = "") -> Outcome:
    """Record what came of a case.

    Raises:
        NotAllowed: not the prosecutor. BadInput: no code of the list. Conflict: recorded already.
    """
    require(by, "case.outcome", of_case(case, at=at))
    try:
        with transaction.atomic():
            row = Outcome.objects.create(
                owner=case.owner,
                case=case,
                kind=lists.code(kind, lists.OUTCOMES),
                state=state[:2],
                by=by.label,
                at=at,
            )
    except IntegrityError as error:
        raise Conflict(faults.ALREADY.fault()) from error
    audit.record(
        "audit", "case.outcome", by=by, at=at, subject_kind="case", subject_id=str(case.pk), participant=case.owner_id,
        facts={"outcome": row.kind, "state": row.state},
    )  # fmt: skip
    news.tell("case.outcome", outcome=row.pk)
    return row


@transaction.atomic
def draft_letters(outcome: Outcome, *, by: Actor, at: datetime, keyring: Keyring) -> list[Letter]:
    """Draft a letter to each reporter of the case, in her language. Nobody is told before an officer releases it.

    Raises:
        NotAllowed: the actor does not record outcomes of this case.
    """
    require(by, "case.outcome", of_case(outcome.case, at=at))
    made = []
    for report in cases.reports(outcome.case):
        with translation.override(report.language):
            values = {"outcome": str(lists.TOLD[outcome.kind]), "next": str(lists.NEXT[outcome.kind])}
        made.append(
            draft_letter(
                report,
                LETTER,
                event=f"{LETTER}-{outcome.kind}"[:60],
                values=values,
                by=SYSTEM,
                at=at,
                keyring=keyring,
                case=outcome.case_id,
            )
        )
    return made


def _say(
    row: Consultation, kind: Statement.Kind, code: str, state: str, words: str, *, by: Actor, at: datetime
) -> Statement:
    with transaction.atomic():
        locked = (
            Consultation.objects.select_for_update(of=("self",))
            .select_related("owner", "data_key", "case")
            .get(pk=row.pk)
        )
        require(by, "consultation.record", permissions.of(locked, at=at))
        message = new_id()
        made = write(
            locked, kind, code, state, words, asserted_by=locked.owner_id, message=message, by=by, at=at
        )
        said = {
            "step": "statement",
            "kind": kind.value,
            "code": code,
            "state": state,
            "words": words,
            "at": at.isoformat(),
        }
        _post(locked, said, by=by, at=at, message=message)
        _leaf(f"consultation.{kind.value}", locked, by, at, code=code, state=state)
        return made


def write(
    row: Consultation,
    kind: str,
    code: str,
    state: str,
    words: str,
    *,
    asserted_by: str,
    message: UUID,
    by: Actor,
    at: datetime,
) -> Statement:
    """Write a statement of either side into the (locked) consultation."""
    made = Statement(
        owner=row.owner, data_key=row.data_key, consultation=row, kind=kind, code=code, state=state, asserted_by=asserted_by, by=by.label,
        at=at, number=row.statements.count() + 1, message_id=message,
    )  # fmt: skip
    sealing.seal(made, content.open_key(row.data_key), words=words[:5000])
    made.save(force_insert=True)
    return made


def _state(row: Consultation, state: str) -> str:
    if state not in row.states:
        raise BadInput(faults.NO_STATE.fault(states=", ".join(row.states)))
    return state


def _post(
    row: Consultation, said: dict[str, Any], *, by: Actor, at: datetime, message: UUID | None = None
) -> None:
    exchange.post(
        message, sender=row.owner_id, to=row.counterpart, matter=row.matter_id, kind=KIND, by=by, at=at,
        body={"schema": SCHEMA, "reference": row.reference, **said},
    )  # fmt: skip


def _leaf(verb: str, row: Consultation, by: Actor, at: datetime, **facts: Any) -> None:
    audit.record(
        "audit", verb, by=by, at=at, subject_kind="consultation", subject_id=str(row.pk), participant=row.owner_id,
        facts={"matter": str(row.matter_id), **facts},
    )  # fmt: skip
    news.tell(verb, consultation=row.pk)
