"""Words of ``content`` around the questions as a page shows them: advice, points of law, rights, help lines.

In the mirrored test language each is marked like the questions are, so that a text from elsewhere stands out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from comity.node.portal.fields import dressed
from comity.triage import guidance
from comity.triage.guidance import LegalEffect, Shown


def advice(country: str, marks: Collection[str], language: str) -> tuple[Shown, ...]:
    """Return what she can do now, by country and by what she chose."""
    return _marked(guidance.advice(country, marks, language), language)


def legal_effect(country: str, language: str) -> LegalEffect:
    """Return what a report is in law in a country."""
    found = guidance.legal_effect(country, language)
    return replace(found, points=_marked(found.points, language))


def duties(country: str, language: str) -> tuple[Shown, ...]:
    """Return what authorities owe to her in a country."""
    return _marked(guidance.duties(country, language), language)


def help_lines(country: str, kinds: Collection[str], language: str) -> list[dict[str, str]]:
    """Return help lines as a page lists them; a name is that of the service and the same in every language."""
    return [
        {
            "name": one.name,
            "phone": one.number,
            "page": one.page,
            "hours": dressed(one.hours.get(language) or one.hours.get("en", ""), language),
        }
        for one in guidance.help_lines(country, kinds)
    ]


def _marked(records: Iterable[Shown], language: str) -> tuple[Shown, ...]:
    return tuple(
        replace(
            one,
            title=dressed(one.title, language),
            body=tuple(dressed(line, language) for line in one.body),
            limit=dressed(one.limit, language),
        )
        for one in records
    )
