"""The questions of the wizard as their pages show them: a title, and the parts of a form with what is known so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from comity.facts.model import PENALTIES, STAGES
from comity.facts.scenario import CATEGORIES, ROLES, URGENCIES, VALIDATORS
from comity.law import titles
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.desk import page
from comity.node.desk.law import countries, path, saying, words
from comity.node.desk.law import given as parts
from comity.node.desk.law.asking import Asked
from comity.node.ui.labels import label

Part = dict[str, Any]
"""One part of a form: ``kind`` (a macro of ``ui/parts/form.html``), ``name``, ``label``, ``value`` or ``values``, ``items``, ``hint``."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as its page shows it. With one part its label is the title of the page."""

    title: str
    parts: list[Part]
    hint: str = ""


@dataclass(slots=True)
class Known:
    """What a form comes back with: what was typed where it was sent, else what is known; and what was wrong, by field."""

    asked: Asked
    typed: Any = None
    wrong: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, known: str) -> str:
        """Return what stands in a field."""
        return known if self.typed is None else str(self.typed.get(name, ""))

    def ticked(self, name: str, known: Iterable[str]) -> list[str]:
        """Return what is ticked in a list."""
        return list(known) if self.typed is None else list(self.typed.getlist(name))

    def part(self, kind: str, name: str, text: Any, value: str = "", **more: Any) -> Part:
        """Return a part that holds one value."""
        return {"kind": kind, "name": name, "label": str(text), "value": self.text(name, value), "error": self.wrong.get(name, ""), **more}  # fmt: skip

    def ticks(
        self, name: str, text: Any, items: list[dict[str, str]], known: Iterable[str], **more: Any
    ) -> Part:
        """Return a part with boxes to tick."""
        return {"kind": "checkboxes", "name": name, "label": str(text), "items": items, "values": self.ticked(name, known), "error": self.wrong.get(name, ""), **more}  # fmt: skip


def question(step: str, known: Known) -> Shown:
    """Return a question as its page shows it."""
    return _QUESTIONS[step](known)


def truth(value: Any) -> str:
    """Return a truth as the radios have it.

    >>> truth(True), truth(None)
    ('yes', 'unknown')
    """
    return {True: "yes", False: "no"}.get(value, "unknown") if isinstance(value, bool) else "unknown"


def truths() -> list[dict[str, str]]:
    """Return the three answers to a question of fact."""
    return [
        {"value": "yes", "text": _("Yes")},
        {"value": "no", "text": _("No")},
        {"value": "unknown", "text": _("Not known")},
    ]


def conduct(name: str) -> dict[str, str]:
    """Return conduct as a choice: its title, and what it takes in plain words."""
    book = lawbook.book()
    means = {one.id: page.meaning(one) for one in book.vocabulary.elements}
    found = next(one for one in book.offence_articles if one.id == name)
    said = "; ".join(means.get(one, one) for one in found.core)
    return {"value": name, "text": titles.article(book, name, page.language()), "hint": said}


def _states(none: str) -> list[dict[str, str]]:
    lang = page.language()
    known = sorted(
        ((code, country_name(code, lang)) for code in lawbook.book().states), key=lambda one: one[1]
    )
    return [{"value": "", "text": none}, *({"value": code, "text": name} for code, name in known)]


def _choices(said: Mapping[str, Promise], codes: Iterable[str]) -> list[dict[str, str]]:
    return [{"value": code, "text": str(said[code])} for code in codes]


def _labels(codes: Iterable[str], of: str) -> list[dict[str, str]]:
    return [{"value": code, "text": label(code, of)} for code in codes]


def _who(known: Known) -> Shown:
    asked = known.asked
    return Shown(
        str(words.TITLE["who"]),
        [
            known.part("select", "requesting", _("Who asks?"), asked.requesting, items=_states(_("Choose"))),
            known.part(
                "text", "requested", _("Which state is asked?"), countries.write(asked.to),
                hint=_("Its name, such as Japan, or its code. Several with commas between."),
            ),
        ],
    )  # fmt: skip


def _conduct(known: Known) -> Shown:
    asked, book = known.asked, lawbook.book()
    names = [one.id for one in book.offence_articles if not one.of_articles]
    return Shown(
        str(words.TITLE["conduct"]),
        [
            known.ticks(
                "articles", _("What is established"), [conduct(one) for one in names], asked.articles, small=True,
                hint=_("Everything it takes then counts as given. Nothing ticked: not known yet."),
            ),
            known.ticks(
                "perhaps", _("What may have happened"), [conduct(one) | {"hint": ""} for one in names], asked.given.get("perhaps", ()), small=True,
                hint=_("Each point is then asked on the next page."),
            ),
        ],
    )  # fmt: skip


def _elements(known: Known) -> Shown:
    asked, book = known.asked, lawbook.book()
    means = {one.id: page.meaning(one) for one in book.vocabulary.elements}
    said = asked.table.get("elements", {})
    found: list[Part] = []
    for article, names in path.elements(asked).items():
        over = (
            titles.article(book, article, page.language())
            if article
            else _("What the laws of these states ask on top")
        )
        found.append({"kind": "heading", "label": over})
        found += [
            known.part(
                "radios",
                f"element-{name}",
                means.get(name, name),
                truth(said.get(name)),
                items=truths(),
                inline=True,
                small=True,
            )
            for name in names
        ]
    return Shown(str(words.TITLE["elements"]), found, _("What nobody knows stays open, and the answer says what hangs on it."))  # fmt: skip


def _wanted(known: Known) -> Shown:
    items = [
        {"value": "plan", "text": _("Everything at once: the plan"), "hint": _("Stop the money, hold the data, then ask, side by side")},
        *({"value": one, "text": label(one, "phase"), "hint": ", ".join(label(name, "measure") for name in path.measures(one))} for one in path.goals()),
    ]  # fmt: skip
    return Shown("", [known.part("radios", "goal", words.TITLE["wanted"], path.goal(known.asked) or "plan", items=items)])  # fmt: skip


def _measure(known: Known) -> Shown:
    items = _labels(path.measures(path.goal(known.asked)), "measure")
    return Shown(
        "", [known.part("radios", "measure", words.TITLE["measure"], known.asked.measure, items=items)]
    )


def _data(known: Known) -> Shown:
    hint = _("Each kind gets an answer of its own. None ticked: all kinds.")
    return Shown("", [known.ticks("categories", words.TITLE["data"], _labels(CATEGORIES, "data"), known.asked.categories, hint=hint)])  # fmt: skip


def _where(known: Known) -> Shown:
    places = known.asked.table.get("places", {})
    shown = [
        known.part("text", name, words.FACTOR[name], countries.write(places.get(name, ())))
        for name in parts.FACTORS
    ]
    closing = places.get("complete", [])
    closed = list(places) if closing is True else closing
    sure = known.ticks(
        "sure", _("Which of these lists are complete?"), _choices(words.FACTOR, parts.FACTORS), closed, small=True,
        hint=_("Only what you are sure of: then every other state is ruled out."),
    )  # fmt: skip
    return Shown(
        str(words.TITLE["where"]),
        [*shown, sure],
        _("Names of states, with commas between. Leave empty what is not known."),
    )


def _provider(known: Known) -> Shown:
    told = known.asked.table.get("provider", {})
    nowhere = _states(_("Not known"))
    return Shown(
        str(words.TITLE["provider"]),
        [
            known.part("select", "seat", _("Where is its seat?"), told.get("seat", ""), items=nowhere),
            known.part("radios", "eu", _("Does it offer services in the European Union?"), truth(told.get("offers_services_in_eu")), items=truths(), inline=True, small=True),
            known.part("select", "designated", _("In which member state is its designated establishment?"), told.get("designated_in", ""), items=nowhere),
        ],
    )  # fmt: skip


def _money(known: Known) -> Shown:
    told = known.asked.table.get("money", {})
    zones = page.walls(known.asked.requesting, known.asked.requested)
    left = _moment(str(told.get("left_at", "")), zones[0])
    return Shown(
        str(words.TITLE["money"]),
        [
            known.part("text", "amount", _("How much?"), str(told.get("amount", "")), width="10", inputmode="decimal"),
            known.part("text", "currency", _("In which currency?"), str(told.get("currency", "")), width="5", hint=_("Three letters, such as EUR")),
            known.part("moment", "left", _("When did it leave?"), left, zone=known.text("left-zone", zones[0] if left else ""), zones=zones, hint=_("Hours count.")),
        ],
        _("Leave empty what is not known, and everything where no money has left."),
    )  # fmt: skip


def _moment(text: str, zone: str) -> str:
    """Return an instant as it is typed, on this desk's wall."""
    try:
        return datetime.fromisoformat(text).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S") if text else ""  # fmt: skip
    except ValueError:
        return text


def _people(known: Known) -> Shown:
    told = known.asked.table.get("persons", {})
    rows = known.asked.given.get("proc", ())
    kept = [
        known.ticks("keep", _("Proceedings elsewhere"), [{"value": one, "text": proceeding(one)} for one in rows], rows, small=True, hint=_("Untick what no longer holds."))
    ] if rows else []  # fmt: skip
    return Shown(
        str(words.TITLE["people"]),
        [
            *(known.part("text", name, text, countries.write(told.get(parts.PERSONS[name], ())), hint=_("Names of states, with commas between")) for name, text in words.PERSON.items()),
            *kept,
            {"kind": "heading", "label": _("Is anybody being tried elsewhere for it?")},
            known.part("select", "p-state", _("In which state?"), items=_states(_("Nowhere that is known"))),
            known.part("select", "p-stage", _("How far is it?"), "unknown", items=_choices(words.STAGE, STAGES)),
            known.part("radios", "p-same", _("Is it about the same acts?"), "unknown", items=truths(), inline=True, small=True),
            known.part("radios", "p-merits", _("Were the merits looked at?"), "unknown", items=truths(), inline=True, small=True),
            known.part("select", "p-penalty", _("What became of the penalty?"), "unknown", items=_choices(words.PENALTY, PENALTIES)),
        ],
        _("Leave empty what is not known. No name is needed."),
    )  # fmt: skip


def proceeding(text: str) -> str:
    """Say earlier proceedings of the address in words."""
    told = parts.proceeding(text)
    said = [
        country_name(str(told.get("state", "")), page.language()),
        str(words.STAGE.get(str(told.get("stage", "unknown")), told.get("stage", ""))),
    ]
    if "same_acts" in told:
        said.append(_("the same acts") if told["same_acts"] is True else _("other acts"))
    if "penalty" in told:
        said.append(
            _("penalty: %(what)s") % {"what": words.PENALTY.get(str(told["penalty"]), told["penalty"])}
        )
    return ", ".join(said)


def _urgency(known: Known) -> Shown:
    table = known.asked.table
    tags = [{"value": one.id, "text": page.meaning(one)} for one in lawbook.book().vocabulary.tags]
    return Shown(
        str(words.TITLE["urgency"]),
        [
            known.part("radios", "urgency", _("How urgent?"), known.asked.urgency, items=_labels(URGENCIES, "urgency"), inline=True, small=True),
            known.part("radios", "danger", _("Is a life in danger?"), truth(table.get("danger_to_life")), items=truths(), inline=True, small=True),
            known.part("radios", "political", _("Is the offence of political character?"), truth(table.get("political_character")), items=truths(), inline=True, small=True),
            known.ticks("tags", _("Which rights may be touched?"), tags, table.get("tags", ()), small=True, hint=_("Help may be refused to protect them.")),
        ],
    )  # fmt: skip


def _more(known: Known) -> Shown:
    table = known.asked.table
    told = table.get("stated", {})
    names = path.stated(known.asked)
    shown = [
        known.part("radios", f"stated-{name}", _capital(saying.fact(f"stated.{name}")), truth(told.get(name)), items=truths(), inline=True, small=True)
        for name in names if name != "consent"
    ]  # fmt: skip
    if "consent" in names:
        shown.append(known.part("radios", "consent", _("Did whoever may dispose of the data consent?"), table.get("consent", "unknown"), items=page.choices(words.CONSENT)))  # fmt: skip
    return Shown(str(words.TITLE["more"]), shown, _("The answers so far hang on this."))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _role(known: Known) -> Shown:
    given = known.asked.given
    usual = {"value": "", "text": _("Whoever usually does")}
    open_ = {"value": "", "text": _("Not said")}
    return Shown(
        str(words.TITLE["role"]),
        [
            known.part("radios", "role", _("In which role?"), parts.one(given, "role"), items=[usual, *_labels(ROLES, "role")], small=True),
            known.part("radios", "validated", _("Who has looked at the order and signed it?"), parts.one(given, "validated"), items=[*_choices(words.VALIDATED, VALIDATORS), open_], small=True),
        ],
    )  # fmt: skip


def _day(known: Known) -> Shown:
    on, typed = known.asked.on, known.typed
    value = {"day": on.day, "month": on.month, "year": on.year}
    if typed is not None:
        value = {name: typed.get(f"on-{name}", "") for name in value}
    hint = _("Every law is read as it stood on that day. Today, unless you ask about another.")
    return Shown("", [{"kind": "date", "name": "on", "label": str(words.TITLE["day"]), "value": value, "hint": hint, "error": known.wrong.get("on", "")}])  # fmt: skip


_QUESTIONS: Mapping[str, Callable[[Known], Shown]] = {
    "who": _who, "conduct": _conduct, "elements": _elements, "wanted": _wanted, "measure": _measure, "data": _data, "where": _where,
    "provider": _provider, "money": _money, "people": _people, "urgency": _urgency, "more": _more, "role": _role, "day": _day,
}  # fmt: skip
