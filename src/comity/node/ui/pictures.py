"""Pictures made on the server: the QR code on an acknowledgement."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def qr(text: str, title: str) -> Markup:
    """Draw ``text`` as a QR code (error correction M), as SVG that takes the colour of the paper it is on.

    ``title`` says what the code holds, for those who cannot see it.

    Raises:
        segno.DataOverflowError: more text than a QR code can hold.
    """
    buffer = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        buffer,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=2,
        dark="#14213d",
        light="#ffffff",
        title=title,
    )
    return Markup(buffer.getvalue().decode())  # noqa: S704 - segno escapes the title; the rest is paths
