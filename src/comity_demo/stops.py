"""The stops of the live line as this node has seen them: instants from its own rows, nothing of what they are about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import F

from comity_demo import material


def seen() -> dict[str, str]:
    """Return ``{stop: instant}`` for the stops whose instant stands in this node's database."""
    found: dict[str, datetime | None] = {"report": _report()}
    if apps.is_installed("comity.node.assistance"):
        found |= _requests() | {"case": _case()}
    if apps.is_installed("comity.node.letters"):
        found["told"] = _told()
    return {name: at.isoformat() for name, at in found.items() if at is not None}


def _report() -> datetime | None:
    """Return when the report of the case came: the one through the portal that names her loss, not just any."""
    from comity.node.reports.models import Report

    row = (
        Report.objects.filter(source="portal", amount=material.AMOUNT)
        .order_by("received_at")
        .values_list("received_at", flat=True)
        .first()
    )
    return row if isinstance(row, datetime) else None


def _case() -> datetime | None:
    from comity.node.cases.models import Case

    return _first(Case.objects.all(), "opened_at")


def _first(rows: Any, field: str) -> datetime | None:
    value = rows.order_by(field).values_list(field, flat=True).first()
    return value if isinstance(value, datetime) else None


def _requests() -> dict[str, datetime | None]:
    """Tell the stops apart by what kind of help is asked and in which direction; no instrument is named."""
    from comity.node.assistance.models import Request, Step

    out = Request.objects.filter(direction="out", sent_at__isnull=False)
    steps = Step.objects.filter(part__request__direction="out")
    keep = steps.filter(part__request__measure="preservation")
    return {
        "asked": _first(out.filter(measure="preservation"), "sent_at"),
        "ticket": _first(out.filter(measure="payment_hold"), "sent_at"),
        "assistance": _first(out.filter(measure="stored_data_access"), "sent_at"),
        "hold": _first(keep.filter(event="confirm_preserved"), "at"),
        "path": _first(steps.filter(event="told", side="requested"), "at"),
        "orders": _first(
            out.filter(to_role="service_provider").exclude(requested=F("requesting")), "sent_at"
        ),
        "evidence": _first(
            steps.filter(
                part__request__measure="stored_data_access",
                event__in=["deliver", "deliver_part", "deliver_rest"],
            ),
            "at",
        ),
    }


def _told() -> datetime | None:
    from comity.node.letters.models import Letter

    return _first(Letter.objects.filter(released_at__isnull=False), "released_at")
