"""Questions to the links: what a report is linked to and why, its group, the harm of a group. Nothing sealed is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, Min, Q, Sum

from comity.kernel.actor import Actor
from comity.linkage import SCHEMES, Key, cluster
from comity.node.base.permissions import require
from comity.node.linkage import keys, lookup, permissions
from comity.node.linkage.models import Judgement, Link, LinkReason, SelectorDigest
from comity.node.reports.models import Report
from comity.policy.attributes import Grant

LARGEST = 5_000
"""A group is followed to so many reports; a larger one is shown as larger."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two reports are linked: the scheme and what it weighs; ``digest`` leads to the value once a report is open."""

    id: UUID
    scheme: str
    exact: bool
    weight: float
    held_by: int
    digest: bytes = field(repr=False)
    ended_code: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """Another report this one is linked to. ``apart``: an officer keeps the two apart."""

    link: UUID
    other: Report
    weight: float
    joins: bool
    apart: bool
    reasons: tuple[Reason, ...]


def links(report: Report, *, by: Actor, at: datetime, grants: Iterable[Grant] = ()) -> list[Linked]:
    """Return what a report is linked to, the strongest first, each with every reason, ended ones too.

    Raises:
        NotAllowed: policy says no.
    """
    require(by, "link.view", permissions.of_owner(report.owner_id, at=at, grants=grants))
    rows = Link.objects.filter(Q(first=report) | Q(second=report), owner_id=report.owner_id)
    found = list(rows.select_related("first", "second").order_by("-weight", "-found_at")[:500])
    reasons: dict[UUID, list[LinkReason]] = defaultdict(list)
    for one in LinkReason.objects.filter(link__in=found):
        reasons[one.link_id].append(one)
    counts = _held_by(report.owner_id, {bytes(one.digest) for group in reasons.values() for one in group})
    others = [one.second_id if one.first_id == report.pk else one.first_id for one in found]
    parted = lookup.apart(report.owner_id, [report.pk, *others])
    return [
        Linked(
            link=one.pk,
            other=one.second if one.first_id == report.pk else one.first,
            weight=one.weight,
            joins=one.joins,
            apart=frozenset({str(one.first_id), str(one.second_id)}) in parted,
            reasons=tuple(_reason(why, counts) for why in reasons[one.pk] if why.scheme in SCHEMES),
        )
        for one in found
    ]


def _reason(row: LinkReason, counts: Mapping[bytes, int]) -> Reason:
    digest = bytes(row.digest)
    return Reason(
        row.pk, row.scheme, SCHEMES[row.scheme].exact, row.weight, counts.get(digest, 0), digest, row.ended_code
    )  # fmt: skip


def _held_by(owner: str, digests: Iterable[bytes]) -> dict[bytes, int]:
    rows = SelectorDigest.objects.filter(owner_id=owner, digest__in=list(digests))
    return {bytes(digest): number for digest, number in rows.values_list("digest").annotate(Count("report"))}


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that belong together by the library's rule and the officers' judgements. ``more``: it goes on beyond what was followed."""

    members: tuple[UUID, ...]
    held: int = 0
    more: bool = False


def group(report: Report, *, by: Actor, at: datetime, grants: Iterable[Grant] = ()) -> Group:
    """Return the group a report is in: what links reach, less what officers keep apart (``comity.linkage.cluster`` decides).

    Raises:
        NotAllowed: policy says no.
    """
    require(by, "link.view", permissions.of_owner(report.owner_id, at=at, grants=grants))
    return group_of(report)


def group_of(report: Report) -> Group:
    """Return the group of a report, for actions and rounds that have asked for leave already."""
    reached, more = _reached(report)
    if len(reached) == 1:
        return Group((report.pk,))
    splits = lookup.apart(report.owner_id, reached)
    if not splits:
        return Group(tuple(sorted(reached, key=str)), more=more)
    held: dict[str, list[Key]] = {str(one): [] for one in reached}
    rows = SelectorDigest.objects.filter(report__in=reached).values_list("report", "scheme", "band", "digest")
    for member, scheme, band, digest in rows:
        if keys.is_known(scheme):
            held[str(member)].append(keys.stored(scheme, band, bytes(digest)))
    cuts = lookup.cut_keys(
        report.owner_id, {bytes.fromhex(one.token) for group in held.values() for one in group}
    )
    found = cluster(held, splits=splits, cuts=cuts)
    mine = next(one.members for one in found.campaigns if str(report.pk) in one.members)
    return Group(tuple(UUID(one) for one in mine), held=len(found.held), more=more)


def _reached(report: Report) -> tuple[set[UUID], bool]:
    seen, edge = {report.pk}, {report.pk}
    while edge and len(seen) < LARGEST:
        pairs = Link.objects.filter(
            Q(first__in=edge) | Q(second__in=edge), joins=True, owner_id=report.owner_id
        )
        edge = {one for pair in pairs.values_list("first", "second") for one in pair} - seen
        seen |= edge
    return seen, bool(edge)


@dataclass(frozen=True, slots=True)
class Harm:
    """A group in numbers: reports, those not yet in a case, loss by currency, victims by country, first and last."""

    reports: int
    loose: int
    losses: tuple[tuple[str, Decimal], ...]
    countries: tuple[tuple[str, int], ...]
    first_at: datetime | None
    last_at: datetime | None


def harm(members: Iterable[UUID]) -> Harm:
    """Add up what the reports of a group say they lost; small losses too. Coded columns only."""
    rows = Report.objects.filter(pk__in=list(members)).order_by()
    total = rows.aggregate(
        all=Count("pk"), loose=Count("pk", filter=~Q(state=Report.State.IN_CASE)), first=Min("received_at"), last=Max("received_at")
    )  # fmt: skip
    losses = (
        rows.filter(amount__isnull=False).values_list("currency").annotate(Sum("amount")).order_by("currency")
    )
    countries = rows.exclude(country="").values_list("country").annotate(number=Count("pk"))
    return Harm(
        total["all"], total["loose"], tuple(losses), tuple(countries.order_by("-number", "country")), total["first"], total["last"]
    )  # fmt: skip


def history(report: Report, *, by: Actor, at: datetime, grants: Iterable[Grant] = ()) -> list[Judgement]:
    """Return what officers judged about a report's pairs, the oldest first.

    Raises:
        NotAllowed: policy says no.
    """
    require(by, "link.view", permissions.of_owner(report.owner_id, at=at, grants=grants))
    rows = Judgement.objects.filter(Q(first=report) | Q(second=report))
    return list(rows.select_related("first", "second"))
