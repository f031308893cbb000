"""A request as pages of any door show it: parts, timeline, clocks, values in words. No decisions, no addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from comity.kernel.errors import ComityError, Fault
from comity.law import titles
from comity.law.form import MISSING_FIELD, as_written
from comity.law.records import Field, Ground
from comity.node.assistance import keeping, lawbook, queries, words, zones
from comity.node.assistance.models import Hold, Request, Step
from comity.node.assistance.opening import Opened
from comity.node.base.models import Participant
from comity.node.base.telling import tell
from comity.node.deadlines.models import Deadline
from comity.node.ui import times
from comity.node.ui.labels import label
from comity.node.ui.words import money


def other_end(request: Request) -> str:
    """Return the name of the participant at the other end."""
    row = Participant.objects.filter(pk=request.counterpart).first()
    return row.name if row is not None else request.counterpart


def parts(request: Request) -> list[dict[str, str]]:
    """Return the kinds of data with their states."""
    return [
        {
            "kind": label(part.data_category, "data") if part.data_category else _("The whole"),
            "code": part.data_category,
            "state": part.state,
            "words": words.say(part.state, words.STATE),
            "tone": words.TONE.get(part.state, "neutral"),
        }
        for part in request.parts.all()
    ]


def clock(row: Deadline) -> dict[str, Any]:
    """Return a clock for the part that shows one; what the law counts in days is shown as a day."""
    return {
        "name": words.clock(row.name),
        "kind": row.kind,
        "due": row.day or row.due,
        "cite": row.cite,
        "note": _moved(row),
        "state": "met" if row.stopped_at is not None else None,
    }


def _moved(row: Deadline) -> str:
    """Say what moved a day, where something did."""
    if row.day is None or row.nominal is None:
        return ""
    nominal = zones.day_of(row.nominal, row.zone)
    if nominal == row.day:
        return ""
    return _("Counted it would be %(nominal)s; moved by %(rule)s.") % {
        "nominal": times.day(nominal),
        "rule": row.rule.replace("_", " "),
    }


def timeline(
    request: Request, opened: Opened | None, *, steps: Sequence[Step], people: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what happened, one line for what happened to several kinds of data at once."""
    found: list[dict[str, Any]] = []
    groups: dict[tuple[int, str], dict[str, Any]] = {}
    for step in steps:
        key = (step.number, step.event)
        if key in groups:
            groups[key]["kinds"].append(step.part.data_category)
            continue
        mine = (step.side == "requesting") == (request.direction == Request.Direction.OUT)
        entry = {
            "event": step.event,
            "at": step.since or step.at,
            "title": words.happened(step.event, step.source, step.target),
            "kinds": [step.part.data_category],
            "who": people.get(step.by, request.owner.name) if mine else other_end(request),
            "side": "here" if mine or step.side == "clock" else "there",
            "state": "done",
            "cite": step.cite,
            "text": _said(step, opened),
        }
        groups[key] = entry
        found.append(entry)
    several = request.parts.count() > 1
    for entry in found:
        kinds = [label(one, "data") for one in entry["kinds"] if one]
        if several and kinds:
            entry["title"] = f"{entry['title']}: {', '.join(kinds)}"
    return found


def _said(step: Step, opened: Opened | None) -> str:
    reason = words.say(step.reason_code, words.GROUND) if step.reason_code else ""
    if opened is None:
        sealed = _("Sealed words; open the request to read them.") if step.note or step.content else ""
        return " ".join(filter(None, [reason, sealed]))
    told = opened.contents.get(step.pk, {})
    return " ".join(filter(None, [reason, opened.notes.get(step.pk, ""), told_in_words(told)]))


def told_in_words(told: Mapping[str, Any]) -> str:
    """Return what came with a step, in a line."""
    found = []
    hold = told.get("hold")
    if isinstance(hold, Mapping):
        found.append(
            _("%(amount)s held until %(day)s.")
            % {"amount": _amount(hold), "day": _day_told(hold.get("ends_on"))}
        )
    answer = told.get("answer")
    if isinstance(answer, Mapping):
        found.append("; ".join(f"{name}: {value}" for name, value in answer.items()) + ".")
    if told.get("paper"):
        found.append(_("On paper: %(what)s.") % {"what": told["paper"]})
    if told.get("follow_up"):
        found.append(_("Follow-up request %(reference)s.") % {"reference": told["follow_up"]})
    return " ".join(found)


def _day_told(value: Any) -> str:
    """Return a day the other side told, in words; what is no day stays as it was told."""
    try:
        return str(times.day(date.fromisoformat(str(value))))
    except ValueError:
        return str(value or "?")


def _amount(value: Mapping[str, Any]) -> str:
    try:
        return money(str(value.get("amount", "")), str(value.get("currency", "")))
    except (ArithmeticError, ValueError):
        return f"{value.get('amount', '')} {value.get('currency', '')}"


def value_in_words(kind: str, value: Any) -> str:
    """Return a form's value as a person reads it; instants by the wall of this node, with the place."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return _mapping(kind, value)
    if kind == "offence_ref":
        return ", ".join(_offence(one) for one in (value if isinstance(value, list) else [value]))
    if isinstance(value, list):
        return "; ".join(value_in_words(kind.removeprefix("list[").removesuffix("]"), one) for one in value)
    return {"datetime": _instant, "date": _day_in_words}.get(kind, str)(value)


def _day_in_words(value: Any) -> str:
    try:
        return times.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _offence(name: Any) -> str:
    """Return an offence by the title of its article, as it is cited."""
    return titles.article(lawbook.book(), str(name), words.language())


def _mapping(kind: str, value: Mapping[str, Any]) -> str:
    if kind == "commitment":
        follow = str(value.get("instrument", ""))
        known = next((one for one in lawbook.book().instruments if one.id == follow), None)
        title = titles.title(known, words.language()) if known else follow
        return _("%(who)s will ask under “%(instrument)s” by %(date)s") % {
            "who": value.get("who", ""), "instrument": title, "date": value_in_words("date", value.get("date", "")),
        }  # fmt: skip
    if kind == "money":
        return _amount(value)
    if kind.endswith("data_selector") or "from" in value or "to" in value:
        what = str(value.get("value", ""))
        if value.get("port"):
            what += f" {_('port')} {value['port']}"
        return ", ".join(filter(None, [what, _between(value.get("from"), value.get("to"))]))
    if value.get("kind") == "this_document":
        return _("this order itself")
    if "name" in value:
        return ", ".join(str(value[part]) for part in ("name", "telephone", "language") if value.get(part))
    return str(value.get("value", "")) or "; ".join(f"{name}: {inner}" for name, inner in value.items())


def _between(start: Any, end: Any) -> str:
    if not start and not end:
        return ""
    return _("from %(start)s to %(end)s") % {"start": _instant(start), "end": _instant(end)}


def _instant(value: Any) -> str:
    found = _read(value)
    return (
        str(value or "?")
        if found is None
        else times.instant(found, (zones.here(),), dated=True, seconds=True)
    )


def _read(value: Any) -> datetime | None:
    """Return an instant; nothing for what is none, and nothing for one without a zone, which is no instant yet."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None


def moment(value: Any, walls: Sequence[str]) -> dict[str, str]:
    """Return an instant as the two fields of a form hold it: what the wall said, and whose wall.

    The first of ``walls`` that has the offset it was given with; else, and for one from a machine (UTC), the first of all.
    """
    found = _read(value)
    if found is None or not walls:
        return {"text": as_written(value or ""), "zone": ""}
    same = (one for one in walls if found.utcoffset() == found.astimezone(ZoneInfo(one)).utcoffset())
    zone = next(same, walls[0]) if found.utcoffset() else walls[0]
    return {"text": f"{found.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}", "zone": zone}


def values(request: Request, given: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the form's values in its order, for a summary list."""
    instrument = lawbook.book().instrument(request.instrument)
    return [
        {
            "key": words.say(field.name, words.FIELD),
            "value": value_in_words(field.type, given[field.name]),
            "cite": words.source(field.cite),
        }
        for field in instrument.fields
        if given.get(field.name) not in (None, "", [], {})
    ]


def fields(
    request_fields: Iterable[Field],
    given: Mapping[str, Any],
    faults: Mapping[str, str],
    walls: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Return the fields of a form with what they hold, for the template that draws each type; instants by one of ``walls``."""
    return [
        {
            "name": field.name,
            "type": field.type,
            "label": words.say(field.name, words.FIELD),
            "mandatory": field.mandatory,
            "cite": words.source(field.cite),
            "options": _options(field, given.get(field.name)),
            "value": keeping.drawn(field.type, given.get(field.name)),
            "text": _offences(given.get(field.name))
            if field.type == "offence_ref"
            else keeping.line(given.get(field.name)),
            "moments": _moments(keeping.drawn(field.type, given.get(field.name)), walls),
            "error": faults.get(field.name, ""),
        }
        for field in request_fields
        if field.filled_by == "requesting"
    ]


def _options(field: Field, value: Any) -> list[str]:
    """Return what may be chosen; a stored value that is none of them is shown too, so that saving does not take it away."""
    other = [str(value)] if field.values and value and value not in field.values else []
    return [*field.values, *other]


def _moments(value: Any, walls: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the instants of a field: its own, and both ends of a period."""
    whole = value if isinstance(value, Mapping) else {}
    found = {"": "" if whole else value, "from": whole.get("from"), "to": whole.get("to")}
    return {part: moment(one, walls) for part, one in found.items()}


def _offences(value: Any) -> str:
    """Return offences as they are typed: cited, not by the ids of the book."""
    given = value if isinstance(value, list) else [value] if value else []
    return ", ".join(titles.short(lawbook.book(), str(one), words.language()) for one in given)


def labelled(fault: Fault) -> str:
    """Return the sentence of a fault with the field as people call it.

    A field that is missing is missing: that the other side *may* send the request back is no advice where nothing is sent.
    """
    if fault.facts.get("grounds"):
        named = [words.say(one, words.GROUND) for one in str(fault.facts["grounds"]).split(", ")]
        return tell(replace(fault, facts={**fault.facts, "grounds": "; ".join(named)}))
    if not fault.facts.get("field"):
        return tell(fault)
    given = {**fault.facts, "field": words.say(str(fault.facts["field"]), words.FIELD)}
    if "cite" in given:
        given["cite"] = words.source(str(given["cite"]))
    if fault.code == MISSING_FIELD.code:
        return gettext(MISSING_FIELD.sentence).format(**given)
    return tell(replace(fault, facts=given))


def wanting(found: Iterable[Fault]) -> list[str]:
    """Return the fields of a form that faults are about, as people call them, each once."""
    names = (str(fault.facts["field"]) for fault in found if fault.facts.get("field"))
    return list(dict.fromkeys(words.say(name, words.FIELD) for name in names))


def grounds(found: Sequence[Ground]) -> list[dict[str, str]]:
    """Return the grounds a refusal may name, as radios."""
    return [
        {
            "value": one.id,
            "text": words.say(one.id, words.GROUND),
            "hint": ". ".join(filter(None, [one.cite, one.note])),
        }
        for one in found
    ]


def _is_part(row: Hold) -> bool:
    return row.asked is not None and row.amount < row.asked


def _of_what_was_asked(row: Hold) -> str:
    """Return the amount held, beside the amount asked where that is more."""
    held = money(row.amount.normalize() + 0, row.currency)
    if row.asked is None or not _is_part(row):
        return held
    return _("%(held)s of %(asked)s") % {
        "held": held,
        "asked": money(row.asked.normalize() + 0, row.currency),
    }


def money_held(request: Request) -> list[dict[str, Any]]:
    """Return the money held under a request: ``amount``, and ``of``: beside what was asked where that is more."""
    states = {
        "held": (_("Held"), "sea"),
        "seized": (_("Seized"), "sea"),
        "lapsed": (_("Lapsed"), "red"),
        "released": (_("Released"), "quiet"),
    }
    return [
        {
            "amount": money(row.amount.normalize() + 0, row.currency),
            "of": _of_what_was_asked(row),
            "ends_on": row.ends_on,
            "ended_at": row.ended_at,
            "words": _("Held in part") if row.state == "held" and _is_part(row) else states[row.state][0],
            "tone": states[row.state][1],
            "basis": row.basis,
            "recalled": row.basis_confidence != "verified",
        }
        for row in queries.holds(request)
    ]


def opened_values(request: Request, opened: Opened | None) -> list[dict[str, str]]:
    """Return the values of an opened request; none while it is sealed."""
    return values(request, opened.values) if opened is not None else []


def answers(opened: Opened | None) -> list[Mapping[str, Any]]:
    """Return what was answered, newest last."""
    return (
        [told["answer"] for told in opened.contents.values() if isinstance(told.get("answer"), Mapping)]
        if opened
        else []
    )


def reasons(opened: Opened | None, pk: UUID) -> str:
    """Return a lawyer's reasons where the request was opened."""
    return opened.reasons.get(pk, "") if opened is not None else ""


def errors(error: ComityError, field: str = "") -> list[dict[str, str]]:
    """Return what was wrong with a form, for the summary on top."""
    return [{"text": labelled(fault), "href": f"#{field}" if field else ""} for fault in error.faults]
