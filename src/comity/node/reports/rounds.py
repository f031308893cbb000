"""Rounds."""


def register() -> None:
    """Register."""
