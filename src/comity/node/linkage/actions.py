"""The verbs of linkage: digest and link one report (the worker), judge a pair or a key (an officer)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, declare
from comity.linkage import Key, match, weigh
from comity.linkage import Link as Match
from comity.linkage.keys import JOINS
from comity.linkage.matching import worth
from comity.node.audit.actions import record
from comity.node.base import news
from comity.node.base.permissions import require
from comity.node.base.times import cut_to_hour
from comity.node.linkage import keys, lookup, permissions
from comity.node.linkage.models import Judgement, Link, LinkReason, SelectorDigest
from comity.node.reports.models import Report
from comity.node.reports.readers import Reading
from comity.policy.attributes import Grant

SAME_REPORT = declare("linkage.pair.same", "A report cannot be parted from itself.")
OTHER_OWNER = declare(
    "linkage.pair.other_owner",
    "Both reports have to be of your own desk.",
    "Links to reports of another desk come with its answer, not from here.",
)
NO_REASON = declare("linkage.judgement.no_reason", "Choose a reason.", "Known are: {known}.")
PAIR_REASONS = ("different_offender", "chance", "mistake_in_report", "undone")
KEY_REASONS = ("shared_service", "victim_s_own", "too_common", "undone")


def link_report(reading: Reading, at: datetime) -> None:
    """Digest the keys of a report and link it to earlier ones: a step of reading it, repeated when something was added.

    Costs a few index look-ups, however many reports there are: of a key held by thousands the newest holders are enough,
    because those are linked among each other already.
    """
    report = reading.report
    moment = cut_to_hour(at) if report.anonymous else at
    key = reading.keyring.linkage(report.owner_id)
    plain = keys.plain_keys(
        ({"kind": one.kind, "value": one.value} for one in reading.selectors), reading.words
    )
    digests = {keys.digest(key, one): one for one in plain}
    # Two reports read at the same instant must not miss each other: one desk links one report at a time.
    lookup.lock(report.owner_id)
    known = SelectorDigest.objects.filter(report=report).values_list("digest", flat=True)
    had = {bytes(one) for one in known}
    SelectorDigest.objects.bulk_create(
        [
            SelectorDigest(
                owner_id=report.owner_id, report=report, scheme=one.scheme, band=one.band, digest=digest, made_at=moment
            )
            for digest, one in digests.items()
            if digest not in had
        ],
        batch_size=500,
    )  # fmt: skip
    own = [keys.stored(one.scheme, one.band, digest) for digest, one in digests.items()]
    holders = lookup.holders(report, [digest for digest in digests if digest not in had])
    worthless = lookup.cut_keys(report.owner_id, digests)
    for one, count in holders.counts.items():
        if not worth(one, count):
            _end(report.owner_id, [one], LinkReason.Ended.CROWDED, moment)
    for found in match(str(report.pk), own, holders.found, held_by=holders.counts):
        _remember(report, found, worthless, moment)


def _remember(report: Report, found: Match, worthless: frozenset[Key], at: datetime) -> None:
    first, second = sorted((report.pk, UUID(found.other)))
    link, _ = Link.objects.get_or_create(
        first_id=first,
        second_id=second,
        defaults={"owner_id": report.owner_id, "weight": 0.0, "joins": False, "found_at": at},
    )
    LinkReason.objects.bulk_create(
        [
            LinkReason(
                link=link, owner_id=report.owner_id, scheme=one.key.scheme, band=one.key.band,
                digest=bytes.fromhex(one.key.token), weight=one.weight, found_at=at,
                # A key cut by an officer is remembered as ended, so that undoing the cut brings these links too.
                ended_at=at if one.key in worthless else None, ended_code=LinkReason.Ended.CUT if one.key in worthless else "",
            )
            for one in found.reasons
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    _weigh_again([link])


def _end(owner: str, ended: Iterable[Key], code: str, at: datetime) -> int:
    digests = [bytes.fromhex(one.token) for one in ended]
    rows = LinkReason.objects.filter(owner_id=owner, digest__in=digests, ended_at=None)
    links = list(Link.objects.filter(pk__in=rows.values("link")))
    done = rows.update(ended_at=at, ended_code=code)
    _weigh_again(links)
    return done


def _weigh_again(links: Sequence[Link]) -> None:
    reasons = LinkReason.objects.filter(link__in=links, ended_at=None)
    by_link: dict[UUID, list[Key]] = {}
    for one in reasons:
        by_link.setdefault(one.link_id, []).append(keys.stored(one.scheme, one.band, bytes(one.digest)))
    for link in links:
        link.weight = weigh(by_link.get(link.pk, []))
        link.joins = link.weight >= JOINS
        link.save(update_fields=["weight", "joins"])


@transaction.atomic
def judge_pair(
    one: Report, other: Report, *, apart: bool, reason_code: str, by: Actor, at: datetime, grants: Iterable[Grant] = ()
) -> Judgement:  # fmt: skip
    """Say that two reports do not belong together, whatever they share; or undo that. Both rows stay.

    Raises:
        NotAllowed: policy says no. BadInput: the same report twice, another desk's report, no reason of the list.
    """
    if one.pk == other.pk:
        raise BadInput(SAME_REPORT.fault())
    if one.owner_id != other.owner_id:
        raise BadInput(OTHER_OWNER.fault())
    _known_reason(reason_code, PAIR_REASONS)
    require(by, "link.judge", permissions.of_owner(one.owner_id, at=at, grants=grants))
    first, second = sorted((one.pk, other.pk))
    kind = Judgement.Kind.APART if apart else Judgement.Kind.TOGETHER
    made = _judge(one.owner_id, kind, reason_code, by, at, first_id=first, second_id=second)
    _leaf(made, by, at, reports=[str(first), str(second)])
    return made


@transaction.atomic
def judge_key(
    reason: LinkReason, *, worthless: bool, reason_code: str, by: Actor, at: datetime, grants: Iterable[Grant] = ()
) -> Judgement:  # fmt: skip
    """Say that a shared key proves nothing, in any report of this desk; or undo that, which gives the links back.

    Raises:
        NotAllowed: policy says no. BadInput: no reason of the list.
    """
    _known_reason(reason_code, KEY_REASONS)
    require(by, "link.judge", permissions.of(reason.link, at=at, grants=grants))
    digest = bytes(reason.digest)
    kind = Judgement.Kind.CUT if worthless else Judgement.Kind.RESTORE
    made = _judge(reason.owner_id, kind, reason_code, by, at, scheme=reason.scheme, digest=digest)
    if worthless:
        stored = keys.stored(reason.scheme, reason.band, digest)
        _end(reason.owner_id, [stored], LinkReason.Ended.CUT, at)
    else:
        rows = LinkReason.objects.filter(
            owner_id=reason.owner_id, digest=digest, ended_code=LinkReason.Ended.CUT
        )
        links = list(Link.objects.filter(pk__in=rows.values("link")))
        rows.update(ended_at=None, ended_code="")
        _weigh_again(links)
    _leaf(made, by, at, scheme=reason.scheme)
    return made


def _known_reason(code: str, known: Sequence[str]) -> None:
    if code not in known:
        raise BadInput(NO_REASON.fault(known=", ".join(known)))


def _judge(owner: str, kind: str, reason_code: str, by: Actor, at: datetime, **about: object) -> Judgement:
    lookup.lock(owner)
    last = Judgement.objects.filter(owner_id=owner).aggregate(last=Max("number"))["last"] or 0
    return Judgement.objects.create(
        owner_id=owner, kind=kind, reason_code=reason_code, by=by.label, at=at, number=last + 1, **about
    )


def _leaf(made: Judgement, by: Actor, at: datetime, **facts: object) -> None:
    record(
        "audit", f"link.{made.kind}", by=by, at=at, subject_kind="judgement", subject_id=str(made.pk),
        participant=made.owner_id, facts={"reason": made.reason_code, **facts},
    )  # fmt: skip
    news.tell("link.judged", judgement=str(made.pk))
