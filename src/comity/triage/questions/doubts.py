"""Notice a likely slip in an answer: an address no mail can reach, an account number whose check digits do not fit.

A doubt is no fault. The answer is kept as it was written, the person is asked to look once more, and if she stays
with it, it stays: she may have copied just what a fraudster wrote, wrong as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.kernel.errors import Fault, declare
from comity.selectors import hosts, money, phones, wallets
from comity.selectors.kinds import Context
from comity.selectors.refang import refang
from comity.triage.questions.answers import Answer
from comity.triage.questions.model import Question

NO_MAIL = declare(
    "triage.doubt.no_mail",
    "{value!r} does not look like a whole mail address.",
    "Compare it letter by letter; something such as name@provider.example.",
)
NO_PHONE = declare(
    "triage.doubt.no_phone",
    "{value!r} does not look like a whole telephone number.",
    "Compare it digit by digit; with + and the country's code for a number from abroad.",
)
NO_IBAN = declare(
    "triage.doubt.no_iban",
    "{value!r} looks like an IBAN, but its check digits do not fit.",
    "Compare it digit by digit.",
)
IBAN_LENGTH = declare(
    "triage.doubt.iban_length",
    "{value!r} looks like an IBAN, but it has {found} letters and digits; there it has {wanted}.",
    "Compare it digit by digit.",
)
NO_WALLET = declare(
    "triage.doubt.no_wallet",
    "{value!r} looks like a crypto address, but its check letters do not fit.",
    "Copy it again rather than typing it.",
)

_MOST = 5
"""Doubts said of one answer; a page of them would read as blame."""
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \-.]?[A-Za-z0-9]){8,40}")
_DIALLED = re.compile(r"[+(\d][\d\s()/.\-]{3,}")
_FROM_ABROAD = re.compile(r"(?:\+|00)[\d\s()/.\-]*")
_WALLET = re.compile(r"0x[0-9a-fA-F]{30,50}|(?:bc|tb)1[0-9a-z]{20,80}|[13][1-9A-HJ-NP-Za-km-z]{25,39}")
_EDGES = "<>()[]{}\"',;:"


def doubts(question: Question, answer: Answer, *, language: str, country: str) -> tuple[Fault, ...]:
    """Return what looks like a slip in an answer as it is kept; nothing for questions that ask for no such value.

    ``country`` is where a telephone number without a country's code is dialled.
    """
    if not isinstance(answer, str) or not answer:
        return ()
    context = Context(language, country)
    found: list[Fault] = []
    if question.expects == "email" and not any(map(_mail, answer.split())):
        found.append(NO_MAIL.fault(value=answer[:80]))
    if question.expects == "phone" and not _callable(answer, context):
        found.append(NO_PHONE.fault(value=answer[:80]))
    text = refang(answer).text
    if "iban" in question.kinds:
        found += _accounts(text)
    if "email" in question.kinds:
        found += _mails(text)
        if question.kinds == ("email",) and "@" not in text:
            found.append(NO_MAIL.fault(value=answer[:80]))
    if "phone" in question.kinds:
        found += _numbers(text, context)
    if "crypto" in question.kinds:
        found += _wallets(text)
    return tuple(found[:_MOST])


def _callable(answer: str, context: Context) -> bool:
    """Say whether somebody can be called back there: a short code is a service's, not a person's."""
    for written in (answer, *_DIALLED.findall(answer)):
        number = phones.phone(written.strip(), context)
        if number is not None and number.startswith("+"):
            return True
    return False


def _mail(written: str) -> bool:
    return hosts.email(written.strip(_EDGES).rstrip(".")) is not None


def _mails(text: str) -> Iterator[Fault]:
    for word in text.split():
        # @name is a name in a network, and an address of a page may hold the sign as well.
        bare = word.strip(_EDGES)
        if "@" in bare and not bare.startswith("@") and "/" not in bare and not _mail(bare):
            yield NO_MAIL.fault(value=bare[:80])


def _accounts(text: str) -> Iterator[Fault]:
    for match in _IBAN.finditer(text):
        written = match[0]
        wanted = money.iban_length(written[:2].upper())
        letters = [place for place, letter in enumerate(written) if letter.isalnum()]
        if wanted is None or sum(letter.isdigit() for letter in written) < 8:
            continue
        if len(letters) < wanted:
            yield IBAN_LENGTH.fault(value=written, found=len(letters), wanted=wanted)
            continue
        end = letters[wanted - 1] + 1
        if end < len(written) and written[end].isdigit():
            yield IBAN_LENGTH.fault(value=written, found=len(letters), wanted=wanted)
        elif money.iban(written[:end]) is None:
            yield NO_IBAN.fault(value=written[:end])


def _numbers(text: str, context: Context) -> Iterator[Fault]:
    """Doubt only lines that begin as a number from abroad does: a bare row of digits may be anything."""
    for line in text.split("\n"):
        written = line.strip()
        if _FROM_ABROAD.fullmatch(written) and phones.phone(written, context) is None:
            yield NO_PHONE.fault(value=written[:80])


def _wallets(text: str) -> Iterator[Fault]:
    for word in text.split():
        bare = word.strip(_EDGES)
        if _WALLET.fullmatch(bare) and wallets.crypto(bare) is None:
            yield NO_WALLET.fault(value=bare[:100])
