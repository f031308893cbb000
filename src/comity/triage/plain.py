"""Check a person's text before anything else looks at it: length, control characters, broken encoding."""

from __future__ import annotations

import re

from comity.kernel.errors import BadInput, Fault, declare

TOO_LONG = declare(
    "triage.text.too_long",
    "The text has {length} characters. There is room for {limit}.",
    "Shorten it, or attach the rest as a file.",
)
CONTROL = declare(
    "triage.text.control_characters",
    "The text holds a sign that cannot be shown (number {code}, at place {place}).",
    "Delete it and write it again by hand.",
)
BROKEN = declare(
    "triage.text.broken_encoding",
    "The text holds half a letter at place {place}: its encoding was broken on the way.",
    "Copy it again from where you have it, or type it.",
)
NOT_UTF8 = declare(
    "triage.text.not_utf8",
    "The text is not written in UTF-8 (byte {place}).",
    "Save it as UTF-8 and try again.",
)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def text_faults(text: str, *, limit: int) -> list[Fault]:
    """Return all that is wrong with a text. Markup is no fault: it is kept as written and shown as text."""
    faults: list[Fault] = []
    if len(text) > limit:
        faults.append(TOO_LONG.fault(length=len(text), limit=limit))
    control = _CONTROL.search(text)
    if control:
        faults.append(CONTROL.fault(code=f"{ord(control[0]):04X}", place=control.start() + 1))
    half = _SURROGATE.search(text)
    if half:
        faults.append(BROKEN.fault(place=half.start() + 1))
    return faults


def decode(data: bytes) -> str:
    """Decode what a form or a file sent.

    Raises:
        BadInput: not UTF-8; it is never guessed, because a wrong guess changes names and numbers.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(NOT_UTF8.fault(place=error.start + 1)) from error
