"""What every page of the desk needs: the keys of this door, names for labels, walls of both ends, forms that come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as _render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext

from comity.kernel.actor import Actor
from comity.kernel.errors import BadInput, ComityError, Conflict, declare
from comity.law.records.words import Word
from comity.law.words import word
from comity.node.accounts.models import User
from comity.node.assistance import showing, zones
from comity.node.base import home
from comity.node.base.keyring import Keyring
from comity.node.base.models import Participant
from comity.policy.decide import PURPOSE

BAD_DAY = declare(
    "desk.form.bad_day", "This is not a day.", "Write it with day, month and year, such as 18 12 2026."
)
NOBODY = declare("desk.form.nobody", "Choose one of the people listed.")
NOT_LISTED = declare("desk.form.not_listed", "Choose one of those listed.")

_PARTICIPANT = "participant:"


def actor(request: HttpRequest) -> Actor:
    """Return who is signed in; a view behind ``verb`` has somebody."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def now(request: HttpRequest) -> datetime:
    """Return the held instant of this request."""
    return cast(datetime, request.now)  # type: ignore[attr-defined]


def keyring() -> Keyring:
    """Return the keys the desk may use."""
    node = home.current()
    assert node is not None, "a door runs inside a node"
    return Keyring(node, "desk")


def here() -> str:
    """Return the zone on this desk's own wall."""
    node = home.current()
    return node.zone if node is not None else "UTC"


def walls(*countries: str) -> tuple[str, ...]:
    """Return the zones of this desk and of other states, each once."""
    return tuple(dict.fromkeys([here(), *(zones.zone_of(one) for one in countries if one)]))


def language() -> str:
    """Return the language of the page, as the law's sentences know it."""
    return (get_language() or "en").split("-")[0]


def meaning(one: Word) -> str:
    """Return what a word of the book means: in the page's language where there are words, else as the book has it."""
    said = word(one.id, language())
    return one.meaning if said == one.id else said


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the desk with the time and the walls it is read by."""
    given = {"now": now(request), "zones": (here(),), **context}
    return _render(request, template, given, status=status, using="jinja2")


def link(name: str, /, *args: Any, query: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
    """Return an address of the desk, or nothing where this node has no such place."""
    try:
        found = reverse(f"desk:{name}", args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""
    return f"{found}?{urlencode(query, doseq=True)}" if query else found


_SAVED = "saved"


def form_after_saving(request_id: UUID) -> str:
    """Return the address of a draft's form that names what is missing, as it does after somebody saved it."""
    return link("request-form", request_id=request_id, query={_SAVED: "yes"})


def was_saved(request: HttpRequest) -> bool:
    """Say whether the form was pressed, or is shown because it was just saved: else nobody has made a mistake in it yet."""
    return request.method == "POST" or request.GET.get(_SAVED) == "yes"


def names(labels: Iterable[str]) -> dict[str, str]:
    """Return what people are called by the labels of actors (``officer:7``); processes and codes read as they are."""
    wanted = {one for one in labels if one}
    ids = [one.removeprefix("officer:") for one in wanted if one.startswith("officer:")]
    known = {f"officer:{user.pk}": user.get_full_name() for user in User.objects.filter(pk__in=ids)}
    codes = [one.removeprefix(_PARTICIPANT) for one in wanted if one.startswith(_PARTICIPANT)]
    known |= {f"{_PARTICIPANT}{one.pk}": one.name for one in Participant.objects.filter(pk__in=codes)}
    return {one: known.get(one) or _process(one) for one in wanted}


def _process(label: str) -> str:
    if label.startswith("system:"):
        return gettext("the node itself")
    return gettext("the reporter") if label.startswith("reporter:") else label.removeprefix(_PARTICIPANT)


def errors(
    error: ComityError, field: str = "", *, fields: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    """Return what was wrong with a form, for the summary on top.

    ``field``: where a line of the summary leads; ``fields``: where the fault of a code leads, where that is another field.
    A purpose that is missing always leads to the field ``purpose``.
    """
    places = {PURPOSE.code: "purpose", **(fields or {})}
    found = [(showing.labelled(fault), places.get(fault.code, field)) for fault in error.faults]
    return [{"text": text, "href": f"#{place}" if place else ""} for text, place in found]


def beside(errors: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return what was wrong by the field it leads to, to be said beside the field as well."""
    return {one["href"].removeprefix("#"): one["text"] for one in errors if one["href"]}


def press(
    request: HttpRequest,
    act: Callable[[], str],
    *,
    field: str = "",
    fields: Mapping[str, str] | None = None,
    done: str = "",
    shown: tuple[type[ComityError], ...] = (BadInput, Conflict),
) -> tuple[HttpResponse | None, list[dict[str, str]]]:
    """Do what a form asks for, where it was sent.

    ``act`` does it and returns the address to go to, where ``done`` is said. Returns the answer, or ``None`` and what was wrong:
    then the page draws its form again with what was typed. ``field``, ``fields``: where the summary on top leads, as of ``errors``; ``shown``: the errors that
    the form shows itself, others have a page of their own.
    """
    if request.method != "POST":
        return None, []
    try:
        target = act()
    except shown as error:
        return None, errors(error, field, fields=fields)
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(target), []


def day(posted: Mapping[str, Any], name: str) -> date | None:
    """Read a day posted as three fields; nothing where all are empty.

    Raises:
        BadInput: it is no day.
    """
    typed = [str(posted.get(f"{name}-{part}", "")).strip() for part in ("year", "month", "day")]
    if not any(typed):
        return None
    try:
        found = date(*(int(part) for part in typed))
    except (ValueError, OverflowError):
        raise BadInput(BAD_DAY.fault()) from None
    # Nothing the desk writes down lies outside, and at the ends of the calendar a zone leads beyond it.
    if not 1900 <= found.year < 2200:
        raise BadInput(BAD_DAY.fault())
    return found


def end_of(found: date) -> datetime:
    """Return the end of a day on this desk's wall, as an instant."""
    return datetime.combine(found, time(23, 59, 59), ZoneInfo(here())).astimezone(UTC)


def later(at: datetime, days: int) -> dict[str, int]:
    """Return a day some days on, as a date field shows it."""
    found = (at + timedelta(days=days)).astimezone(ZoneInfo(here())).date()
    return {"day": found.day, "month": found.month, "year": found.year}


def choices(words: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return a closed list as the items of radios or a select."""
    return [{"value": code, "text": str(text)} for code, text in words.items()]


def colleagues(participants: Sequence[str], roles: Sequence[str]) -> list[User]:
    """Return the people of some participants who have one of the roles, by name."""
    rows = User.objects.filter(participant__in=participants, is_active=True, roles__overlap=list(roles))
    return list(rows.select_related("participant").order_by("name", "pk"))


def one_of(posted: Mapping[str, Any], name: str, known: Iterable[str]) -> str:
    """Read a choice from a closed list; a decision is never guessed from a form that does not make it.

    Raises:
        BadInput: nothing of the list was chosen.
    """
    chosen = str(posted.get(name, "")).strip()
    if chosen not in set(known):
        raise BadInput(NOT_LISTED.fault())
    return chosen


def purpose(posted: Mapping[str, Any], known: Iterable[str] | None = None) -> str:
    """Read for what purpose a person asks, of a closed list or in her words: here, before policy answers with a page of its own.

    Raises:
        BadInput: none was chosen or written.
    """
    chosen = str(posted.get("purpose", "")).strip()
    if not chosen or (known is not None and chosen not in set(known)):
        raise BadInput(PURPOSE.fault())
    return chosen


def person(
    posted: Mapping[str, Any], name: str, among: Iterable[User], *, optional: bool = False
) -> User | None:
    """Read a person chosen from a list.

    Raises:
        BadInput: nobody of the list was chosen.
    """
    wanted = str(posted.get(name, ""))
    found = next((one for one in among if str(one.pk) == wanted), None)
    if found is None and (wanted or not optional):
        raise BadInput(NOBODY.fault())
    return found
