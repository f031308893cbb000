"""The stop of a payment, from a report: the engine's ways, and the draft with what the report states in coded values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.facts.scenario import Ask, Scenario
from comity.kernel.actor import Actor
from comity.kernel.country import Country
from comity.law.answer import Route
from comity.law.records import Instrument
from comity.law.route import routes
from comity.node.assistance import actions as assistance
from comity.node.assistance import directory
from comity.node.assistance.models import Request
from comity.node.base import lawbook
from comity.node.base.keyring import Keyring
from comity.node.reports import actions as reports
from comity.node.reports import facts
from comity.node.reports.models import Report
from comity.node.triage import actions as triage
from comity.node.triage.models import Decision

MEASURE = "payment_hold"
_SHUT = frozenset({"closed", "future", "displaced", "protected"})


def ways(report: Report, *, at: datetime) -> list[Route]:
    """Return the ways to have the payment held in each state that the report touches, as the engine answers."""
    assessed = report.assessments.first()
    here = report.owner.country
    states = [one for one in (assessed.countries if assessed else []) if one != here]
    if not states:
        return []
    question = Scenario(
        id=report.reference, title="", on=at.date(), at=at, urgency="urgent",
        ask=Ask(requesting=Country(here), requested=tuple(map(Country, states)), measure=MEASURE), facts=facts.of(report),
    )  # fmt: skip
    found = routes(lawbook.book(), question).routes
    return [one for one in found if one.measure == MEASURE]


def usable(route: Route) -> bool:
    """Say whether a request can be drafted on a way."""
    return route.status not in _SHUT and route.instrument.sendable


def name(route: Route) -> str:
    """Return how the form names a way."""
    return f"{route.instrument.id}|{route.requested}"


def counterparts(found: Sequence[Route]) -> list[dict[str, str]]:
    """Return whom the ways may be addressed to, from the directory."""
    rows = {
        one.code: one
        for route in found
        if usable(route)
        for one in directory.counterparts(route.instrument, route.requested)
    }
    return [{"value": code, "text": f"{one.name}"} for code, one in rows.items()]


@transaction.atomic
def draft(report: Report, route: Route, *, to: str, by: Actor, at: datetime, keyring: Keyring) -> Request:
    """Draft the request and record the decision. The account comes from the report, which is opened for that purpose.

    Raises:
        NotAllowed: policy says no. BadInput: the way is shut, or nobody fits.
    """
    opened = reports.open_report(report, by=by, at=at, purpose="stop_payment", keyring=keyring)
    accounts = [
        one["value"]
        for one in opened.selectors
        if one["kind"] == "iban" and one["value"].startswith(route.requested)
    ]
    made = assistance.draft(
        None,
        [route],
        by=by,
        at=at,
        to=to,
        values=values(route.instrument, report, accounts),
        urgency="urgent",
    )
    triage.decide(report, Decision.Kind.STOP_PAYMENT, by=by, at=at, keyring=keyring, request=made.pk)
    return made


def values(instrument: Instrument, report: Report, accounts: Sequence[str]) -> Mapping[str, Any]:
    """Return what the form can take from the report, by the types of its fields: amount, instant, the account it went to.

    Never the reporter's name: where a form asks for the victim, it gets the reference of the report.
    """
    known: dict[str, Any] = {"party_ref": {"reference": report.reference}}
    if report.amount is not None:
        known["money"] = {"amount": format(report.amount.normalize(), "f"), "currency": report.currency}
    if report.money_left_at is not None:
        known["datetime"] = report.money_left_at.isoformat()
    found = {
        field.name: known[field.type]
        for field in instrument.fields
        if field.type in known and field.mandatory
    }
    if accounts:
        takes = [
            field.name
            for field in instrument.fields
            if field.type == "account_ref" and field.name.startswith("beneficiary")
        ]
        found.update({one: {"iban": accounts[0]} for one in takes})
    return found
