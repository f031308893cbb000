"""What a holder hands over: to an authority of its own node at once, to one of another node as a package."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest

from comity.custody import package as packages
from comity.kernel.errors import BadInput, NotAllowed
from comity.kernel.identifier import reference
from comity.node.assistance.models import Request
from comity.node.base import sealing
from comity.node.evidence import actions, queries
from comity.node.evidence.models import Item, Package
from comity.node.exchange import directory
from tests.node.assistance.conftest import BC30, person
from tests.node.evidence.conftest import AT, CLERK, LOGS, OFFICER, files

pytestmark = pytest.mark.node


def request_row(owner, direction, counterpart, matter, **more):
    return Request.objects.create(
        owner=owner, data_key=sealing.new_key(owner).row, matter_id=matter, reference=reference(), direction=direction, via=owner.code,
        counterpart=counterpart, requesting="DE", requested="DE", instrument=BC30, legal_basis="§ 95 StPO", measure="preserved_traffic_disclosure",
        book_digest="x", received_at=AT if direction == "in" else None, drafted_at=AT, **more,
    )  # fmt: skip


@pytest.fixture
def order_here(world, participants):
    """The police's order to the hosting firm, both ends at this node, serving a request from abroad."""
    matter = uuid4()
    source = request_row(participants["de-contact"], "in", "jp-contact", uuid4(), parties=["de-police"])
    request_row(participants["de-police"], "out", "de-hosting", matter, parent=source)
    return request_row(participants["de-hosting"], "in", "de-police", matter)


def test_to_an_authority_of_this_node(order_here, home_folder):
    (item,) = actions.receive_from_holder(order_here, files(LOGS), by=CLERK, at=AT)
    assert (item.owner_id, item.received_from, item.parties, item.origin) == (
        "de-police",
        "de-hosting",
        ["de-contact"],
        "holder",
    )
    assert [(line.verb, line.counterpart) for line in queries.chain(item)] == [
        ("received", "de-hosting"),
        ("sealed", ""),
    ]
    wraps = set(item.data_key.wraps.values_list("kid", flat=True))
    from comity.node.base.keyring import Keyring

    assert Keyring(home_folder, "desk").opening("de-hosting")["kid"] not in wraps
    with pytest.raises(NotAllowed):
        queries.items(by=CLERK, at=AT)
    assert list(queries.items(by=OFFICER, at=AT)) == [item]


def test_to_an_authority_of_another_node(world, participants, worker, foreign):
    order = request_row(participants["de-hosting"], "in", "jp-contact", uuid4())
    items = actions.receive_from_holder(order, files(LOGS, b"contract"), by=CLERK, at=AT)
    assert {item.owner_id for item in items} == {"de-hosting"}
    assert worker() == 1
    (row,) = world.posted("package")
    import base64

    data = base64.b64decode(world.read_by_jp(row)["body"]["package"])
    found = packages.check(io.BytesIO(data), directory.trusted().trust(AT))
    assert (found.manifest["by"], found.manifest["authorisations"][0]["kind"]) == ("de-hosting", "order")
    assert Package.objects.get().state == "sent"


def test_another_clerk_and_no_file(order_here, refusal):
    with pytest.raises(NotAllowed):
        actions.receive_from_holder(
            order_here, files(LOGS), by=person("addressee_clerk", "de-other", "6"), at=AT
        )
    assert refusal(BadInput, lambda: actions.receive_from_holder(order_here, [], by=CLERK, at=AT)) == [
        "evidence.item.nothing_given"
    ]
    assert refusal(
        BadInput, lambda: actions.receive_from_holder(order_here, files(b"", LOGS), by=CLERK, at=AT)
    ) == ["evidence.item.empty"]
    assert not Item.objects.exists()
