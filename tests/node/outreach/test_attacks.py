"""Words of another state in letters of this desk: they tell what was found, and lead nobody anywhere."""

from __future__ import annotations

import pytest

from comity.node.base.models import Participant
from comity.node.evidence.harmed import Person
from comity.node.outreach import notices
from tests.node.assistance.conftest import INVESTIGATOR, World
from tests.support.node import AT

pytestmark = pytest.mark.node


@pytest.mark.parametrize(
    "what",
    [
        "Pay 200 EUR at https://hilfe.example/refund to be safe.",
        "Write to refund@hilfe.example now.",
        "Call 030 123 45 67 at once.",
        "Go to hilfe.example and sign in.",
        "Transfer it to DE02 1203 0000 0000 2020 51.",
        "<b>urgent</b>",
    ],
)
def test_a_letter_of_the_police_carries_no_link_of_somebody_else(world: World, what: str) -> None:
    request = world.sent()
    (made,) = notices.make(
        [Person("DE", "a@post.example", "A", "de", what)], item=None, request=request, at=AT
    )
    assert made.owner == Participant.objects.get(pk="de-police")
    person, letter = notices.open_notice(made, by=INVESTIGATOR, at=AT, purpose="to tell the people harmed")
    assert letter is not None and what not in letter.text()
    assert person.what == what  # the officer sees what was written


def test_plain_words_of_what_was_found_are_told(world: World) -> None:
    (made,) = notices.make(
        [Person("DE", "a@post.example", "A", "de", "Passwort und Adresse")],
        item=None,
        request=world.sent(),
        at=AT,
    )
    letter = notices.open_notice(made, by=INVESTIGATOR, at=AT, purpose="to tell the people harmed")[1]
    assert letter is not None and "Passwort und Adresse" in letter.text()
