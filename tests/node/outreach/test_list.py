"""A list of people harmed: JSON lines or CSV in, people or all faults out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadInput
from comity.node.evidence import harmed


def test_csv_and_json():
    assert harmed.read(b"country,contact\nfr,a@b.example\nDE,c@d.example\n") == [
        harmed.Person("FR", "a@b.example"), harmed.Person("DE", "c@d.example"),
    ]  # fmt: skip


def test_all_bad_lines_at_once(refusal):
    text = b'{"country":"FR","contact":"a"}\n[]\n{"country":"France","contact":"b"}\n{"country":"DE"}\n'
    assert refusal(BadInput, lambda: harmed.read(text)) == ["evidence.harmed.bad_line"] * 3


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"name\nx\n", b"MZ\x00\x01", b"   "])
def test_no_list(data, refusal):
    assert refusal(BadInput, lambda: harmed.read(data)) == ["evidence.harmed.not_a_list"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["DE", "FR", "JP"]), st.text("abc@. ", min_size=1, max_size=8).filter(str.strip)
        ),
        max_size=40,
    )
)
@settings(max_examples=50, deadline=None)
def test_everybody_once(people):
    text = "\n".join(json.dumps({"country": state, "contact": contact}) for state, contact in people)
    if not people:
        return
    found = harmed.read(text.encode())
    assert {(one.country, one.contact) for one in found} == {
        (state, " ".join(contact.split())) for state, contact in people
    }
    assert harmed.read_documents(harmed.write(found)) == found
