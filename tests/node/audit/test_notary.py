"""Leaves get positions without gap or fork, proofs hold, and no role can change what was written."""

import threading

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from comity.custody import checkpoint, log
from comity.kernel.actor import system
from comity.kernel.errors import NotAllowed
from comity.node.audit import actions, notary, queries, tree
from comity.node.audit.models import Checkpoint, Leaf, Pending, Position
from comity.node.base.keyring import Keyring
from comity.suites.keys import KeySet
from comity.suites.trust import Trust
from tests.support.node import AT, actor_of, as_door

pytestmark = pytest.mark.node


def happen(number: int = 1, *, log_name: str = "audit", **more) -> list[Leaf]:
    with transaction.atomic():
        return [
            actions.record(
                log_name,
                "thing.done",
                by=system("tests"),
                at=AT,
                subject_kind="thing",
                subject_id=str(n),
                **more,
            )
            for n in range(number)
        ]


@pytest.fixture
def ring(home_folder):
    return Keyring(home_folder, "notary")


def order(ring) -> int:
    return notary.order_all(ring, lambda: AT)


def assert_whole(log_name: str) -> None:
    """No gap, no fork: indices are 0..n-1, and every stored checkpoint is the root of the first leaves."""
    rows = list(Position.objects.filter(log=log_name).order_by("index").select_related("leaf"))
    assert [row.index for row in rows] == list(range(len(rows)))
    fetch = log.in_memory([log.leaf_hash(bytes(row.leaf.data)) for row in rows])
    for head in Checkpoint.objects.filter(log=log_name):
        assert log.root(fetch, head.size) == bytes(head.root)


def test_a_leaf_waits_until_the_notary_orders_it(db, ring):
    leaf = happen()[0]
    assert Pending.objects.get().leaf == leaf
    assert order(ring) == 1
    assert leaf.position.index == 0
    assert not Pending.objects.exists()


def test_a_leaf_belongs_into_a_transaction(transactional_db):
    with pytest.raises(RuntimeError):
        actions.record("audit", "x", by=system("t"), at=AT, subject_kind="x", subject_id="1")


def test_checkpoints_and_proofs_hold(db, ring):
    for size in (1, 2, 5, 1, 8):
        happen(size)
        order(ring)
    assert_whole("audit")
    head = queries.latest_checkpoint("audit")
    trust = Trust(KeySet([ring.public("log")]))
    read = checkpoint.verify(head.note, trust, origin=notary.origin("audit"))
    assert (read.size, read.root) == (17, bytes(head.root))
    for row in Position.objects.select_related("leaf"):
        proof = tree.proof("audit", row.index, head.size)
        log.verify_inclusion(
            log.leaf_hash(bytes(row.leaf.data)), row.index, head.size, proof, bytes(head.root)
        )
    older = Checkpoint.objects.get(size=8)
    proof = log.consistency_proof(tree.fetch("audit"), older.size, head.size)
    log.verify_consistency(older.size, bytes(older.root), head.size, bytes(head.root), proof)


def test_logs_are_apart(db, ring):
    happen(3)
    happen(2, log_name="custody", data=b'{"entry":1}')
    assert order(ring) == 5
    assert tree.size("audit") == 3
    assert tree.size("custody") == 2
    assert bytes(Leaf.objects.filter(log="custody").first().data) == b'{"entry":1}'


def test_a_long_queue_is_taken_in_parts(db, ring):
    happen(30)
    assert notary.order("audit", ring, AT, limit=20) == 20
    assert notary.order("audit", ring, AT, limit=20) == 10
    assert_whole("audit")


def test_a_hook_signs_in_the_same_transaction(db, ring, monkeypatch):
    seen = []

    def hook(batch: notary.Batch) -> None:
        for leaf, index in batch.leaves:
            log.verify_inclusion(
                log.leaf_hash(bytes(leaf.data)),
                index,
                batch.checkpoint.size,
                batch.proof(index),
                bytes(batch.checkpoint.root),
            )
            seen.append(leaf.pk)

    monkeypatch.setitem(notary._hooks, "reports", [hook])
    leaves = happen(3, log_name="reports")
    order(ring)
    assert seen == [leaf.pk for leaf in leaves]


def test_a_failing_hook_leaves_nothing_behind(db, ring, monkeypatch):
    def hook(batch: notary.Batch) -> None:
        raise RuntimeError("no")

    monkeypatch.setitem(notary._hooks, "reports", [hook])
    happen(log_name="reports")
    with pytest.raises(RuntimeError), transaction.atomic():
        order(ring)
    assert not Position.objects.exists()
    assert Pending.objects.count() == 1


@pytest.mark.parametrize("door", ["portal", "desk", "gateway", "worker", "notary"])
@pytest.mark.parametrize("model", [Leaf, Position, Checkpoint])
def test_no_role_changes_or_deletes(db, ring, door, model):
    happen()
    order(ring)
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET log = 'custody'", f"TRUNCATE {table}"):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with as_door(door), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("door", ["portal", "desk", "gateway", "worker"])
def test_every_door_can_record_and_only_the_notary_can_order(db, ring, door):
    with as_door(door):
        happen()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            order(ring)
    with as_door("notary"):
        assert order(ring) == 1


def test_who_saw(people):
    officer, clerk = people("intake_officer"), people("addressee_clerk", participant="de-hosting")
    with transaction.atomic():
        for who in (officer, clerk):
            actions.record(
                "audit",
                "report.open",
                by=actor_of(who),
                at=AT,
                subject_kind="report",
                subject_id="r1",
                purpose="triage",
            )
    assert (
        queries.who_saw("report", "r1", by=actor_of(people("oversight", participant="de-justice"))).count()
        == 2
    )
    assert [leaf.actor for leaf in queries.who_saw("report", "r1", by=actor_of(officer))] == [
        f"officer:{officer.pk}"
    ]
    with pytest.raises(NotAllowed):
        queries.who_saw("report", "r1", by=system("x"))


def test_the_digest_of_a_leaf_tells_a_change(db):
    leaf = happen(facts={"state": "new"})[0]
    before = actions.content_digest(leaf)
    assert before.encode() in bytes(leaf.data)
    leaf.facts = {"state": "old"}
    assert actions.content_digest(leaf) != before


@pytest.mark.django_db(transaction=True)
def test_two_notaries_and_many_writers_make_one_log(home_folder, ring):
    """Writers commit in any order while two notaries run: one log, every leaf once."""
    failures: list[BaseException] = []
    done = threading.Event()

    def guarded(work):
        def run() -> None:
            try:
                work()
            except BaseException as error:
                failures.append(error)
            finally:
                connections.close_all()

        return run

    def write() -> None:
        for _ in range(10):
            happen(2)

    def notarise() -> None:
        while not done.is_set():
            order(ring)

    notaries = [threading.Thread(target=guarded(notarise)) for _ in range(2)]
    writers = [threading.Thread(target=guarded(write)) for _ in range(4)]
    for thread in (*notaries, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in notaries:
        thread.join()
    while order(ring):
        pass
    assert failures == []
    assert tree.size("audit") == 80
    assert_whole("audit")
