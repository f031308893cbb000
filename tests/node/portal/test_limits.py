"""The limiter counts neighbourhoods, forgets within the hour, and keeps no address."""

from datetime import UTC, datetime, timedelta

import pytest

from comity.node.portal.limits import Allowance, Limiter, TooOften, prefix

NOW = datetime(2026, 11, 22, 21, tzinfo=UTC)
THREE = Allowance(3, timedelta(minutes=10))


def test_a_neighbourhood_is_stopped_and_waiting_helps() -> None:
    limiter = Limiter()
    for last in (1, 2, 3):
        limiter.knock("code", f"203.0.113.{last}", THREE, NOW)
    with pytest.raises(TooOften) as stopped:
        limiter.knock("code", "203.0.113.9", THREE, NOW + timedelta(minutes=4))
    assert stopped.value.faults[0].facts["minutes"] == 6
    limiter.knock("code", "198.51.100.1", THREE, NOW)
    limiter.knock("message", "203.0.113.9", THREE, NOW)
    limiter.knock("code", "203.0.113.9", THREE, NOW + timedelta(minutes=10))


def test_no_address_is_kept_and_the_key_lives_an_hour() -> None:
    keys = iter([b"a" * 32, b"b" * 32])
    limiter = Limiter(lambda: next(keys))
    limiter.knock("code", "203.0.113.1", THREE, NOW)
    (place,) = limiter._seen
    assert b"203.0" not in place[1]
    limiter.knock("code", "203.0.113.1", THREE, NOW + timedelta(hours=1))
    (after,) = limiter._seen
    assert after != place


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("rubbish", "unknown"),
    ],
)
def test_prefixes(address: str, expected: str) -> None:
    assert prefix(address) == expected
