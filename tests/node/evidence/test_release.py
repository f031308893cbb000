"""Nothing leaves without a recorded decision and two persons; what leaves is proven by anybody with public keys."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

from comity.custody import package as packages
from comity.custody import verify
from comity.kernel.errors import BadInput, Conflict, NotAllowed, Untrusted
from comity.node.audit.models import Leaf
from comity.node.evidence import actions, custody, queries
from comity.node.evidence.models import Item, Package, Release
from comity.node.exchange import directory
from tests.node.assistance.conftest import person
from tests.node.evidence.conftest import LATER, LEGAL, LOGS, OFFICER, OTHER, PROSECUTOR, files
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node


def trust():
    return directory.trusted().trust(AT)


def test_taken_in_sealed_with_a_chain_of_its_own(items, home_folder):
    first, second = items
    assert [line.verb for line in queries.chain(first)] == ["collected", "sealed"]
    assert (first.size, first.media_kind, custody.state(second)) == (len(LOGS), "text", "sealed")
    stored = b"".join(path.read_bytes() for path in home_folder.blobs.rglob("*") if path.is_file())
    assert b"sammler" not in stored and b"one contract" not in stored
    leaves = Leaf.objects.filter(log="custody")
    assert leaves.count() == 4
    assert not any(b"panel" in bytes(leaf.data) for leaf in leaves)


def test_no_door_may_change_what_was_written(items):
    from django.db import connection

    tables = [
        "evidence_item",
        "evidence_custodyentry",
        "evidence_earlierentry",
        "evidence_filtering",
        "audit_leaf",
        "audit_position",
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t, r, v FROM unnest(%s::text[]) t, unnest(%s::text[]) r, unnest(%s::text[]) v WHERE has_table_privilege(r, t, v)",
            [tables, [f"comity_{door}" for door in ("portal", "desk", "gateway", "worker", "notary")], ["UPDATE", "DELETE", "TRUNCATE"]],
        )  # fmt: skip
        assert cursor.fetchall() == []


def test_without_a_decision_nobody_can_even_ask(items, incoming_request, refusal):
    codes = refusal(NotAllowed, lambda: actions.ask_release(items, incoming_request, by=OFFICER, at=AT))
    assert codes == ["evidence.release.no_authorisation"]
    assert not Release.objects.exists() and custody.state(items[0]) == "sealed"


def test_a_prosecutors_decision_is_not_a_judges(items, incoming_request, decide, refusal, monkeypatch):
    from comity.node.evidence import authorising

    monkeypatch.setattr(authorising, "kind_needed", lambda request: "judge")
    decide("prosecutor")
    codes = refusal(NotAllowed, lambda: actions.ask_release(items, incoming_request, by=OFFICER, at=AT))
    assert codes == ["evidence.release.no_authorisation"]
    decide("judge")
    assert actions.ask_release(items, incoming_request, by=OFFICER, at=AT).to == "jp-contact"


@pytest.fixture
def asked(items, incoming_request, decide):
    decide()
    return actions.ask_release(
        items, incoming_request, by=OFFICER, at=AT, use_limits=["for this inquiry only"]
    )


def test_one_person_in_two_roles_is_one_person(asked, refusal):
    both = person("prosecutor", "de-prosecution", "21")
    for same in (OFFICER, both):
        assert "policy.persons.same" in refusal(
            NotAllowed, lambda one=same: actions.release(one_of(asked), by=one, at=AT)
        )
    assert Package.objects.count() == 0
    assert custody.state(Item.objects.first()) == "sealed"


def one_of(asked):
    return Release.objects.get(pk=asked.pk)


def test_who_has_not_stepped_up_releases_nothing(asked, refusal):
    tired = person("evidence_officer", "de-police", "22", stepped_up=False)
    assert "policy.actor.step_up" in refusal(NotAllowed, lambda: actions.release(asked, by=tired, at=AT))


@pytest.mark.parametrize(
    "role",
    ["intake_officer", "duty_officer", "investigator", "addressee_clerk", "administrator", "statistician"],
)
def test_other_roles_release_nothing(asked, role):
    with pytest.raises(NotAllowed):
        actions.release(asked, by=person(role, "de-police", "99"), at=AT)


def test_released_once(asked):
    actions.release(asked, by=OTHER, at=AT)
    with pytest.raises(Conflict):
        actions.release(asked, by=PROSECUTOR, at=AT)
    assert Package.objects.count() == 1


def test_an_order_of_yesterday_is_no_longer_good(asked):
    with pytest.raises(Conflict):
        actions.release(asked, by=OTHER, at=AT + timedelta(hours=25))


def test_what_left_cannot_leave_again(asked, items, incoming_request, refusal):
    actions.release(asked, by=OTHER, at=AT)
    assert (
        refusal(Conflict, lambda: actions.ask_release(items, incoming_request, by=OFFICER, at=AT))[0]
        == "evidence.release.gone"
    )


def test_all_faults_of_a_release_at_once(incoming_request, items, decide, participants, refusal):
    decide()
    (marked,) = actions.take_in(
        files(b"letter of a lawyer"),
        owner=participants["de-police"],
        by=OFFICER,
        at=AT,
        request=incoming_request,
        mark="privileged",
    )
    (strange,) = actions.take_in(
        files(b"of another matter"),
        owner=participants["de-prosecution"],
        by=person("investigator", "de-prosecution", "8"),
        at=AT,
    )
    mine = person("prosecutor", "de-prosecution", "2")
    assert refusal(BadInput, lambda: actions.ask_release([marked, strange], incoming_request, by=mine, at=AT)) == [
        "evidence.release.several_owners", "evidence.release.marked",
    ]  # fmt: skip


def test_a_marked_item_waits_for_an_officer_outside_the_case(incoming_request, decide, participants, refusal):
    decide()
    (item,) = actions.take_in(
        files(b"letter of a lawyer"),
        owner=participants["de-police"],
        by=OFFICER,
        at=AT,
        request=incoming_request,
        mark="privileged",
    )
    with pytest.raises(NotAllowed):
        actions.open_item(item, by=OTHER, at=AT, purpose="inquiry")
    with pytest.raises(NotAllowed):
        actions.decide_mark(item, "cleared", by=person("filter_officer", "de-police", "21"), at=AT)
    outside = person("filter_officer", "de-police", "50")
    actions.decide_mark(item, "sealed", by=outside, at=AT)
    assert refusal(BadInput, lambda: actions.ask_release([item], incoming_request, by=OFFICER, at=AT)) == [
        "evidence.release.marked"
    ]
    actions.decide_mark(item, "cleared", by=outside, at=LATER)
    assert actions.ask_release([item], incoming_request, by=OFFICER, at=LATER)


def test_too_large_is_said_before_anything_is_written(
    incoming_request, decide, participants, refusal, monkeypatch
):
    monkeypatch.setattr("comity.node.evidence.packaging.LIMIT", 700 * 1024)
    decide()
    large = actions.take_in(
        files(bytes(720 * 1024)), owner=participants["de-police"], by=OFFICER, at=AT, request=incoming_request
    )
    assert refusal(BadInput, lambda: actions.ask_release(large, incoming_request, by=OFFICER, at=AT)) == [
        "evidence.package.too_large"
    ]
    assert [line.verb for line in queries.chain(large[0])] == ["collected", "sealed"]


@pytest.fixture
def sent(asked, worker, world):
    actions.release(asked, by=OTHER, at=AT)
    assert worker() == 1
    (row,) = world.posted("package")
    return world.read_by_jp(row)["body"]


def packed(body):
    import base64

    return base64.b64decode(body["package"])


def test_the_package_is_proven_with_public_keys(sent, foreign, incoming_request):
    found = packages.check(io.BytesIO(packed(sent)), trust())
    manifest = found.manifest
    assert (manifest["by"], manifest["to"], manifest["matter"]) == (
        "de-police",
        "jp-contact",
        str(incoming_request.matter_id),
    )
    assert manifest["use_limits"] == ["for this inquiry only"] and len(manifest["items"]) == 2
    assert [one["kind"] for one in manifest["authorisations"]] == ["judge"]
    assert "1 Gs 1/26" not in json.dumps(manifest)
    assert found.entries == 10  # collected, sealed, authorised, released, transferred of each
    out = io.BytesIO()
    stream = io.BytesIO(packed(sent))
    for one in manifest["items"]:
        packages.open_item(stream, one, foreign.keys["jp-contact/sealing"], out)
    assert LOGS in out.getvalue()
    assert "Log of the panel" in sent["titles"].values()


def test_sent_once_however_often_the_round_walks(sent, worker, world):
    assert worker() == 0
    assert len(world.posted("package")) == 1


def test_any_byte_changed_is_refused_and_the_entry_named(sent):
    """Every 97th byte, and every line of the chain: the whole sweep is in tests/custody."""
    data = packed(sent)
    start = data.index(b'{"entry":')
    for place in [*range(0, len(data), 97), *(start + offset for offset in range(0, 600, 40))]:
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(Untrusted):
            packages.check(io.BytesIO(bytes(changed)), trust())
    changed = data.replace(b'"verb":"sealed"', b'"verb":"copied"', 1)
    with pytest.raises(Untrusted, match="The first broken entry is entry 2 of item"):
        packages.check(io.BytesIO(changed), trust())


def test_before_the_notary_nothing_is_written(asked, world, settings):
    from comity.node.evidence import packaging

    actions.release(asked, by=OTHER, at=AT)
    settings.DOOR = "worker"
    with as_door("worker"):
        assert packaging.walk(AT) == 0
    assert world.posted("package") == []


def test_the_stored_package_lies_sealed(sent, home_folder):
    package = Package.objects.get()
    assert package.state == "sent" and package.size == len(packed(sent))
    assert b"manifest.jws" not in (home_folder.blobs / package.blob[:2] / package.blob[2:]).read_bytes()
    got = b"".join(actions.download(package, by=PROSECUTOR, at=LATER, purpose="the file of the court"))
    assert got == packed(sent)
    assert Leaf.objects.filter(verb="evidence.download").count() == 1
    assert verify.FAULTS  # the verifier that stands alone is the one used
    assert LEGAL
