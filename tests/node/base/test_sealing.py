"""A sealed field opens with the right key, in its own place, and nowhere else."""

import uuid

import pytest

from comity.kernel.errors import NotAllowed, Untrusted
from comity.node.base import sealing
from comity.node.base.keyring import Keyring
from comity.node.base.models import DataKey, KeyWrap
from comity.suites import keys
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node


def test_owner_recovery_and_reporter_each_open_the_same_key(participants, home_folder):
    reporter = keys.generate_sealing()
    made = sealing.new_key(participants["de-police"], reporter=keys.public(reporter))
    ring = Keyring(home_folder, "admin")
    for private in (ring.opening("de-police"), ring.node("recovery"), reporter):
        assert sealing.open_key(made.row, private).secret == made.secret


def test_another_participant_cannot_open_it(participants, home_folder):
    made = sealing.new_key(participants["de-police"])
    with pytest.raises(NotAllowed):
        sealing.open_as(made.row, "de-justice", Keyring(home_folder, "desk"))


def test_destroying_the_wraps_is_deleting(participants, home_folder):
    made = sealing.new_key(participants["de-police"])
    sealing.destroy(made.row, at=AT)
    with pytest.raises(NotAllowed):
        sealing.open_as(made.row, "de-police", Keyring(home_folder, "desk"))
    assert DataKey.objects.get(pk=made.row.pk).destroyed_at == AT


def test_a_value_moved_to_another_row_does_not_open(participants):
    made = sealing.new_key(participants["de-police"])
    one, other = (f"table.column:{uuid.uuid4()}" for _ in range(2))
    sealed = made.seal(one, b"words")
    assert made.open(one, sealed) == b"words"
    with pytest.raises(Untrusted):
        made.open(other, sealed)


def test_the_portal_can_make_a_key_and_not_read_it_back(participants):
    from django.db import ProgrammingError, transaction

    with as_door("portal"):
        made = sealing.new_key(participants["de-police"])
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(DataKey.objects.all())
    assert KeyWrap.objects.filter(data_key=made.row).count() == 2


def test_the_portal_process_has_no_private_key(home_folder):
    ring = Keyring(home_folder, "portal")
    for ask in (ring.opening, ring.signing, ring.linkage):
        with pytest.raises(NotAllowed):
            ask("de-police")
    with pytest.raises(NotAllowed):
        ring.node("recovery")
