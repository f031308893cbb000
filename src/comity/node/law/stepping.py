"""Steps as a page holds them: read from an address, said in words, and the lists from which one is put together.

A step stands in an address as its kind and its parts with ``|`` between: ``ratify|JP|name``, ``amend|DE|article|-this,+that``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.kernel.errors import BadInput, declare
from comity.law import titles
from comity.law.book import Book
from comity.law.joining import can_join
from comity.law.keys import nearest
from comity.law.saying import says
from comity.law.steps import KINDS, Amend, Conclude, Step, faults, kind_of, takes_away
from comity.law.words import country_name
from comity.node.law.asking import language
from comity.node.law.facts import states_by_name
from comity.node.ui.labels import label
from comity.node.ui.law_view import element

MOST = 5
"""Steps that may be tried together."""
BAD_STEP = declare(
    "law.step.bad_token", "{typed!r} is no step.", "Take it out and add the step again with the form."
)
NO_KIND = declare("law.step.no_kind", "{typed!r} is no kind of step.{hint}", "Choose one of the list.")
MANY = declare("law.step.too_many", "{number} steps are too many at once.", "Take out all but {most}.")
NOTHING = declare("law.step.nothing_chosen", "The step is not complete.", "Choose what it is about.")
KIND_WORDS: Mapping[str, Promise] = {
    "ratify": gettext_lazy("Becomes a party to a treaty"),
    "withdraw": gettext_lazy("Withdraws a reservation"),
    "enact": gettext_lazy("Enacts an offence"),
    "amend": gettext_lazy("Amends the elements of an offence"),
    "empower": gettext_lazy("Gives its authorities a power"),
    "conclude": gettext_lazy("Concludes a treaty with another state"),
}
"""What each kind of step is called, for a state that takes it."""


def token(step: Step) -> str:
    """Return a step as an address holds it."""
    if isinstance(step, Amend):
        parts = [*(f"-{one}" for one in step.drop), *(f"+{one}" for one in step.add)]
        return "|".join((kind_of(step), step.state, step.article, ",".join(parts)))
    return "|".join((kind_of(step), *(str(getattr(step, name)) for name in step.__dataclass_fields__)))


def read(typed: Iterable[str], book: Book) -> list[Step]:
    """Read the steps of an address, each once.

    Raises:
        BadInput: one is no step, or names what the book does not have; all faults together.
    """
    found: list[Step] = []
    wrong = []
    for text in typed:
        kind, *parts = text.split("|")
        wanted = 3 if kind in {"withdraw", "amend"} else 2
        if kind not in KINDS or len(parts) != wanted:
            wrong.append(BAD_STEP.fault(typed=text[:80]))
            continue
        step = make(kind, *parts)
        if step not in found:
            found.append(step)
    wrong += faults(book, found)
    if len(found) > MOST:
        wrong.append(MANY.fault(number=len(found), most=MOST))
    if wrong:
        raise BadInput(*wrong)
    return found


def make(kind: str, state: str, *parts: str) -> Step:
    """Make a step of its parts."""
    if kind == "amend":
        article, written = parts
        words = [one for one in written.split(",") if one]
        drop = tuple(one[1:] for one in words if one.startswith("-"))
        return Amend(state, article, drop, tuple(one[1:] for one in words if one.startswith("+")))
    if kind == "conclude":
        return Conclude(*sorted((state, parts[0])))
    maker: Any = KINDS[kind]
    step: Step = maker(state, *parts)
    return step


def shown(book: Book, step: Step) -> dict[str, Any]:
    """Return a step in words."""
    return {"text": says(book, step, language()), "takes_away": takes_away(step), "token": token(step)}


def kind(typed: str) -> str:
    """Read a kind of step.

    Raises:
        BadInput: there is no such kind.
    """
    if typed not in KINDS:
        near = nearest(typed, KINDS)
        raise BadInput(NO_KIND.fault(typed=typed, hint=f" {near}?" if near else ""))
    return typed


def added(kind: str, state: str, given: Mapping[str, Sequence[str]], book: Book) -> Step:
    """Return the step a form puts together: what it is about, and for an amendment what goes and what comes.

    Raises:
        BadInput: it is not complete, or names what the book does not have.
    """
    about = next((one for one in given.get("about", ()) if one), "")
    parts = about.split("|")
    if kind == "amend":
        changes = [f"-{one}" for one in given.get("drop", ()) if one] + [
            f"+{one}" for one in given.get("add", ()) if one
        ]
        parts = [about, ",".join(changes)] if changes else [""]
    if not all(parts):
        raise BadInput(NOTHING.fault())
    return read(["|".join((kind, state, *parts))], book)[0]


def lists(book: Book, kind: str, state: str) -> dict[str, Any]:
    """Return what a step of a kind may be about, for one state: the label of the list, its items, for an amendment the elements."""
    lang = language()
    title = f"{country_name(state, lang)}: {KIND_WORDS[kind]}"
    found: dict[str, Any] = {"title": title, "drop": [], "add": []}
    if kind == "ratify":
        items = [
            (one.id, one.short_name or one.title)
            for one in book.treaties
            if one.membership == "parties"
            and can_join(book, one, state)
            and book.standing(one.id, state, book.edition.as_of).force != "yes"
        ]
        return {**found, "label": _("Which treaty?"), "items": _items(items)}
    if kind == "withdraw":
        rows = [row for one in book.treaties for row in book.reservations(state, one.id)]
        items = [
            (f"{row.treaty}|{row.article}", f"{book.treaty(row.treaty).short_name}, {row.article}")
            for row in rows
        ]
        return {**found, "label": _("Which reservation?"), "items": _items(items)}
    if kind == "empower":
        powers = dict.fromkeys(one.power for one in book.measures if one.power)
        return {**found, "label": _("Which power?"), "items": _items([(one, label(one, "measure")) for one in powers])}  # fmt: skip
    if kind == "conclude":
        others = [(one, country_name(one, lang)) for one in states_by_name(book) if one != state]
        return {**found, "label": _("With which state?"), "items": _items(others)}
    articles = [(one.id, titles.article(book, one.id, lang)) for one in book.offence_articles]
    if kind == "enact":
        return {**found, "label": _("Which offence?"), "items": _items(articles)}
    asked = {name for one, _title in articles for row in book.offences(state, one) for name in row.requires}
    words = [one.id for one in book.vocabulary.elements]
    return {
        "title": title,
        "label": _("Which offence?"),
        "items": _items([one for one in articles if book.offences(state, one[0])]),
        "drop": [{"value": one, "text": element(one)} for one in words if one in asked],
        "add": [{"value": "", "text": _("none")}, *({"value": one, "text": element(one)} for one in words)],
    }


def _items(rows: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"value": value, "text": text} for value, text in dict(rows).items()]
