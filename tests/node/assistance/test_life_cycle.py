"""Any order of messages and acts leaves a request in a state of its record, reached by steps of its record, once for each message."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel.errors import ComityError
from comity.lifecycle.table import step as follow
from comity.node.assistance import actions, lawbook
from comity.node.assistance.models import Part, Request, Step
from comity.node.deadlines.models import Deadline
from tests.node.assistance.conftest import BC29, DUTY
from tests.node.assistance.test_answering import body
from tests.support.node import AT

pytestmark = pytest.mark.node
EVENTS = sorted({row.event for row in lawbook.table(BC29).transitions})
KINDS = (["traffic"], ["content"], ["traffic", "content"], [])


class _Undo(Exception):
    """Take back what one example did."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(EVENTS), st.sampled_from(KINDS)), min_size=1, max_size=10
    )
)
def test_whatever_is_tried_the_record_holds(world, tried):
    matter = uuid4()
    with pytest.raises(_Undo), transaction.atomic():
        world.arrives(kind="request", body=body(), matter=matter)
        request = Request.objects.get(matter_id=matter)
        for number, (theirs, event, kinds) in enumerate(tried):
            at = AT + timedelta(minutes=number)
            if theirs:
                told = {"schema": "comity.step/1", "event": event, "categories": kinds, "at": at.isoformat()}
                world.arrives(kind="step", body=told, matter=matter, at=at)
                continue
            try:
                extra = {"paper": "letter of the holder"} if event == "confirm_preserved" else {}
                actions.step(
                    request,
                    event,
                    kinds,
                    by=DUTY,
                    at=at,
                    reason_code="political_offence" if "refuse" in event else "",
                    extra=extra,
                )
            except ComityError:
                continue
        _holds(request)
        raise _Undo


def _holds(request):
    table = lawbook.table(BC29)
    for part in Part.objects.filter(request=request):
        state = table.start
        steps = list(Step.objects.filter(part=part).order_by("number"))
        for one in steps:
            assert one.source == state
            if one.event != "told":
                role = one.role or next(row.by for row in table.possible(state) if row.event == one.event)
                assert follow(table, state, one.event, side=one.side, role=role) == one.target
            state = one.target
        assert part.state == state
        # A hold begins with a confirmation here, never with a word from the side that asks.
        assert all(
            one.side == "requested"
            for one in steps
            if one.event in ("accept", "confirm_preserved", "refuse_with_reasons")
        )
    numbers = list(Step.objects.filter(part__request=request).values_list("part", "number"))
    assert len(numbers) == len(set(numbers))
    kept = {part.data_category for part in Part.objects.filter(request=request, state__in=lawbook.HELD)}
    floors = Deadline.objects.filter(subject_id=str(request.pk), kind="minimum", stopped_at=None)
    assert bool(kept) == floors.exists()
