"""What arrives is proven before anything is kept; its chain goes on here; the whole of it is proven off line again."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from comity.cli.custody import custody as command
from comity.kernel.errors import BadInput, Conflict, NotAllowed
from comity.node.evidence import actions, queries
from comity.node.evidence.models import EarlierEntry, Item, Package
from comity.node.exchange import queries as exchange
from comity.node.exchange.models import Incoming
from tests.node.assistance.conftest import person
from tests.node.evidence.conftest import (
    AT,
    CLERK,
    LATER,
    LOGS,
    OFFICER,
    PROSECUTOR,
    ForeignLog,
    files,
    message,
    order,
)

pytestmark = pytest.mark.node
DUTY = person("evidence_officer", "de-police", "31")


def fault() -> str:
    return Incoming.objects.exclude(state="handled").get().last_fault


@pytest.fixture
def arrive(world, asked_by_us, foreign_log, participants):
    def bring(
        content: bytes = LOGS, *, change=lambda data: data, log: ForeignLog = foreign_log, sent=AT, **more
    ) -> Package | None:
        data = change(
            log.package(content, participants["de-contact"], asked_by_us.matter_id, sent=sent, **more)
        )
        world.arrives(kind="package", body=message(data), matter=asked_by_us.matter_id, at=LATER)
        return Package.objects.filter(kind="in").order_by("-at").first()

    return bring


def test_received_sealed_and_the_chain_goes_on(arrive, asked_by_us, home_folder):
    row = arrive()
    item = Item.objects.get()
    assert (item.owner_id, item.parties, item.received_from, item.case_id) == (
        "de-contact",
        ["de-police", "de-prosecution"],
        "jp-contact",
        asked_by_us.case_id,
    )
    chain = queries.chain(item)
    assert [(line.number, line.verb, line.here) for line in chain] == [
        (1, "collected", False), (2, "released", False), (3, "transferred", False), (1, "received", True),
    ]  # fmt: skip
    assert {line.log for line in chain} == {"portal.jp.localhost/custody", "portal.de.localhost/custody"}
    assert item.use_limits == ["Art 13: for this inquiry only"] and row.state == "received"
    stored = b"".join(path.read_bytes() for path in home_folder.blobs.rglob("*") if path.is_file())
    assert b"203.0.113.77 login" not in stored
    again = b"".join(actions.open_item(item, by=DUTY, at=LATER, purpose="to read the log"))
    assert again == LOGS


def test_proven_off_line_over_both_nodes(arrive, home_folder, tmp_path):
    arrive()
    order(home_folder)
    made = actions.make_package(Item.objects.all(), by=DUTY, at=LATER, purpose="for the court")
    file, trust = tmp_path / "evidence.tar", tmp_path / "trust.json"
    file.write_bytes(b"".join(actions.download(made, by=DUTY, at=LATER, purpose="for the court")))
    trust.write_text(json.dumps(exchange.trust_document(AT)))
    run = lambda path: CliRunner().invoke(command, ["verify", str(path), "--trust", str(trust), "--json"])  # noqa: E731
    good = run(file)
    assert good.exit_code == 0, good.output
    document = json.loads(good.output)
    assert (
        document["logs"] == ["portal.jp.localhost/custody", "portal.de.localhost/custody"]
        and document["entries"] == 4
    )
    for place, named in (
        (b'"verb":"released"', "entry 2 of item"),
        (b'"verb":"received"', "entry 1 of item"),
    ):
        bad = tmp_path / "bad.tar"
        bad.write_bytes(file.read_bytes().replace(place, place.upper(), 1))
        refused = CliRunner().invoke(command, ["verify", str(bad), "--trust", str(trust)])
        assert refused.exit_code == 1 and f"first broken entry is {named}" in str(refused.exception)


def test_one_byte_changed_on_the_way_is_refused_and_nothing_kept(arrive):
    def damaged(data: bytes) -> bytes:
        place = data.index(b'"verb":"released"') + 12
        return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]

    assert arrive(change=damaged) is None
    assert not Item.objects.exists() and not EarlierEntry.objects.exists()
    assert fault() == "custody.package.entry"


def test_an_item_changed_on_the_way_is_refused(arrive):
    def damaged(data: bytes) -> bytes:
        return data[:-2000] + bytes([data[-2000] ^ 1]) + data[-1999:]

    assert arrive(change=damaged) is None
    assert fault().startswith("custody.package")


def test_a_package_for_another_is_refused(arrive, asked_by_us):
    assert arrive(addressee="de-police") is None
    assert fault() == "evidence.message.not_for_us" and not Item.objects.exists()


def test_kept_by_another_participant_of_the_senders_node(arrive, foreign):
    assert arrive(log=ForeignLog(foreign, maker="jp-police")) is not None
    assert Item.objects.get().received_from == "jp-police"


def test_clocks_far_apart(arrive):
    assert arrive(sent=LATER + timedelta(minutes=11)) is None
    assert fault() == "evidence.message.clocks_apart"


def test_clocks_a_little_apart(arrive):
    assert arrive(sent=LATER + timedelta(minutes=2)) is not None
    assert queries.chain(Item.objects.get())[-1].at == LATER + timedelta(minutes=2)


def test_an_unknown_matter_waits(world, asked_by_us, foreign_log, participants):
    from uuid import uuid4

    matter = uuid4()
    data = foreign_log.package(LOGS, participants["de-contact"], matter)
    world.arrives(kind="package", body=message(data), matter=matter)
    assert fault() == "evidence.message.no_matter"


@pytest.mark.parametrize(
    "change", [{"schema": "x/1"}, {"package": "%%"}, {"digest": "sha256:" + "0" * 64}, {"package": 7}]
)
def test_a_message_that_is_not_whole(world, asked_by_us, foreign_log, participants, change):
    data = foreign_log.package(LOGS, participants["de-contact"], asked_by_us.matter_id)
    world.arrives(kind="package", body=message(data) | change, matter=asked_by_us.matter_id)
    assert fault() == "evidence.message.bad"
    assert not Item.objects.exists()


def test_the_privilege_mark_survives_the_way(arrive):
    arrive(mark="privileged")
    item = Item.objects.get()
    assert item.mark == "privileged"
    with pytest.raises(NotAllowed):
        actions.open_item(item, by=DUTY, at=LATER, purpose="to read")


def test_a_package_for_the_file_takes_all_of_an_arrival(arrive, items, home_folder, participants):
    arrive()
    order(home_folder)
    ours = actions.take_in(
        files(b"more"), owner=participants["de-contact"], by=person("investigator", "de-contact", "9"), at=AT
    )
    with pytest.raises(BadInput) as error:
        actions.make_package(
            [*Item.objects.filter(origin="package"), *ours],
            by=person("evidence_officer", "de-contact", "9"),
            at=LATER,
            purpose="x",
        )
    assert error.value.faults[0].code == "evidence.package.mixed"


def test_the_newest_entry_must_stand_in_the_log(items):
    with pytest.raises(Conflict) as error:
        actions.make_package(items[:1], by=OFFICER, at=LATER, purpose="for the court")
    assert error.value.faults[0].code == "evidence.package.not_placed"


def test_a_package_needs_a_purpose_and_a_second_sign_in(items, home_folder):
    order(home_folder)
    for by, purpose in (
        (OFFICER, ""),
        (person("evidence_officer", "de-police", "21", stepped_up=False), "for the court"),
        (CLERK, "curious"),
    ):
        with pytest.raises(NotAllowed):
            actions.make_package(items, by=by, at=LATER, purpose=purpose)
    assert actions.make_package(items, by=OFFICER, at=LATER, purpose="for the court").size


def test_what_arrived_goes_on_with_both_chains(arrive, home_folder):
    """A package made here of what came from there is one that a third node would take: first their chain, then ours."""
    from comity.custody import package as packages
    from comity.node.exchange import directory

    arrive()
    order(home_folder)
    made = actions.make_package(Item.objects.all(), by=DUTY, at=LATER, purpose="for the file")
    data = b"".join(actions.download(made, by=DUTY, at=LATER, purpose="for the file"))
    found, chains = packages.read_chains(io.BytesIO(data), directory.trusted().trust(AT))
    assert len(chains) == 2 and found.manifest["by"] == "de-contact"
    with pytest.raises(NotAllowed):
        actions.download(made, by=PROSECUTOR, at=LATER, purpose="")
