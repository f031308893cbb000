"""Instants in the database: given by whoever acts, in UTC, never filled in by the field itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models


class InstantField(models.DateTimeField):  # type: ignore[type-arg]
    """A ``DateTimeField`` that refuses ``auto_now`` and instants without a zone.

    Who writes a row says when it happened (``at``): so a re-run, a test and the demonstration clock tell the same.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("auto_now") or kwargs.get("auto_now_add"):
            raise TypeError("an instant does not fill itself: pass the time the action was given")
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        """Refuse a datetime without zone.

        Raises:
            TypeError: the value is naive.
        """
        if isinstance(value, datetime) and value.tzinfo is None:
            raise TypeError(f"{self.name}: an instant needs its zone")
        return super().get_prep_value(value)


def cut_to_hour(at: datetime) -> datetime:
    """Return the full hour before ``at``: as fine as an anonymous report's time is ever kept."""
    return at.replace(minute=0, second=0, microsecond=0)


def no_finer(at: datetime, than: Iterable[datetime]) -> datetime:
    """Return ``at``, cut to the hour where one of the others is: what is written about them together tells no more than they do.

    >>> from datetime import UTC
    >>> no_finer(datetime(2026, 11, 22, 20, 52, tzinfo=UTC), [datetime(2026, 11, 22, 20, tzinfo=UTC)]).minute
    0
    """
    return cut_to_hour(at) if any(one == cut_to_hour(one) for one in than) else at
