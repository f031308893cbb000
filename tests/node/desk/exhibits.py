"""One of everything the evidence place can name, of one matter: an item, its package and release, an offer, a notice, a consultation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from comity.kernel.actor import Actor
from comity.kernel.identifier import reference
from comity.node.approvals import actions as approvals
from comity.node.assistance import actions as assistance
from comity.node.assistance.models import Authorisation, Request
from comity.node.base import sealing
from comity.node.cases.models import Case
from comity.node.evidence import actions as evidence
from comity.node.evidence import packaging
from comity.node.evidence.intake import Given
from comity.node.evidence.models import Item, Package, Release
from comity.node.outcomes.models import Consultation
from comity.node.outreach.models import Notice, Offer
from tests.support.node import AT


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What one matter has in the evidence room."""

    item: Item
    package: Package
    release: Release
    offer: Offer
    notice: Notice
    consultation: Consultation

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what no page may show to somebody else."""
        rows = (self.item, self.package, self.release, self.offer, self.notice, self.consultation)
        return (self.item.reference, self.consultation.reference, *(str(one.pk) for one in rows))


def exhibits(case: Case, request: Request, *, by: Actor) -> Exhibits:
    """Make them, as far as the wire is not needed: the release is asked for and waits, the package is on its way."""
    item = evidence.take_in(
        [Given("panel.log", [b"203.0.113.77 login sammler\n"])],
        owner=case.owner, by=by, at=AT, case=case, titles=["Log of the panel"], mark="press",
    )[0]  # fmt: skip
    decision = _decision(request, by)
    order = approvals.ask(
        evidence.RELEASE, by=by, at=AT, owner=case.owner, subject_kind="release", subject_id=str(item.pk), document={"item": str(item.pk)},
    )  # fmt: skip
    release = Release.objects.create(
        owner=case.owner, request=request, to="jp-contact", authorisation=decision, order=order, asked_by=by.label, asked_at=AT
    )  # fmt: skip
    release.items.set([item])
    record = {"kind": "judge", "digest": "sha256:" + 64 * "0"}
    package = packaging.waiting([item], request, record, by=by, at=AT, use_limits=(), release=None)
    packaging.keep(package, [b"as it left"])
    package.state = Package.State.SENT
    package.save()
    return Exhibits(item, package, release, _offer(case, item, by), _notice(item), _consultation(case, by))


def _decision(request: Request, by: Actor) -> Authorisation:
    made: Authorisation = assistance.record_authorisation(
        request, kind="judge", authority="Amtsgericht Kassel (demonstration)", dated=date(2026, 11, 20), reference="1 Gs 1/26",
        by=replace(by, roles=frozenset({"prosecutor"})), at=AT, paper=b"the paper",
    )  # fmt: skip
    return made


def _offer(case: Case, item: Item, by: Actor) -> Offer:
    key = sealing.new_key(case.owner)
    made = Offer(
        owner=case.owner, data_key=key.row, item=item, case=case, country="JP", count=1, by=by.label, at=AT
    )
    sealing.seal(made, key, persons=b'{"persons":[]}')
    made.save(force_insert=True)
    return made


def _notice(item: Item) -> Notice:
    key = sealing.new_key(item.owner)
    made = Notice(owner=item.owner, data_key=key.row, item=item, number=1, language="de", at=AT)
    sealing.seal(made, key, name="Erika Muster", contact="erika@musterpost.example", what="")
    made.save(force_insert=True)
    return made


def _consultation(case: Case, by: Actor) -> Consultation:
    made: Consultation = Consultation.objects.create(
        owner=case.owner, data_key=sealing.new_key(case.owner).row, reference=reference(), case=case, counterpart="jp-contact",
        states=["DE", "JP"], opened_by=by.label, opened_at=AT, opened_here=True,
    )  # fmt: skip
    return made
