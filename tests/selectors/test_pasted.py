"""What an officer pastes: read as it stands, nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.selectors.pasted import read


@pytest.mark.parametrize(
    ("text", "kind", "value", "port", "instants"),
    [
        (
            "203.0.113.77:443 2026-11-22 17:48:03 +01:00",
            "ip",
            "203.0.113.77",
            "443",
            ["2026-11-22T17:48:03+01:00"],
        ),
        (
            "203.0.113.77 source port 51820, 22.11.2026 17:48 CET",
            "ip",
            "203.0.113.77",
            "51820",
            ["2026-11-22T17:48:00+01:00"],
        ),
        (
            '198.51.100.9 - - [22/Nov/2026:16:48:03 +0000] "GET / HTTP/1.1"',
            "ip",
            "198.51.100.9",
            "",
            ["2026-11-22T16:48:03+00:00"],
        ),
        ("[2001:db8::1]:8080 2026-11-22T16:48Z", "ip", "2001:db8::1", "8080", ["2026-11-22T16:48:00+00:00"]),
        (
            "2026-11-24 10:30 Asia/Tokyo konto-sicherheit.example",
            "domain",
            "konto-sicherheit.example",
            "",
            ["2026-11-24T10:30:00+09:00"],
        ),
        ("SAMMLER@hoshi-mail.example", "email", "sammler@hoshi-mail.example", "", []),
        ("999.1.2.3 port 99999", "", "", "", []),
        ("", "", "", "", []),
    ],
)
def test_read(text, kind, value, port, instants):
    found = read(text)
    assert (found.kind, found.value, found.port, [one.isoformat() for one in found.instants]) == (
        kind,
        value,
        port,
        instants,
    )


@pytest.mark.parametrize("zone", ["", "EST", "IST", "local"])
def test_without_a_zone_that_means_one_thing_it_is_no_instant(zone):
    found = read(f"203.0.113.77:80 2026-11-22 17:48 {zone}")
    assert found.instants == () and len(found.without_zone) == 1


@given(st.text(max_size=200))
def test_anything_can_be_pasted(text):
    assert all(one.tzinfo is not None for one in read(text).instants)
