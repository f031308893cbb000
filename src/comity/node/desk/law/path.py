"""Which questions the wizard asks, in which order: none that cannot matter for what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.kernel.errors import BadInput
from comity.law.choosing import about_data
from comity.law.elements import find_article, general_elements, known_elements
from comity.law.offences import made_out_in
from comity.law.plan import PHASES
from comity.node.base import lawbook
from comity.node.desk.law import given as parts
from comity.node.desk.law.asking import Asked
from comity.node.desk.law.given import PARTS

CHECK = "check"
"""The last page: every answer, each with the way back to it."""
_STATED = "stated."
_CONSENT = "consent"


def steps(asked: Asked) -> tuple[str, ...]:
    """Return the questions for what is wanted so far, in order."""
    return tuple(step for step in PARTS if _WHEN.get(step, _always)(asked))


def after(step: str, asked: Asked) -> str:
    """Return the question that follows one, or the page of all answers."""
    order = list(PARTS)
    here = order.index(step) if step in order else -1
    return next((one for one in steps(asked) if order.index(one) > here), CHECK)


def before(step: str, asked: Asked) -> str:
    """Return the question before one; nothing before the first."""
    shown = steps(asked)
    if step == CHECK:
        return shown[-1]
    order = list(PARTS)
    return next((one for one in reversed(shown) if order.index(one) < order.index(step)), "")


def goal(asked: Asked) -> str:
    """Return the step of the plan that is wanted; nothing where the whole plan is."""
    book = lawbook.book()
    known = {one.id: one.phase for one in book.measures}
    return known.get(asked.measure) or parts.one(asked.given, "goal")


def measures(phase: str) -> tuple[str, ...]:
    """Return the measures that serve a step of the plan."""
    return tuple(one.id for one in lawbook.book().measures if one.phase == phase)


def goals() -> tuple[str, ...]:
    """Return the steps of the plan for which the book has a measure."""
    return tuple(phase for phase in PHASES if measures(phase))


def elements(asked: Asked) -> dict[str, tuple[str, ...]]:
    """Return the elements worth asking about: of conduct not established yet, and what the laws of both sides ask on top.

    Keyed by the article (``""``: what the laws ask on top). What chosen conduct takes as given is not asked again.
    """
    book = lawbook.book()
    core = {name for one in asked.articles if (found := find_article(book, one)) for name in found.core}
    asks: dict[str, tuple[str, ...]] = {}
    seen = set(core)
    for article in asked.given.get("perhaps", ()):
        found = find_article(book, article)
        if found is None or article in asked.articles:
            continue
        own = tuple(one for one in (*found.core, *found.one_of) if one not in seen)
        seen.update(own)
        asks[article] = own
    more = [one for one in _on_top(asked) if one not in seen]
    if more:
        asks[""] = tuple(dict.fromkeys(more))
    return {key: names for key, names in asks.items() if names}


def _on_top(asked: Asked) -> list[str]:
    """Return what laws of the states asked and asking require beyond the conduct in question."""
    try:
        facts = asked.scenario.facts
    except BadInput:
        return []
    book = lawbook.book()
    known = known_elements(book, facts)
    about = {*asked.articles, *asked.given.get("perhaps", ())}
    laws = [
        one
        for state in dict.fromkeys([asked.requesting, *asked.to])
        for one in made_out_in(book, facts, state, asked.on, known=known)
        if one.article in about
    ]
    general = general_elements(book)
    return [name for one in laws for name in one.required if name not in general]


def stated(asked: Asked) -> tuple[str, ...]:
    """Return the further facts that the answer so far hangs on and that can just be stated (``consent`` among them)."""
    try:
        answer = asked.answer
    except BadInput:
        answer = None
    names = [name for one in (answer.routes if answer else ()) for name in one.questions]
    told = asked.table.get("stated", {})
    open_ = [one.removeprefix("facts.").removeprefix(_STATED) for one in names if _STATED in one]
    consent = [_CONSENT] if _CONSENT in names or "facts.consent" in names or "consent" in asked.given else []
    return tuple(dict.fromkeys([*told, *open_, *consent]))


def _always(_asked: Asked) -> bool:
    return True


def _about_data(asked: Asked) -> bool:
    if not asked.measure:
        wanted = measures(goal(asked)) if goal(asked) else ()
        return not wanted or any(about_data(lawbook.book(), one) for one in wanted)
    return asked.measure in {one.id for one in lawbook.book().measures} and about_data(lawbook.book(), asked.measure)  # fmt: skip


_WHEN: Mapping[str, Callable[[Asked], bool]] = {
    "elements": lambda asked: bool(elements(asked)),
    "measure": lambda asked: len(measures(goal(asked))) > 1,
    "data": _about_data,
    "provider": _about_data,
    "money": lambda asked: goal(asked) in ("", "money") or "money" in asked.table,
    "people": lambda asked: goal(asked) in ("", "move", "ask", "live") or bool({"persons", "proceedings"} & set(asked.table)),
    "more": lambda asked: bool(stated(asked)),
}  # fmt: skip
