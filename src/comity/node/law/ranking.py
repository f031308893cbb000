"""Ranked next steps, at the desk: whose, how many together, of which kinds, how routes are weighed; the worker answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from comity.kernel.errors import BadInput, Conflict, Fault, declare
from comity.law.words import country_name
from comity.node.base import lawbook
from comity.node.base.telling import tell
from comity.node.law import questions, stepping
from comity.node.law.answered import mine
from comity.node.law.asking import countries, language
from comity.node.law.atlas import form as atlas_form
from comity.node.law.face import DESK, instant
from comity.node.law.facts import states_by_name
from comity.node.law.heavy import NEXT_STEPS
from comity.node.law.question import LAYERS
from comity.node.law.reports_seen import least, reports_seen
from comity.node.law.what_if import common

MOST_STATES, MOST_TOGETHER = 10, 3
WEIGHTS = ("equal", "reports")
BAD_NUMBER = declare(
    "law.ranking.bad_number",
    "{typed!r} steps cannot be ranked together.",
    "Choose 1 to {most}; more take hours, and the command line has them.",
)
MANY_STATES = declare(
    "law.ranking.too_many_states", "{number} states are too many at once.", "Name at most {most}."
)
NO_STATE = declare("law.ranking.no_state", "No state is named whose steps to rank.", "Choose one.")
NO_WEIGHTS = declare("law.ranking.no_weights", "{typed!r} is no way to weigh.", "Choose one of the list.")


def next_steps(request: HttpRequest) -> HttpResponse:
    """Show the form; sent, the question is put."""
    book, lang = lawbook.book(), language()
    wrong: list[dict[str, str]] = []
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        try:
            row = questions.ask(NEXT_STEPS, _read(request), by=request.actor, at=instant(request))  # type: ignore[attr-defined]
            return HttpResponseRedirect(DESK.link("law-question", question_id=row.pk))
        except (BadInput, Conflict) as error:
            wrong = [{"text": tell(fault), "href": "#rank-steps"} for fault in error.faults]
    context: dict[str, Any] = {
        "title": _("Which step would open most?"),
        "errors": wrong,
        "action": DESK.link("next-steps"),
        "states": [{"value": "", "text": _("Choose")}, *({"value": code, "text": country_name(code, lang)} for code in states_by_name(book))],
        "state": given.get("state", ""),
        "more": given.get("more", ""),
        "most_states": MOST_STATES,
        "numbers": [{"value": str(one), "text": str(one)} for one in range(1, MOST_TOGETHER + 1)],
        "number": given.get("number", "1"),
        "kinds": [{"value": code, "text": text} for code, text in stepping.KIND_WORDS.items()],
        "chosen": given.getlist("kind"),
        "weights": [
            {"value": WEIGHTS[0], "text": _("Every pair of states equally")},
            {"value": WEIGHTS[1], "text": _("By reports seen at this node"), "hint": _("Pairs with fewer than %(number)s reports count nothing, so that nobody can be recognised.") % {"number": least()}},
        ],
        "weight": given.get("weights", "") or WEIGHTS[0],
        "layers": atlas_form(DESK, book, {})["layers"],
        "layer": given.get("layer", "") or LAYERS[0],
        "day": given.get("on", ""),
        "mine": mine(request, NEXT_STEPS),
        "what_if": DESK.link("what-if"),
    }  # fmt: skip
    return DESK.render(request, "next_steps", context, place="next-steps", status=422 if wrong else 200)


def _read(request: HttpRequest) -> dict[str, Any]:
    """Read the question as it was sent.

    Raises:
        BadInput: all that is wrong with it.
    """
    book, posted = lawbook.book(), request.POST
    faults: list[Fault] = []
    named = [one for one in (posted.get("state", ""), *posted.get("more", "").split(",")) if one.strip()]
    states: tuple[str, ...] = ()
    try:
        states = tuple(sorted(countries(book, named, language())))
    except BadInput as error:
        faults += error.faults
    if not named:
        faults.append(NO_STATE.fault())
    if len(states) > MOST_STATES:
        faults.append(MANY_STATES.fault(number=len(states), most=MOST_STATES))
    typed = posted.get("number", "")
    if typed not in {str(one) for one in range(1, MOST_TOGETHER + 1)}:
        faults.append(BAD_NUMBER.fault(typed=typed[:20], most=MOST_TOGETHER))
    weighed = posted.get("weights", "")
    if weighed not in WEIGHTS:
        faults.append(NO_WEIGHTS.fault(typed=weighed[:40]))
    kinds = []
    for one in posted.getlist("kind"):
        try:
            kinds.append(stepping.kind(one))
        except BadInput as error:
            faults += error.faults
    shared: dict[str, Any] = {}
    try:
        shared = common(request)
    except BadInput as error:
        faults += error.faults
    if faults:
        raise BadInput(*faults)
    weights = reports_seen() if weighed == WEIGHTS[1] else None
    return {"states": list(states), "number": int(typed), "kinds": kinds, "weights": weights, **shared}
