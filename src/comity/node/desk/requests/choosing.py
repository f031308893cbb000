"""For which kinds of data a step is meant, and whether it can be taken back: what its form says before anybody presses."""

from __future__ import annotations

from typing import Any

from comity.node.assistance import lawbook, words
from comity.node.assistance.models import Request, Step
from comity.node.assistance.queries import Button
from comity.node.assistance.stepping import side_of
from comity.node.ui.labels import label

_NO_DECISION = frozenset({"receive", "acknowledge", "told"})


def kinds(row: Request, button: Button) -> list[dict[str, Any]]:
    """Return the kinds of data a step can be taken for, each with where it stands now."""
    states = {part.data_category: part.state for part in row.parts.all()}
    return [
        {"value": one, "text": label(one, "data"), "hint": words.say(states[one], words.STATE)}
        for one in button.categories
    ]


def ticked(row: Request, button: Button) -> list[str]:
    """Return the kinds to tick beforehand: those on which this side has decided nothing yet; all, where it has on each."""
    decided = set(
        Step.objects.filter(part__request=row, side=side_of(row))
        .exclude(event__in=_NO_DECISION)
        .values_list("part__data_category", flat=True)
    )
    open_still = [one for one in button.categories if one not in decided]
    return open_still or list(button.categories)


def way_back(row: Request, button: Button) -> str:
    """Say who can still go on from where a step leads: ``here`` this side, ``there`` only the other, ``nobody``.

    Read from the life cycle of the record, so that a form can say before it is sent what cannot be undone.
    """
    if not button.target:
        return "here"
    leading = [
        one for one in lawbook.book().instrument(row.instrument).transitions if one.from_ == button.target
    ]
    if any(one.side in (side_of(row), "either", "third", "host") for one in leading):
        return "here"
    return "there" if any(one.side != "clock" for one in leading) else "nobody"
