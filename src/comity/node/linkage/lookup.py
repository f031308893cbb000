"""Look-ups by digest: which earlier reports hold a key, how many, and which keys an officer declared worthless."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from comity.linkage import SCHEMES, Key
from comity.node.linkage import keys
from comity.node.linkage.models import Judgement, SelectorDigest
from comity.node.reports.models import Report

NEWEST = 25
"""Of a key that many hold, so many of the newest holders are linked; they are linked among each other already."""
COUNTED = 2_000
"""Counting stops here: above every crowd limit of the schemes."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Who else holds the keys of a report, and how many hold each, that report included."""

    found: list[tuple[str, Key]]
    counts: dict[Key, int]


def lock(owner: str) -> None:
    """Hold the linking of one participant for the length of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"linkage:{owner}"])


def holders(report: Report, digests: Collection[bytes]) -> Holders:
    """Return the newest holders of each digest within the report's own desk, with the count of all of them."""
    if not digests:
        return Holders([], {})
    sql = """
        SELECT wanted.digest, mine.scheme, mine.band, near.report_id, near.number
        FROM unnest(%s::bytea[]) AS wanted(digest)
        JOIN linkage_selectordigest mine ON mine.report_id = %s AND mine.digest = wanted.digest
        CROSS JOIN LATERAL (
            SELECT report_id, count(*) OVER () AS number
            FROM (
                SELECT report_id, made_at FROM linkage_selectordigest held
                WHERE held.owner_id = %s AND held.digest = wanted.digest AND held.report_id <> %s
                ORDER BY made_at DESC LIMIT %s
            ) AS counted
            ORDER BY made_at DESC LIMIT %s
        ) AS near
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(digests), report.pk, report.owner_id, report.pk, COUNTED, NEWEST])
        rows = cursor.fetchall()
    found: list[tuple[str, Key]] = []
    counts: dict[Key, int] = {}
    for digest, scheme, band, other, number in rows:
        if scheme not in SCHEMES:
            continue
        key = keys.stored(scheme, band, bytes(digest))
        found.append((str(other), key))
        counts[key] = number + 1
    return Holders(found, counts)


def cut_keys(owner: str, digests: Iterable[bytes]) -> frozenset[Key]:
    """Return those of the digests that the last judgement of this desk declared worthless."""
    last: dict[bytes, Judgement] = {}
    about = Judgement.objects.filter(owner_id=owner, digest__in=list(digests)).order_by("number")
    for one in about:
        last[bytes(one.digest or b"")] = one
    worthless = {digest for digest, one in last.items() if one.kind == Judgement.Kind.CUT}
    rows = SelectorDigest.objects.filter(owner_id=owner, digest__in=worthless)
    return frozenset(
        keys.stored(scheme, band, bytes(digest))
        for scheme, band, digest in rows.values_list("scheme", "band", "digest").distinct()
    )


def apart(owner: str, reports: Collection[UUID]) -> frozenset[frozenset[str]]:
    """Return the pairs among these reports that an officer keeps apart."""
    last: dict[tuple[UUID | None, UUID | None], str] = {}
    about = Judgement.objects.filter(owner_id=owner, first__in=reports, second__in=reports)
    for one in about.order_by("number"):
        last[one.first_id, one.second_id] = one.kind
    return frozenset(frozenset(map(str, pair)) for pair, kind in last.items() if kind == Judgement.Kind.APART)
