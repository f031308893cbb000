"""Rows of evidence arranged for its pages: plain values, words and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest

from comity.kernel.actor import Actor
from comity.node.base.models import Participant
from comity.node.base.permissions import allowed
from comity.node.desk import page
from comity.node.desk.evidence import words
from comity.node.evidence import permissions
from comity.node.evidence.custody import Line
from comity.node.evidence.models import Item, Package, Release
from comity.policy import Attributes


def named(codes: Iterable[str]) -> dict[str, str]:
    """Return what participants are called; unknown codes as they are."""
    wanted = {code for code in codes if code}
    known = dict(Participant.objects.filter(code__in=wanted).values_list("code", "name"))
    return {code: known.get(code, code) for code in wanted}


def walls_of(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the zones of this desk and of the states of some participants."""
    wanted = {code for code in codes if code}
    return page.walls(
        *sorted(set(Participant.objects.filter(code__in=wanted).values_list("country", flat=True)))
    )


def item_row(one: Item, names: dict[str, str]) -> dict[str, Any]:
    """Arrange an item for a list."""
    state = getattr(one, "state", "")
    return {
        "reference": one.reference,
        "href": page.link("evidence-item", item_id=one.pk),
        "kind": one.media_kind,
        "size": one.size,
        "from": names.get(one.received_from, "") or str(words.ORIGINS[one.origin]),
        "state": str(words.STATES.get(state, state)),
        "tone": "sea" if state in ("sealed", "received") else "neutral",
        "mark": str(words.MARKS[one.mark]) if one.mark != "none" else "",
        "case": one.case.working_name if one.case is not None else "",
        "at": one.at,
    }


def chain(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Arrange a chain of custody for the part that shows it."""
    names = named({line.participant for line in lines} | {line.counterpart for line in lines})
    return [
        {
            "number": place,
            "at": line.at,
            "what": str(words.STATES[line.verb]),
            "who": names[line.participant],
            "where": _with(line, names),
            "digest": line.digest,
        }
        for place, line in enumerate(lines, start=1)
    ]


def _with(line: Line, names: dict[str, str]) -> str:
    return f"{names[line.counterpart]} · {line.log}" if line.counterpart else line.log


def package_row(one: Package, names: dict[str, str]) -> dict[str, Any]:
    """Arrange a package for a list."""
    return {
        "id": one.pk,
        "kind": str(words.KINDS[one.kind]),
        "state": str(words.PACKAGES[one.state]),
        "tone": "sea" if one.state in ("sent", "received", "ready") else "amber",
        "with": names.get(one.counterpart, ""),
        "size": one.size,
        "at": one.at,
        "digest": one.digest,
        "href": page.link("evidence-package-file", package_id=one.pk) if one.blob else "",
    }


def release_row(one: Release, names: dict[str, str], people: dict[str, str]) -> dict[str, Any]:
    """Arrange a release for a list."""
    return {
        "href": page.link("evidence-release-one", release_id=one.pk),
        "to": names.get(one.to, one.to),
        "items": one.items.count(),
        "asked_by": people.get(one.asked_by, one.asked_by),
        "asked_at": one.asked_at,
        "released_by": people.get(one.released_by, "") if one.released_by else "",
        "released_at": one.released_at,
        "reference": one.request.reference,
    }


def purposes(*codes: str) -> list[dict[str, str]]:
    """Return purposes to choose from."""
    return page.choices({code: words.PURPOSES[code] for code in codes})


def may_package(by: Actor, item: Item) -> bool:
    """Say whether a person may make packages of an item, once she gave a purpose and confirmed that it is she."""
    from dataclasses import replace

    return allowed(replace(by, stepped_up=True), "evidence.package", permissions.of(item, purpose="asked"))


def may_add(by: Actor) -> bool:
    """Say whether a person takes items in."""
    return allowed(by, "evidence.add", Attributes(owner=by.participant))


def confirm(request: HttpRequest, *, back: str = "") -> dict[str, Any]:
    """Say whether the person has to confirm first that it is she, and where; ``back``: another page to come back to."""
    return {
        "stepped_up": page.actor(request).stepped_up,
        "step_up_href": page.link("evidence-step-up"),
        "next": back or request.get_full_path(),
    }
