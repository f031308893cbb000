"""Who can be asked and who speaks here: participants found by role and country, never named in a template."""

from __future__ import annotations

from comity.kernel.errors import BadInput, NotAllowed
from comity.law.records import Field, Instrument
from comity.node.assistance import faults, lanes, lawbook
from comity.node.base.models import Participant

_BANK, _HOLDS_MONEY = "bank", "payment_hold"


def counterparts(instrument: Instrument, country: str) -> list[Participant]:
    """Return the participants of a state to which an instrument may be addressed, the usual role first.

    A bank of another state is none of them where money is to be held: its own police or financial intelligence unit asks it.
    """
    found: list[Participant] = []
    for role in instrument.to_role:
        if role == _BANK and is_foreign(country) and _HOLDS_MONEY in instrument.measures:
            continue
        name = lanes.participant_role(role)
        rows = (
            Participant.objects.filter(country=country, roles__contains=[name]).order_by("code")
            if name
            else []
        )
        found += [row for row in rows if row not in found]
    return found


def is_foreign(country: str) -> bool:
    """Say whether a state is another than that of the authorities of this node."""
    return not Participant.objects.filter(hosted=True, country=country).exists()


def role_of(instrument: Instrument, participant: Participant) -> str:
    """Return in which role of the instrument a participant is addressed; empty where in none."""
    return next(
        (role for role in instrument.to_role if lanes.participant_role(role) in participant.roles), ""
    )


def choose(instrument: Instrument, country: str, code: str = "") -> Participant | None:
    """Return the counterpart: the one named, or the only one; none where the state has no place in the directory.

    Raises:
        BadInput: several fit and none is named, or the one named does not fit.
        NotAllowed: a bank of another state, where money is to be held.
    """
    found = counterparts(instrument, country)
    roles = " / ".join(instrument.to_role)
    if code:
        for row in found:
            if row.code == code:
                return row
        _refuse_foreign_bank(instrument, country, code)
        codes = ", ".join(row.code for row in found) or "nobody"
        raise BadInput(faults.NOT_SUCH_COUNTERPART.fault(code=code, role=roles, country=country, codes=codes))
    usual = [row for row in found if instrument.to_role and role_of(instrument, row) == instrument.to_role[0]]
    chosen = usual or found
    if len(chosen) > 1:
        raise BadInput(faults.MANY_COUNTERPARTS.fault(codes=", ".join(row.code for row in chosen)))
    return chosen[0] if chosen else None


def _refuse_foreign_bank(instrument: Instrument, country: str, code: str) -> None:
    """Say why nobody here may ask a bank abroad to hold money (the desk's own rule, ``policy.rules.reports``)."""
    if _HOLDS_MONEY not in instrument.measures or not is_foreign(country):
        return
    row = Participant.objects.filter(code=code, country=country, roles__contains=["bank"]).first()
    if row is not None:
        raise NotAllowed(faults.FOREIGN_BANK.fault(name=row.name, country=country))


def speaker(instrument: Instrument, owner: Participant) -> tuple[Participant, str]:
    """Return the participant of this node that sends under an instrument, and its role of the book.

    The usual role is the one that takes the first step of the life cycle; the drafter's own participant where it has it.

    Raises:
        BadInput: this node hosts nobody who may send it.
    """
    table = lawbook.table(instrument.id)
    usual = [row.by for row in table.possible(table.start) if row.side == "requesting"]
    for role in dict.fromkeys([*usual, *instrument.from_role]):
        name = lanes.participant_role(role)
        if name and name in owner.roles:
            if role in usual or not _hosted(usual):
                return owner, role
            continue
    for role in dict.fromkeys([*usual, *instrument.from_role]):
        name = lanes.participant_role(role)
        row = (
            Participant.objects.filter(hosted=True, country=owner.country, roles__contains=[name])
            .order_by("code")
            .first()
            if name
            else None
        )
        if row is not None:
            return row, role
    raise BadInput(faults.NO_SENDER.fault(role=" / ".join(instrument.from_role)))


def authority(field: Field, speaker: Participant, owner: Participant) -> dict[str, str]:
    """Return the authority a form is filled in with beforehand.

    Who issues or sends is the participant that signs what leaves, so that the addressee reads one and the same name in the
    form and in the signature; every other authority is the one whose case it is.
    """
    row = speaker if field.name.startswith(("issuing_", "sending_authority")) else owner
    return {"name": row.name, "code": row.code}


def _hosted(roles: list[str]) -> bool:
    names = [lanes.participant_role(role) for role in roles]
    return any(
        Participant.objects.filter(hosted=True, roles__contains=[name]).exists() for name in names if name
    )


def hosted(role: str, country: str) -> list[Participant]:
    """Return the participants of this node that fill a role of the book."""
    name = lanes.participant_role(role)
    return (
        list(
            Participant.objects.filter(hosted=True, country=country, roles__contains=[name]).order_by("code")
        )
        if name
        else []
    )
