"""An instant is read and typed by a wall that has a place: never as a machine writes it, and its zone is never lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from comity.law import form
from comity.node.assistance import showing
from tests.node.desk_requests.test_pages import drafted

__all__ = ["drafted"]
pytestmark = pytest.mark.node
_WALLS = ("Europe/Berlin", "Asia/Tokyo", "Europe/London")


@pytest.mark.parametrize(
    ("value", "text", "zone"),
    [
        ("2026-11-22T17:05:00+00:00", "2026-11-22 18:05:00", "Europe/Berlin"),
        ("2026-11-23T01:48:12+09:00", "2026-11-23 01:48:12", "Asia/Tokyo"),
        ("2026-11-22T12:05:00-05:00", "2026-11-22 18:05:00", "Europe/Berlin"),
        ("2026-11-22 18:05", "2026-11-22 18:05", ""),
        ("yesterday", "yesterday", ""),
        (None, "", ""),
    ],
)
def test_when_it_was_paid_stands_in_the_form_with_its_zone(value, text, zone):
    assert showing.moment(value, _WALLS) == {"text": text, "zone": zone}


def test_an_instant_is_said_with_the_place_and_not_with_an_offset():
    said = showing.value_in_words("datetime", datetime(2026, 11, 22, 17, 5, tzinfo=UTC).isoformat())
    assert said == "Sun, 22 Nov 2026, 18:05:00 Berlin"
    with override("de"):
        period = showing.value_in_words(
            "data_selector", {"value": "203.0.113.77", "from": "2026-11-22T17:48:00+01:00", "to": "?"}
        )
    assert "So., 22. Nov. 2026, 17:48:00 Berlin" in period and "+01" not in period


def test_the_form_that_is_opened_again_has_the_zone_chosen(world, crew, desk, drafted):
    desk.sign_in(crew.users["investigator"])
    page = desk.get(f"/requests/{drafted.pk}/form/").content.decode()
    assert 'value="2026-11-22 17:48:00"' in page and "2026-11-22T17:48" not in page
    assert '<option value="Europe/Berlin" selected>' in page


def test_an_instant_without_a_zone_comes_back_as_it_was_typed():
    """It came back with a T in it, and the fault spoke of offsets alone where the form has a list of zones."""
    assert showing.moment("2026-11-22T17:48:12", _WALLS) == {"text": "2026-11-22 17:48:12", "zone": ""}
    assert showing.moment("Tuesday", _WALLS)["text"] == "Tuesday"
    assert "choose the zone" in form.NO_TIME_ZONE.fault(field="x", value="y").text
