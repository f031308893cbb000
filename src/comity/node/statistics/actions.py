"""Build figures (the worker), publish them (a person). What is stored has no small cell in it any more."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from comity.kernel.actor import Actor, system
from comity.kernel.digest import digest_of
from comity.kernel.errors import BadInput, Conflict, declare
from comity.node.audit import actions as audit
from comity.node.base import home, news, rounds
from comity.node.base.permissions import require
from comity.node.statistics.models import Release
from comity.policy import Attributes
from comity.statistics import figures
from comity.statistics.disclosure import protect
from comity.statistics.measures import load

ROUND = "statistics.build"
ASKED = "figures.ask"
SYSTEM = system("statistics")
NO_RELEASE = declare(
    "statistics.release.none", "There are no such figures.", "Look at the list of what was built."
)
PUBLISHED = declare(
    "statistics.release.published", "These figures are published already.", "Look at the public page."
)


def build(*, by: Actor = SYSTEM, at: datetime) -> Release:
    """Count every public measure on the engine and store the figures with small cells suppressed.

    Raises:
        NotAllowed: the actor does not build figures.
    """
    from comity.node.statistics import units
    from comity.statistics.backends.duckdb import Engine

    require(by, "figures.build", Attributes())
    node = home.current()
    name, country, folder = (
        (node.name, node.country, node.path) if node is not None else ("", "", Path(tempfile.gettempdir()))
    )
    measures = load()
    readers = units.rows(measures, country)
    with (
        tempfile.TemporaryDirectory(prefix=".figures-", dir=folder) as place,
        Engine(Path(place)) as engine,
        transaction.atomic(),
    ):
        for unit in sorted({measure.unit for measure in measures.public}):
            engine.load(unit, readers[unit]())
        found = [
            (measure, protect(engine.count(measure), threshold=measures.threshold))
            for measure in measures.public
        ]
        document = figures.document(
            found, node=name, country=country, built_at=at, threshold=measures.threshold
        )
        document["labels"] = _labels(document)
        row = Release.objects.create(
            built_at=at, threshold=measures.threshold, document=document, digest=str(digest_of(document))
        )
        audit.record(
            "audit", "figures.build", by=by, at=at, subject_kind="figures", subject_id=str(row.pk), facts={"digest": row.digest},
        )  # fmt: skip
        news.tell("figures.built", release=row.pk)
    return row


@transaction.atomic
def ask(*, by: Actor, at: datetime) -> None:
    """Ask the worker to count now.

    Raises:
        NotAllowed: the actor does not build figures.
    """
    require(by, "figures.build", Attributes())
    audit.record("audit", ASKED, by=by, at=at, subject_kind="figures", subject_id="")
    rounds.ring(ROUND)


@transaction.atomic
def publish(release: Release, *, by: Actor, at: datetime) -> Release:
    """Publish built figures: from now on the portal shows them.

    Raises:
        NotAllowed: no statistician, or not signed in again. Conflict: published already.
    """
    require(by, "figures.release", Attributes())
    row = Release.objects.select_for_update().filter(pk=release.pk).first()
    if row is None:
        raise BadInput(NO_RELEASE.fault())
    if row.released_at is not None:
        raise Conflict(PUBLISHED.fault())
    row.released_by, row.released_at = by.label, at
    row.save(update_fields=["released_by", "released_at"])
    audit.record(
        "audit", "figures.release", by=by, at=at, subject_kind="figures", subject_id=str(row.pk), facts={"digest": row.digest},
    )  # fmt: skip
    news.tell("figures.published", release=row.pk)
    return row


def walk(at: datetime) -> int:
    """Build once a day of the node's clock, and whenever somebody asked since."""
    from comity.node.audit.models import Leaf

    last = Release.objects.order_by("-built_at").values_list("built_at", flat=True).first()
    asked = (
        Leaf.objects.filter(verb=ASKED, subject_kind="figures")
        .order_by("-at")
        .values_list("at", flat=True)
        .first()
    )
    if last is not None and last.date() >= at.date() and (asked is None or asked < last):
        return 0
    build(at=at)
    return 1


def _labels(document: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return what the codes of the book are called, so that the portal need not load the book."""
    from comity.node.statistics.names import from_book

    codes: dict[str, set[str]] = {}
    for measure in document["measures"]:
        for name in measure["dimensions"]:
            codes.setdefault(name, set()).update(str(cell[name]) for cell in measure["cells"])
    return {
        name: from_book(name, found) for name, found in codes.items() if name in ("offence", "instrument")
    }
