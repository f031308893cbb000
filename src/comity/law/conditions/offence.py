"""Conditions on the offence: which one it is, how grave, whether the case bears a tag that stops it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from comity.kernel.finding import Verdict, any_of
from comity.law.asking import Asking, Outcome, because, fact_missing, no, yes
from comity.law.condition_records import MaxPenaltyAtLeast, NoTag, OffenceWithin
from comity.law.conditions.registry import Dimension, always, its_sides, register
from comity.law.elements import article_met, find_article
from comity.law.offences import MadeOut
from comity.law.sights import of_outcome


def offence_among(asking: Asking, articles: tuple[str, ...]) -> Verdict:
    """Say whether an offence of the case is one of the articles.

    Articles the scenario names settle it; elements alone settle it only where an article's core is met or
    excluded for all of them.
    """
    matter = asking.matter
    named = matter.facts.articles
    if named:
        return Verdict.YES if any(name in articles for name in named) else Verdict.NO
    known = matter.known
    found = (find_article(matter.book, name) for name in articles)
    return any_of(
        article_met(matter.book, matter.facts, article, known) for article in found if article is not None
    )


def counted(offences: Iterable[MadeOut], named: tuple[str, ...]) -> list[MadeOut]:
    """Return the offences of a state that are made out, or open under an article the scenario names.

    Where it names articles, what is open under another one is no offence of the case, only silence about its elements.
    """
    return [
        found
        for found in offences
        if found.verdict is Verdict.YES
        or (found.verdict is Verdict.UNKNOWN and (not named or found.article in named))
    ]


def maximum(offences: Iterable[MadeOut], stated: int | None, *, sure: bool = False) -> int | None:
    """Return the highest maximum penalty, in months, of what is made out or open; as stated, if the scenario states it.

    ``sure``: only of what is made out.
    """
    if stated is not None:
        return stated
    known = [
        found.max_penalty_months
        for found in offences
        if found.max_penalty_months is not None
        and (found.verdict is Verdict.YES or (found.verdict is Verdict.UNKNOWN and not sure))
    ]
    return max(known, default=None)


def _within_looks_at(condition: OffenceWithin) -> frozenset[Dimension]:
    return frozenset(("facts",) if condition.or_max_penalty_months is None else ("facts", "requesting"))


def _within_face(condition: OffenceWithin, asking: Asking, state: str) -> Hashable:
    months = condition.or_max_penalty_months
    setting = asking.matter.setting
    return None if months is None else of_outcome(setting, _reaches(asking, months, state, condition.cite))


def offence_within(condition: OffenceWithin, asking: Asking) -> Outcome:
    """Be an offence the instrument is for, or grave enough to be serious crime."""
    among = offence_among(asking, condition.articles)
    said: dict[str, object] = {
        "articles": list(condition.articles),
        "months": condition.or_max_penalty_months,
    }
    if among is Verdict.YES:
        return yes(
            because("offence_scope.within", said, cite=condition.cite, confidence=condition.confidence)
        )
    if condition.or_max_penalty_months is not None:
        reached = _reaches(asking, condition.or_max_penalty_months, asking.matter.requesting, condition.cite)
        among = any_of([among, reached.verdict])
        if among is Verdict.YES:
            return reached
    if among is Verdict.NO:
        return no(
            because("offence_scope.outside", said, cite=condition.cite, confidence=condition.confidence)
        )
    return fact_missing(
        because("offence_scope.unknown", said, cite=condition.cite), "facts.articles", "facts.elements"
    )


def _penalty_face(condition: MaxPenaltyAtLeast, asking: Asking, state: str) -> Hashable:
    return of_outcome(asking.matter.setting, _reaches(asking, condition.months, state, condition.cite))


def max_penalty_at_least(condition: MaxPenaltyAtLeast, asking: Asking) -> Outcome:
    """Be punishable with at least so many months, on the side(s) named; some articles are exempt."""
    if condition.exempt_articles and offence_among(asking, condition.exempt_articles) is Verdict.YES:
        return yes(because("threshold.exempt", cite=condition.cite, articles=list(condition.exempt_articles)))
    sides = asking.matter.sides(condition.who)
    found = [_reaches(asking, condition.months, state, condition.cite) for state in sides]
    reasons = tuple(reason for outcome in found for reason in outcome.reasons)
    verdicts = [outcome.verdict for outcome in found]
    if condition.who == "either":
        verdict = any_of(verdicts)
    else:
        verdict = next((v for v in (Verdict.NO, Verdict.UNKNOWN) if v in verdicts), Verdict.YES)
    settles = tuple(name for outcome in found for name in outcome.settles)
    return Outcome(verdict, reasons, settles=settles, soft=verdict is Verdict.UNKNOWN)


def _reaches(asking: Asking, months: int, state: str, cite: str) -> Outcome:
    """Say whether a state punishes the offence gravely enough; an offence still open, or its unknown penalty, leaves that open."""
    matter = asking.matter
    stated = matter.facts.max_penalty_months.get(state)
    offences = tuple(counted(matter.setting.offences_of(state), matter.facts.articles))
    highest, made_out = maximum(offences, stated), maximum(offences, stated, sure=True)
    if made_out is not None and made_out >= months:
        highest = made_out
    elif stated is None and (highest is None or any(one.max_penalty_months is None for one in offences)):
        reason = because("threshold.unknown", {"state": state, "months": months}, cite=cite)
        return fact_missing(reason, f"facts.max_penalty_months.{state}")
    elif highest is not None and highest >= months:
        return _open_offence(offences, months, cite)
    said: dict[str, object] = {"state": state, "months": months, "highest": highest}
    records = [found for found in offences if found.max_penalty_months == highest]
    sure = bool(records) and all(found.confidence == "verified" for found in records)
    reached = highest is not None and highest >= months
    reason = because(
        "threshold.reached" if reached else "threshold.not_reached",
        said,
        cite=cite,
        record=records[0].record if records else "",
        confidence="verified" if sure else "recalled",
    )
    return yes(reason) if reached else no(reason)


def _open_offence(offences: Iterable[MadeOut], months: int, cite: str) -> Outcome:
    """Answer unknown: only an offence whose elements are not all known is grave enough."""
    grave = [
        one for one in offences if one.max_penalty_months is not None and one.max_penalty_months >= months
    ]
    reasons = tuple(
        because(
            "threshold.depends_on_elements",
            cite=cite,
            record=one.record,
            confidence=one.confidence,
            state=one.state,
            months=months,
            highest=one.max_penalty_months,
            statute=one.statute,
            unknown=list(one.unknown),
        )
        for one in grave
    )
    settles = tuple(dict.fromkeys(f"facts.elements.{name}" for one in grave for name in one.unknown))
    return Outcome(Verdict.UNKNOWN, reasons, settles=settles, soft=True)


def no_tag(condition: NoTag, asking: Asking) -> Outcome:
    """Bear none of the tags: the rights gate, where a named lawyer decides and a machine never does (ICCPR 19, ECHR 10)."""
    found = sorted(set(condition.tags) & asking.matter.facts.tags)
    if not found:
        return yes(because("rights.no_tag", cite=condition.cite, confidence=condition.confidence))
    return no(
        because(
            condition.code or "rights.tagged",
            cite=condition.cite,
            confidence=condition.confidence,
            tags=found,
        )
    )


register(OffenceWithin, offence_within, looks_at=_within_looks_at, face=_within_face)
register(MaxPenaltyAtLeast, max_penalty_at_least, looks_at=its_sides("facts"), face=_penalty_face)
register(NoTag, no_tag, looks_at=always("facts"))
