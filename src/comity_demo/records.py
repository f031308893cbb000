"""Which steps of the tour this node's own rows show to be done, whoever did them: a person by hand, or the button.

Each node knows what happened at it and what it was told; the guide asks all three. Nothing of a matter leaves by this, only names of steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import F, Q

from comity_demo import material

BY_HAND = ("board", "routes", "read")
"""Steps that leave no row: whoever did them says so herself."""
_HOME, _ABROAD = Q(requesting=F("requested")), ~Q(requesting=F("requested"))
_KEPT = {"measure": "preservation"}
_HOLDER = Q(to_role="service_provider")
KINDS: Mapping[str, Q] = {
    "ticket": _ABROAD & Q(measure="payment_hold"),
    "bank": _HOME & Q(measure="payment_hold"),
    "request": _ABROAD & ~_HOLDER & Q(**_KEPT),
    "order": _HOME & Q(**_KEPT),
    "epoc_pr": _ABROAD & _HOLDER & Q(**_KEPT),
    "epoc": _ABROAD & _HOLDER & ~Q(**_KEPT),
    "assistance": _ABROAD & Q(measure="stored_data_access"),
    "offer": _ABROAD & Q(measure="spontaneous_information"),
}
"""The requests of the case by what kind of help is asked and of whom; no instrument is named."""
_HELD = ("hold_amount", "hold_part", "hold_funds", "confirm_hold")
EVENTS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "money_held": (("bank", _HELD),),
    "french_report": (("ticket", _HELD),),
    "seizure": (("bank", ("seize",)),),
    "executed": (("request", ("accept",)), ("request", ("report_future_availability_or_confidentiality_risk",))),
    "hold": (("order", ("confirm_hold", "confirm_hold_in_part")),),
    "hold_told": (("request", ("confirm_preserved",)),),
    "orders_answered": (("epoc_pr", ("confirm_preserved",)), ("epoc", ("acknowledge",))),
    "identified": (("epoc", ("produce", "produce_rest")),),
    "identified_here": (("epoc", ("confirm_receipt",)), ("epoc_pr", ("disclosure_request_filed",))),
    "kept_served": (("epoc_pr", ("disclosure_decided",)),),
    "period_granted": (("request", ("extend",)),),
    "prolonged": (("order", ("prolong",)),),
    "granted": (("assistance", ("start_execution",)),),
    "hold_over": (("request", ("disclosure_decided",)),),
    "delivered": (("assistance", ("deliver", "deliver_rest")),),
    "confirmed": (("assistance", ("confirm_receipt",)),),
    "accepted": (("offer", ("accept_conditions",)),),
    "people_sent": (("offer", ("send",)),),
}  # fmt: skip
"""Steps that show as steps in the life of a request: all of these, each by one of its names."""
SENT: Mapping[str, tuple[str, ...]] = {
    "ticket": ("ticket",), "bank_order": ("bank",), "send": ("request",), "order_home": ("order",), "orders": ("epoc_pr", "epoc"),
    "dispatched": ("assistance",), "offers": ("offer",),
}  # fmt: skip
"""Steps that show as requests that were sent."""


def shown() -> list[str]:
    """Return the steps that this node's rows show to be done, in no order."""
    found = {name for name, look in _LOOKS.items() if look()}
    if apps.is_installed("comity.node.assistance"):
        found |= {name for name, look in _DESK.items() if look()}
        found |= {name for name, parts in EVENTS.items() if all(_happened(*one) for one in parts)}
        found |= {name for name, kinds in SENT.items() if all(_sent(one) for one in kinds)}
    return sorted(found)


def _requests(kind: str) -> Any:
    from comity.node.assistance.models import Request

    return Request.objects.filter(KINDS[kind], discarded_at=None)


def _sent(kind: str) -> bool:
    return bool(_requests(kind).filter(direction="out", sent_at__isnull=False).exists())


def _happened(kind: str, events: tuple[str, ...], **more: Any) -> bool:
    from comity.node.assistance.models import Step

    ids = _requests(kind).values("pk")
    return bool(Step.objects.filter(part__request__in=ids, event__in=events, **more).exists())


def _report() -> bool:
    return bool(_reports().exists())


def _reports() -> Any:
    from comity.node.reports.models import Report

    return Report.objects.filter(source="portal", amount=material.AMOUNT)


def _triage() -> bool:
    return bool(_reports().exclude(state="received").exists())


def _case() -> bool:
    from comity.node.cases.models import CaseReport

    return bool(CaseReport.objects.filter(report__in=_reports().values("pk")).exists())


def _offers_in_the_union(said: bool) -> bool:
    """Say whether somebody stated this of the provider, be it that the other was stated before or since."""
    from comity.node.cases.models import CaseFact

    return bool(CaseFact.objects.filter(name="provider.offers_services_in_eu", value=said).exists())


def _leave() -> bool:
    from comity.node.cases.models import CaseGrant

    roles = CaseGrant.objects.filter(ended_at=None).values_list("role", flat=True)
    return {"work", "send"} <= set(roles)


def _opened() -> bool:
    from comity.node.exchange.models import Incoming

    ids = _requests("request").filter(direction="in").values("matter_id")
    return bool(Incoming.objects.filter(matter_id__in=ids, opened_at__isnull=False).exists())


def _takes_part(kind: str, *codes: str) -> bool:
    return bool(_requests(kind).filter(direction="in", parties__contains=list(codes)).exists())


def _warrant() -> bool:
    from comity.node.assistance.models import Authorisation

    ids = _requests("assistance").filter(direction="in").values("pk")
    return bool(Authorisation.objects.filter(request__in=ids).exists())


def _copied() -> bool:
    from comity.node.evidence.models import Item

    asked = _requests("assistance").filter(direction="in").exists()
    return bool(asked and Item.objects.exclude(origin="package").exists())


def _released(**more: Any) -> bool:
    from comity.node.evidence.models import Release

    ids = _requests("assistance").filter(direction="in").values("pk")
    return bool(Release.objects.filter(request__in=ids, **more).exists())


def _package() -> bool:
    from comity.node.evidence.models import Package

    return bool(Package.objects.filter(kind="own", items__package__counterpart__startswith="jp-").exists())


def _letters_about(*, notices: bool) -> bool:
    from comity.node.letters.models import Letter
    from comity.node.outreach.models import Notice

    told = Notice.objects.filter(letter__isnull=False).values("letter")
    rows = Letter.objects.filter(released_at__isnull=False)
    return bool((rows.filter(pk__in=told) if notices else rows.exclude(pk__in=told)).exists())


def _nine() -> bool:
    """Say whether all letters to people harmed are released; where there is none, nothing was done."""
    from comity.node.outreach.models import Notice

    waiting = Notice.objects.filter(Q(letter=None) | Q(letter__released_at=None)).exists()
    return _letters_about(notices=True) and not waiting


def _decided(participant: str) -> bool:
    from comity.node.outcomes.models import Statement

    return bool(Statement.objects.filter(kind="decision", asserted_by=participant).exists())


def _outcome() -> bool:
    from comity.node.outcomes.models import Outcome

    return bool(Outcome.objects.exists())


def _figures() -> bool:
    from comity.node.statistics.models import Release

    return bool(Release.objects.filter(released_at__isnull=False).exists())


def _rights() -> bool:
    from comity.node.assistance.models import RightsDecision

    return bool(RightsDecision.objects.filter(request__requesting="XR").exists())


_LOOKS: Mapping[str, Callable[[], bool]] = {"report": _report, "triage": _triage}
"""What every door of a node can tell."""
_DESK: Mapping[str, Callable[[], bool]] = {
    "case": _case,
    "facts": lambda: _offers_in_the_union(False),
    "lyon_facts": lambda: _offers_in_the_union(True),
    "leave": _leave,
    "draft": lambda: bool(_requests("request").filter(direction="out").exists()),
    "commit": lambda: bool(_requests("request").filter(committed_at__isnull=False).exists()),
    "opened": _opened,
    "police_in": lambda: _takes_part("request", "jp-police"),
    "path": lambda: _happened("request", ("told",), side="requested"),
    "second_period": lambda: _happened("request", ("told",), side="requesting"),
    "assistance": lambda: bool(_requests("assistance").filter(direction="out").exists()),
    "colleagues_in": lambda: _takes_part("assistance", "jp-police", "jp-prosecution"),
    "warrant": _warrant,
    "copied": _copied,
    "release": _released,
    "second": lambda: _released(released_at__isnull=False),
    "returned": _package,
    "nine": _nine,
    "consult": lambda: _decided("de-prosecution"),
    "agreed": lambda: _decided("fr-prosecution"),
    "outcome": _outcome,
    "letter": lambda: _letters_about(notices=False),
    "figures": _figures,
    "ruritania": _rights,
}
STEPS = frozenset({*EVENTS, *SENT, *_LOOKS, *_DESK})
"""Every step that some row shows."""
