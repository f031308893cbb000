"""The way through the questions: where a reporter stands, what her answers give when she sends. No page, no form here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.kernel.errors import Conflict, declare
from comity.node.portal.fields import home_country
from comity.node.portal.visitor import Visitor
from comity.node.reports import actions, drafts, facts, queries
from comity.node.reports.content import GivenFile, Secrets, Submission
from comity.triage import questions
from comity.triage.questions import Question, Questionnaire

UNFINISHED = declare(
    "portal.report.unfinished", "There is still something to answer before we can take your report."
)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a draft stands: all questions its answers lead to, and the answers."""

    asked: Questionnaire
    pages: Sequence[Sequence[Question]]
    answers: Mapping[str, Any]

    @property
    def questions(self) -> Sequence[Question]:
        """All questions, whatever page they stand on."""
        return [question for page in self.pages for question in page]

    def at(self, number: int) -> Sequence[Question]:
        """Return the questions of a page, counted from one; none where there is no such page."""
        return self.pages[number - 1] if 0 < number <= len(self.pages) else ()

    def number_of(self, question: Question) -> int:
        """Return the page of a question."""
        return next(place for place, page in enumerate(self.pages, 1) if question in page)

    def first_open(self) -> int | None:
        """Return the first page still to be answered, ``None`` when all are."""
        return next(
            (
                place
                for place, page in enumerate(self.pages, 1)
                if any(one.id not in self.answers for one in page)
            ),
            None,
        )

    def expected(self) -> int:
        """Return how many pages to expect: those answered, and the middle of the ways that are still open."""
        return questions.lengths().with_answers(self.answers).middle

    @property
    def marks(self) -> frozenset[str]:
        """The marks the answers set."""
        return questions.marks_from(self.asked, self.answers)

    @property
    def country(self) -> str:
        """The country she lives in, that of this office until she says."""
        answer = next(
            (self.answers.get(one.id) for one in self.questions if one.fact == "places.victim"), None
        )
        return str(answer) if answer else home_country()


def way(answers: Mapping[str, Any]) -> Way:
    """Follow the answers."""
    asked = questions.load()
    return Way(asked, questions.pages(asked, answers), answers)


def new_content(language: str, first: str) -> drafts.Content:
    """Return a fresh draft: the first answer and the secrets her report will need."""
    secrets = actions.new_secrets()
    return {
        "language": language,
        "answers": {"first": first},
        "files": [],
        "shows": [],
        "secrets": {
            "code": secrets.code,
            "token": drafts.pack(secrets.token),
            "private_key": dict(secrets.private_key),
            "data_key": drafts.pack(secrets.data_key),
            "salt": drafts.pack(secrets.salt),
            "nonce": secrets.nonce,
        },
    }


def secrets_of(content: drafts.Content) -> Secrets:
    """Return the secrets a draft holds."""
    held = content["secrets"]
    return Secrets(
        code=held["code"],
        token=drafts.unpack(held["token"]),
        private_key=held["private_key"],
        data_key=drafts.unpack(held["data_key"]),
        salt=drafts.unpack(held["salt"]),
        nonce=held["nonce"],
    )


def files_of(content: drafts.Content) -> list[GivenFile]:
    """Return the files a draft holds."""
    return [GivenFile(**one) for one in content["files"]]


def submission(content: drafts.Content) -> Submission:
    """Return what a press of "Send" gives: answers on the way, the facts they state, her own words."""
    here = way(content["answers"])
    asked, answers = here.asked, here.answers
    coded = questions.coded_from(asked, answers)
    stated = questions.facts_from(asked, answers)
    contact = questions.contact_from(asked, answers)
    words = questions.own_words_from(asked, answers)
    secret = {one.id for one in here.questions if one.keeps == "contact"}
    return Submission(
        language=content["language"],
        answers={
            one.id: answers[one.id] for one in here.questions if one.id in answers and one.id not in secret
        },
        own_words="\n\n".join(words.values()),
        name=contact.pop("name", ""),
        contact="\n".join(contact.values()),
        files=files_of(content),
        country=coded["country"],
        mode=coded["mode"],
        anonymous=coded["anonymous"],
        safe_contact=coded["safe_contact"],
        opening=coded["opening"],
        elements={name: value for name, value in stated.elements.items() if value is not None},
        places={factor: list(places) for factor, places in stated.places.known.items()},
        facts=facts.coded(stated, marks=coded["marks"], choices=coded["choices"], support=coded["support"]),
        amount=stated.money.amount,
        currency=stated.money.currency,
        money_left_at=stated.money.left_at,
        shows=content["shows"],
    )


def send(visitor: Visitor) -> None:
    """Send the draft: one transaction stores the report and marks the draft as sent. Sent twice is sent once.

    Raises:
        Conflict: something is still to be answered.
        BadInput: the draft is gone.
    """
    with drafts.changing(visitor.code, "report", keyring=visitor.keyring, at=visitor.now) as content:
        if content.get("sent"):
            return
        if way(content["answers"]).first_open() is not None:
            raise Conflict(UNFINISHED.fault())
        report = actions.submit(
            submission(content),
            secrets_of(content),
            owner=queries.desk_for_reports(),
            keyring=visitor.keyring,
            by=actions.ANYBODY,
            at=visitor.now,
        )
        drafts.let_go(visitor.code, [one["blob"] for one in content["files"]], keyring=visitor.keyring)
        here = way(content["answers"])
        content["sent"] = {
            "marks": sorted(here.marks),
            "country": here.country,
            "reference": report.reference,
            "received": report.received_at.isoformat(),
            "anonymous": report.anonymous,
        }
        # Nothing of what she told stays in the draft: only what the last page shows.
        content["answers"], content["files"] = {}, []
