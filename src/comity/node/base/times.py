"""Instants in the database: given by whoever acts, in UTC, never filled in by the field itself."""

from __future__ import annotations

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
