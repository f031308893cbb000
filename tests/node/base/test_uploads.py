"""A file that is too large for a form is never lost without a word (it was: a decision was recorded as if no paper had been chosen)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from comity.kernel.errors import BadInput


def posted(size: int) -> Any:
    return RequestFactory().post("/", {"paper": SimpleUploadedFile("order.pdf", bytes(size))}).FILES["paper"]


def test_a_small_file_is_read_as_ever() -> None:
    assert posted(1_000_000).read() == bytes(1_000_000)


@pytest.mark.parametrize("read", [lambda file: file.read(), lambda file: list(file.chunks())])
def test_whoever_reads_a_file_that_was_too_large_is_told_with_the_limit(read: Any) -> None:
    with pytest.raises(BadInput, match=r"order\.pdf was not taken: this page takes files up to 2 MB"):
        read(posted(2_500_000))
