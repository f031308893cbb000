"""Drafts: opened by their code alone, gone when they expire, one writer at a time."""

from datetime import timedelta
from typing import Any

import pytest

from comity.kernel.errors import BadInput
from comity.node.base.keyring import Keyring
from comity.node.blobs import store
from comity.node.reports import drafts, rounds
from comity.node.reports.models import Draft, DraftFile
from tests.support.node import AT, as_door

pytestmark = pytest.mark.node


def test_only_its_code_opens_a_draft(home_folder: Any) -> None:
    ring = Keyring(home_folder, "portal")
    with as_door("portal"):
        code = drafts.begin("report", {"answers": {"story": "Kanarienwort"}}, keyring=ring, at=AT)
        other = drafts.begin("report", {"answers": {}}, keyring=ring, at=AT)
        assert drafts.read(code, "report", keyring=ring, at=AT)["answers"]["story"] == "Kanarienwort"
        assert drafts.read(other, "report", keyring=ring, at=AT)["answers"] == {}
        with pytest.raises(BadInput):
            drafts.read(code, "visit", keyring=ring, at=AT)
    assert all(b"Kanarienwort" not in bytes(row.content) for row in Draft.objects.all())
    assert (
        len({len(row.content) for row in Draft.objects.all()}) == 1
    )  # padded: the size tells nothing of a few words


def test_a_change_that_fails_changes_nothing(home_folder: Any) -> None:
    ring = Keyring(home_folder, "portal")
    code = drafts.begin("report", {"n": 1}, keyring=ring, at=AT)
    with pytest.raises(RuntimeError), drafts.changing(code, "report", keyring=ring, at=AT) as content:
        content["n"] = 2
        raise RuntimeError
    assert drafts.read(code, "report", keyring=ring, at=AT)["n"] == 1


def test_expired_is_gone_with_its_files(home_folder: Any) -> None:
    ring = Keyring(home_folder, "portal")
    code = drafts.begin("report", {"n": 1}, keyring=ring, at=AT)
    blob = store.write(b"sealed bytes of a draft")
    drafts.note_file(code, "report", blob, keyring=ring, at=AT)
    later = AT + timedelta(days=3, minutes=1)
    with pytest.raises(BadInput) as gone:
        drafts.read(code, "report", keyring=ring, at=later)
    assert gone.value.faults[0].code == "reports.draft.gone"
    with as_door("worker"):
        assert rounds.clear_expired(later) == 1
    assert not store.exists(blob)
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()


def test_the_row_tells_no_fine_time(home_folder: Any) -> None:
    drafts.begin("report", {}, keyring=Keyring(home_folder, "portal"), at=AT)
    expires = Draft.objects.get().expires_at
    assert (expires.minute, expires.second) == (0, 0)
