"""What was answered on a page of the wizard, read into the parts of the address; and every answer again in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from comity.facts.model import FACTORS
from comity.kernel.errors import BadInput, Fault, declare
from comity.law import titles
from comity.law.words import country_name
from comity.node.assistance import reading as forms
from comity.node.base import lawbook
from comity.node.base.telling import tell
from comity.node.desk import page
from comity.node.desk.cases.facts import value_of
from comity.node.desk.law import countries, path, questions, words
from comity.node.desk.law import given as parts
from comity.node.desk.law.asking import NO_DAY, Asked
from comity.node.ui import times
from comity.node.ui.labels import label

NOBODY_ASKED = declare("desk.law.nobody_asked", "Say which state is asked.")
Wrong = dict[str, str]
"""What is wrong with a page, by the name of the field."""
Answers = dict[str, tuple[str, ...]]


def read(step: str, query: Any, asked: Asked) -> tuple[Answers, Wrong]:
    """Return the answers of a page as parts of the address, and what is wrong with them."""
    wrong: Wrong = {}
    found = _READERS.get(step, _as_named(step))(query, wrong, asked)
    return parts.tidy({name: values for name, values in found.items() if name in parts.PARTS[step] or name in ("measure", "goal")}), wrong  # fmt: skip


Reader = Callable[[Any, Wrong, Asked], Mapping[str, Any]]


def _as_named(step: str) -> Reader:
    return lambda query, _wrong, _asked: {name: query.getlist(name) for name in parts.PARTS[step]}


def _states(query: Any, names: Any, wrong: Wrong) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        codes, faults = countries.read(query.get(name, ""))
        found[name] = codes
        if faults:
            wrong[name] = _told(faults)
    return found


def _told(faults: list[Fault]) -> str:
    return " ".join(tell(one) for one in faults)


def _who(query: Any, wrong: Wrong, _asked: Asked) -> dict[str, Any]:
    found = _states(query, ["requested"], wrong)
    if not found["requested"] and not wrong:
        wrong["requested"] = tell(NOBODY_ASKED.fault())
    return {**found, "requesting": query.getlist("requesting")}


def _elements(query: Any, _wrong: Wrong, asked: Asked) -> dict[str, Any]:
    """Read the elements asked about; one that is known of the case and said to be unknown here is open again."""
    names = [name for group in path.elements(asked).values() for name in group]
    said = {name: query.get(f"element-{name}", "unknown") for name in names}
    before = asked.table.get("elements", {})
    kept = {name: questions.truth(value) for name, value in before.items() if name not in said}
    whole = {**kept, **said}
    reopened = [name for name, value in said.items() if value == "unknown" and asked.case is not None]
    return {
        "yes": [name for name, value in whole.items() if value == "yes"],
        "no": [name for name, value in whole.items() if value == "no"],
        "open": reopened,
    }


def _wanted(query: Any, _wrong: Wrong, asked: Asked) -> dict[str, Any]:
    """Read the step of the plan; the measure follows where only one serves it, and stays where it still does."""
    goal = query.get("goal", "")
    serving = path.measures(goal)
    kept = asked.measure if asked.measure in serving else ""
    measure = serving[0] if len(serving) == 1 else kept
    return {"goal": [goal if serving and not measure else ""], "measure": [measure]}


def _measure(query: Any, wrong: Wrong, asked: Asked) -> dict[str, Any]:
    chosen = query.get("measure", "")
    if chosen not in path.measures(path.goal(asked)):
        wrong["measure"] = tell(page.NOT_LISTED.fault())
        return {"goal": [path.goal(asked)]}
    return {"measure": [chosen], "goal": []}


def _where(query: Any, wrong: Wrong, _asked: Asked) -> dict[str, Any]:
    return {**_states(query, FACTORS, wrong), "sure": query.getlist("sure")}


def _money(query: Any, wrong: Wrong, _asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = {"currency": query.getlist("currency"), "left": [forms.moment(query, "left")]}
    try:
        found["amount"] = [forms.amount(query, "amount")]
    except BadInput as error:
        wrong["amount"] = _told(list(error.faults))
    return found


def _people(query: Any, wrong: Wrong, _asked: Asked) -> dict[str, Any]:
    rows = query.getlist("keep")
    if state := query.get("p-state", ""):
        told = [query.get(f"p-{name}", "unknown") for name in ("stage", "merits", "same", "penalty")]
        rows = [*rows, ".".join([state, *told])]
    return {**_states(query, parts.PERSONS, wrong), "proc": rows}


def _provider(query: Any, _wrong: Wrong, _asked: Asked) -> dict[str, Any]:
    return _known({name: query.getlist(name) for name in parts.PARTS["provider"]})


def _urgency(query: Any, _wrong: Wrong, _asked: Asked) -> dict[str, Any]:
    return _known({name: query.getlist(name) for name in parts.PARTS["urgency"]})


def _more(query: Any, _wrong: Wrong, asked: Asked) -> dict[str, Any]:
    names = [name for name in path.stated(asked) if name != "consent"]
    said = {name: query.get(f"stated-{name}", "unknown") for name in names}
    return {
        "said": [name for name, value in said.items() if value == "yes"],
        "denied": [name for name, value in said.items() if value == "no"],
        "unsaid": [name for name, value in said.items() if value == "unknown" and asked.case is not None],
        "consent": query.getlist("consent"),
    }


def _day(query: Any, wrong: Wrong, _asked: Asked) -> dict[str, Any]:
    typed = [query.get(f"on-{name}", "").strip() for name in ("year", "month", "day")]
    if not any(typed):
        return {"on": []}
    try:
        return {"on": [date(*(int(one) for one in typed)).isoformat()]}
    except (ValueError, OverflowError):
        wrong["on"] = tell(NO_DAY.fault(value="-".join(typed)[:40]))
        return {"on": []}


def _known(found: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the answer "not known", which is the same as none."""
    return {name: [one for one in values if one != "unknown"] for name, values in found.items()}


_READERS: Mapping[str, Reader] = {
    "who": _who, "elements": _elements, "wanted": _wanted, "measure": _measure, "where": _where, "money": _money, "people": _people,
    "provider": _provider, "urgency": _urgency, "more": _more, "day": _day,
}  # fmt: skip


def told(step: str, asked: Asked) -> list[str]:
    """Return the answer to a question in words, a line for each; nothing where nothing was said."""
    return [line for line in _TOLD[step](asked) if line]


def _truth(text: Any, value: Any) -> str:
    return f"{text}: {value_of(value)}" if value in (True, False) else ""


def _told_who(asked: Asked) -> list[str]:
    lang = page.language()
    if not asked.to:
        return [country_name(asked.requesting, lang)] if asked.requesting else []
    names = ", ".join(country_name(one, lang) for one in asked.to)
    return [_("%(asking)s asks %(asked)s") % {"asking": country_name(asked.requesting, lang), "asked": names}]


def _told_conduct(asked: Asked) -> list[str]:
    book, lang = lawbook.book(), page.language()
    perhaps = [titles.article(book, one, lang) for one in asked.given.get("perhaps", ())]
    return [
        *(titles.article(book, one, lang) for one in asked.articles),
        *(_("perhaps: %(what)s") % {"what": one} for one in perhaps),
    ]


def _told_elements(asked: Asked) -> list[str]:
    means = {one.id: page.meaning(one) for one in lawbook.book().vocabulary.elements}
    return [_truth(means.get(name, name), value) for name, value in asked.table.get("elements", {}).items()]


def _told_wanted(asked: Asked) -> list[str]:
    goal = path.goal(asked)
    return [label(goal, "phase") if goal else _("Everything at once: the plan")]


def _told_where(asked: Asked) -> list[str]:
    places = asked.table.get("places", {})
    closing = places.get("complete", [])
    found = []
    for name in parts.FACTORS:
        if places.get(name):
            whole = closing is True or name in closing
            found.append(f"{words.FACTOR[name]}: {countries.write(places[name])}{' (' + _('nowhere else') + ')' if whole else ''}")  # fmt: skip
    return found


def _told_provider(asked: Asked) -> list[str]:
    told_ = asked.table.get("provider", {})
    seat, there = told_.get("seat"), told_.get("designated_in")
    return [
        _("seat: %(where)s") % {"where": countries.write([seat])} if seat else "",
        _truth(_("offers services in the European Union"), told_.get("offers_services_in_eu")),
        _("designated establishment: %(where)s") % {"where": countries.write([there])} if there else "",
    ]


def _told_money(asked: Asked) -> list[str]:
    told_ = asked.table.get("money", {})
    left = str(told_.get("left_at", ""))
    try:
        when = value_of(left, "left_at") if left else ""
    except ValueError:
        when = left
    return [f"{told_.get('amount', '')} {told_.get('currency', '')}".strip(), when]


def _told_people(asked: Asked) -> list[str]:
    told_ = asked.table.get("persons", {})
    found = [f"{text}: {countries.write(told_[parts.PERSONS[name]])}" for name, text in words.PERSON.items() if told_.get(parts.PERSONS[name])]  # fmt: skip
    return [*found, *(questions.proceeding(one) for one in asked.given.get("proc", ()))]


def _told_urgency(asked: Asked) -> list[str]:
    table = asked.table
    means = {one.id: page.meaning(one) for one in lawbook.book().vocabulary.tags}
    return [
        label(asked.urgency, "urgency"),
        _truth(_("a life is in danger"), table.get("danger_to_life")),
        _truth(_("the offence is of political character"), table.get("political_character")),
        *(means.get(one, one) for one in table.get("tags", ())),
    ]


def _told_more(asked: Asked) -> list[str]:
    from comity.node.desk.law import saying

    consent = asked.table.get("consent", "unknown")
    return [
        *(_truth(saying.fact(f"stated.{name}"), value) for name, value in asked.table.get("stated", {}).items()),
        str(words.CONSENT[consent]) if consent in words.CONSENT and consent != "unknown" else "",
    ]  # fmt: skip


def _told_role(asked: Asked) -> list[str]:
    role, signed = parts.one(asked.given, "role"), parts.one(asked.given, "validated")
    return [
        label(role, "role") if role else _("Whoever usually does"),
        _("signed by: %(who)s") % {"who": words.VALIDATED[signed]} if signed in words.VALIDATED else "",
    ]


_TOLD: Mapping[str, Callable[[Asked], list[str]]] = {
    "who": _told_who,
    "conduct": _told_conduct,
    "elements": _told_elements,
    "wanted": _told_wanted,
    "measure": lambda asked: [label(asked.measure, "measure")] if asked.measure else [],
    "data": lambda asked: [label(one, "data") for one in asked.categories] or [_("All kinds")],
    "where": _told_where,
    "provider": _told_provider,
    "money": _told_money,
    "people": _told_people,
    "urgency": _told_urgency,
    "more": _told_more,
    "role": _told_role,
    "day": lambda asked: [times.day(asked.on)],
}
