"""What the worker finds in an opened report: selectors, and how urgent it is. Pure: plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from comity.node.reports import facts
from comity.node.reports.readers import Found, Reading
from comity.selectors import extract
from comity.triage import distress, questions
from comity.triage.urgency import Urgency, urgency


def selectors(reading: Reading) -> list[Found]:
    """Return each selector once: those given by another system, those asked for, those in her own words.

    Her name and how to reach her are never searched: her own address is not an offender's.
    """
    report = reading.report
    told = [
        Found(one["kind"], one["value"], one.get("as_written", one["value"]), "given")
        for one in _given(reading.opened.document)
    ]
    if reading.answers:
        named = questions.selectors_from(
            questions.load(),
            cast("questions.Answers", reading.answers),
            language=report.language,
            country=report.country,
        )
        told += [
            Found(
                one.selector.kind,
                one.selector.value,
                one.selector.as_written,
                "answer" if one.sure else "words",
            )
            for one in sorted(named, key=lambda one: not one.sure)
        ]
        texts = [text for _, text in reading.opened.messages]
    else:
        texts = [reading.words]
    for text in texts:
        told += [
            Found(one.kind, one.value, one.as_written, "words")
            for one in extract(text, language=report.language, country=report.country)
        ]
    seen: dict[tuple[str, str], Found] = {}
    for one in told:
        seen.setdefault((one.kind, one.value), one)
    return list(seen.values())


def how_urgent(reading: Reading) -> Urgency:
    """Propose how urgent the report is, from its coded facts and from words of distress, which only ever raise it."""
    report = reading.report
    return urgency(
        facts.of(report),
        report.received_at,
        marks=facts.marks_of(report),
        distress=distress.find(reading.words),
    )


def _given(document: object) -> Iterable[dict[str, str]]:
    given = document.get("selectors", []) if isinstance(document, dict) else []
    return [one for one in given if isinstance(one, dict) and "kind" in one and "value" in one]
