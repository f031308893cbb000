"""The verbs of reports: submit, add, withdraw, open. Each is one transaction with one audit leaf, news after commit."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from comity.custody.acknowledgement import received_text
from comity.custody.entry import salted
from comity.kernel.actor import Actor
from comity.kernel.digest import Digest, raw
from comity.kernel.errors import BadInput, declare
from comity.kernel.identifier import new_id, reference
from comity.node.audit.actions import record
from comity.node.base import news, rounds, sealing
from comity.node.base.keyring import Keyring
from comity.node.base.models import DataKey, Participant
from comity.node.base.permissions import require
from comity.node.base.times import cut_to_hour
from comity.node.reports import content, permissions
from comity.node.reports.content import GivenFile, Secrets, Submission
from comity.node.reports.holding import holding
from comity.node.reports.models import Message, Report, ReportFile
from comity.policy import Attributes
from comity.policy.attributes import Grant
from comity.suites import codes, keys, mac
from comity.suites.fields import new_data_key

UNKNOWN_CODE = declare(
    "reports.code.unknown",
    "We know no report with this code.",
    "Check it letter by letter. If it came from an old paper, the report may have been deleted: call us.",
)

READ_ROUND = "reports.read"
ANYBODY = Actor(kind="reporter", id="new")
"""Whoever reports: nothing is known of them, and nothing is asked."""


def new_secrets() -> Secrets:
    """Make what a report will need, before it is sent: code, keys, salt, token."""
    return Secrets(
        code=codes.new_code(),
        token=mac.new_mac_key(),
        private_key=keys.generate_sealing(),
        data_key=new_data_key(),
        salt=mac.new_mac_key(),
        nonce=mac.new_mac_key().hex(),
    )


def submit(
    sent: Submission, secrets: Secrets, *, owner: Participant, keyring: Keyring, by: Actor, at: datetime
) -> Report:
    """Store a report, its files and its log entry in one transaction; the same ``secrets`` again give the same report.

    The code may be shown once the transaction around is durable, never before. Of an anonymous report every
    instant that is stored is a full hour.
    """
    require(by, "report.submit", Attributes(owner=owner.code))
    code_digest = mac.code_digest(keyring.code(), codes.normalise(secrets.code))
    with holding(code=code_digest):
        known = Report.objects.filter(code_digest=code_digest).first()
        if known is not None:
            return known
        try:
            with transaction.atomic():
                return _store(sent, secrets, code_digest, owner, at)
        except IntegrityError:  # the same form, sent twice at the same moment: the other one won
            known = Report.objects.filter(code_digest=code_digest).first()
            if known is None:
                raise
            return known


def _store(
    sent: Submission, secrets: Secrets, code_digest: bytes, owner: Participant, at: datetime
) -> Report:
    moment = cut_to_hour(at) if sent.anonymous else at.replace(microsecond=0)
    key = sealing.new_key(owner, reporter=keys.public(secrets.private_key), secret=secrets.data_key)
    row = Report(
        id=new_id(), owner=owner, data_key=key.row, reference=reference(), code_digest=code_digest,
        token=hmac.digest(secrets.token, b"report", "sha256"), received_at=moment, source=Report.Source.PORTAL,
        language=sent.language, country=sent.country, mode=sent.mode, anonymous=sent.anonymous,
        safe_contact=sent.safe_contact, opening=sent.opening, elements=dict(sent.elements), places=dict(sent.places),
        facts=dict(sent.facts), amount=sent.amount, currency=sent.currency, money_left_at=sent.money_left_at,
        reporter_public=keys.public(secrets.private_key), content_salt=secrets.salt, shows=list(sent.shows),
    )  # fmt: skip
    written = content.document(
        sent,
        reference=row.reference,
        received=received_text(moment, "hour" if sent.anonymous else "second"),
        nonce=secrets.nonce,
    )
    salted = content.salted_digest(secrets.salt, written)
    row.content_digest = raw(salted)
    row.reporter_private = codes.wrap_private(secrets.private_key, secrets.code)
    sealing.seal(row, key, own_words=sent.own_words, answers=written, name=sent.name, contact=sent.contact)
    row.save(force_insert=True)
    _store_files(row, key, sent.files, moment, at_first=True)
    record(
        "reports",
        "report.submit",
        by=reporter(row.id),
        at=moment,
        subject_kind="report",
        subject_id=str(row.id),
        participant=owner.code,
        data=content.leaf(salted, [one.digest for one in sent.files]),
    )
    news.tell("report.received", report=str(row.id))
    if not sent.anonymous:  # a job would keep the second she came; the next walk is ten seconds away at most
        rounds.ring(READ_ROUND)
    return row


def _store_files(
    row: Report, key: sealing.OpenKey, files: Iterable[GivenFile], at: datetime, *, at_first: bool = False
) -> None:
    for given in files:
        stored = ReportFile(
            id=UUID(given.id), owner_id=row.owner_id, data_key_id=row.data_key_id, report=row, blob=given.blob,
            media_kind=given.media_kind, size=given.size, digest=raw(given.digest), given_at=at, at_first=at_first,
        )  # fmt: skip
        sealing.seal(stored, key, name=given.name, description=given.description)
        stored.save(force_insert=True)


def reporter(report_id: UUID) -> Actor:
    """Return the actor who holds the code of a report."""
    return Actor(kind="reporter", id=str(report_id))


@dataclass(frozen=True, slots=True, repr=False)
class Own:
    """A reporter's own report, open while she holds her code: the row and the key to its sealed fields."""

    report: Report
    key: sealing.OpenKey
    code_digest: bytes

    @property
    def actor(self) -> Actor:
        """Whoever holds the code."""
        return reporter(self.report.id)

    def document(self) -> dict[str, Any]:
        """Return the report as she sent it."""
        return content.read(self.copy())

    def copy(self) -> bytes:
        """Return her copy: the exact bytes whose digest the acknowledgement states."""
        return sealing.read_bytes(self.report, self.key, "answers")


def open_own(code: str, *, keyring: Keyring) -> Own:
    """Open a report with its code.

    Raises:
        BadInput: the code is mistyped, or no report has it.
    """
    plain = codes.normalise(code)
    code_digest = mac.code_digest(keyring.code(), plain)
    with holding(code=code_digest):
        row = Report.objects.filter(code_digest=code_digest).first()
        if row is None:
            raise BadInput(UNKNOWN_CODE.fault())
        require(reporter(row.id), "report.read_own", permissions.of(row))
        private = codes.unwrap_private(bytes(row.reporter_private), plain)
        # The portal may not read data keys, only the wrap made for her.
        key = sealing.open_key(DataKey(pk=row.data_key_id), private)
    return Own(row, key, code_digest)


def add_message(
    own: Own,
    text: str,
    *,
    token: bytes,
    by: Actor,
    at: datetime,
    kind: Literal["addition", "extension", "withdrawal"] = "addition",
    facts: Mapping[str, Any] | None = None,
) -> Message:
    """Add something to one's own report; the same ``token`` twice is one message.

    A withdrawal is a message too: what it does in law is for the desk (``content/legal_effect``), and nothing is deleted.
    """
    require(by, "report.add_own", permissions.of(own.report))
    digest_of_token = hmac.digest(token, b"message", "sha256")
    moment = cut_to_hour(at) if own.report.anonymous else at.replace(microsecond=0)
    with holding(code=own.code_digest):
        known = Message.objects.filter(token=digest_of_token).first()
        if known is not None:
            return known
        row = Message(
            owner_id=own.report.owner_id, data_key_id=own.report.data_key_id, report=own.report, said_at=moment,
            direction=Message.Direction.FROM_REPORTER, kind=Message.Kind(kind), token=digest_of_token,
        )  # fmt: skip
        sealing.seal(row, own.key, body=text)
        row.save(force_insert=True)
        _leaf_own(own, f"report.{kind}", by, moment, {"message": str(row.id), **(facts or {})})
        news.tell("report.message", report=str(own.report.id), message=str(row.id), kind=kind)
    return row


def add_files(own: Own, files: Iterable[GivenFile], *, by: Actor, at: datetime) -> None:
    """Add files to one's own report; their sealed bytes lie in the blob store already."""
    require(by, "report.add_own", permissions.of(own.report))
    moment = cut_to_hour(at) if own.report.anonymous else at.replace(microsecond=0)
    given = tuple(files)
    with holding(code=own.code_digest):
        _store_files(own.report, own.key, given, moment)
        _leaf_own(
            own, "report.files", by, moment, {"files": len(given), "digests": [one.digest for one in given]}
        )
        news.tell("report.message", report=str(own.report.id), message="", kind="files")


def _leaf_own(own: Own, verb: str, by: Actor, at: datetime, facts: Mapping[str, Any]) -> None:
    record(
        "audit",
        verb,
        by=by,
        at=at,
        subject_kind="report",
        subject_id=str(own.report.id),
        participant=own.report.owner_id,
        facts=facts,
    )


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A report in plain text, in memory: what an officer reads, and what the worker extracts from."""

    report: Report
    key: sealing.OpenKey
    document: Mapping[str, Any]
    own_words: str
    name: str
    contact: str
    messages: tuple[tuple[Message, str], ...] = ()
    files: tuple[tuple[ReportFile, str, str], ...] = ()
    selectors: tuple[Mapping[str, str], ...] = field(default=())


@transaction.atomic
def open_report(
    report: Report, *, by: Actor, at: datetime, purpose: str, keyring: Keyring, grants: Iterable[Grant] = ()
) -> Opened:
    """Open a report for an officer (or the worker) and leave the leaf that says who read it and why.

    ``grants``: leave on its case, as ``cases`` knows it. The result holds the words, the messages, the names of the
    files (not their content) and the selectors found.

    Raises:
        NotAllowed: policy says no, or the report is not sealed to the actor's participant.
    """
    if by.kind != "system":
        require(by, "report.open", permissions.of(report, purpose=purpose, at=at, grants=grants))
    participant = by.participant or report.owner_id
    record(
        "audit",
        "report.open",
        by=by,
        at=at,
        subject_kind="report",
        subject_id=str(report.id),
        purpose=purpose,
        participant=participant,
    )
    return read_sealed(report, sealing.open_as(report.data_key, participant, keyring))


def read_sealed(report: Report, key: sealing.OpenKey) -> Opened:
    """Return what a report holds, given its open key. Only actions that leave a leaf, and the worker, call this."""
    plain = sealing.read_all(report, key, ("own_words", "name", "contact"))
    document = sealing.read_bytes(report, key, "answers")
    return Opened(
        report=report,
        key=key,
        document=content.read(document) if document else {},
        own_words=plain["own_words"],
        name=plain["name"],
        contact=plain["contact"],
        messages=tuple((one, sealing.read(one, key, "body")) for one in report.messages.all()),
        files=tuple(
            (one, sealing.read(one, key, "name"), sealing.read(one, key, "description"))
            for one in report.files.all()
        ),
        selectors=tuple(
            {
                "kind": one.kind,
                "found": one.found,
                "value": sealing.read(one, key, "value"),
                "as_written": sealing.read(one, key, "as_written"),
            }
            for one in report.selectors.all()
        ),
    )


@transaction.atomic
def move(report: Report, state: str, *, by: Actor, at: datetime, verb: str = "report.triage") -> Report:
    """Record where a report stands now (triage, case, referred, closed), as decided by an officer or a round."""
    require(by, verb, permissions.of(report, at=at))
    row = Report.objects.select_for_update().get(pk=report.pk)
    row.state = Report.State(state)
    row.save(update_fields=["state"])
    record(
        "audit", "report.move", by=by, at=at, subject_kind="report", subject_id=str(row.id),
        participant=row.owner_id, facts={"state": row.state},
    )  # fmt: skip
    news.tell("report.moved", report=str(row.id), state=row.state)
    return row


def salted_file(salt: bytes, plain_digest: Digest) -> Digest:
    """Return how a file's digest is kept: salted with the report's salt, so that known files cannot be looked up."""
    return salted(salt, plain_digest)
