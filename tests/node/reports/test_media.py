"""What a file is, by its first bytes."""

import pytest

from comity.node.reports import media

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
ZIP = b"PK\x03\x04\x14\x00"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PNG, "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        (b"\x00\x00\x00\x18ftypheic", "image"),
        (b"\x00\x00\x00\x18ftypmp42", "video"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio"),
        (b"%PDF-1.7", "pdf"),
        (b"#!AMR\n", "audio"),
        (b"From: a@b.example\nTo: c", "mail"),
        ("Grüße aus Kassel".encode(), "text"),
        ("ü".encode() * 5000, "text"),
        (b"\xff\xfeG\x00r\x00", "text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "text"),
        (ZIP + b"[Content_Types].xml", "office"),
        (ZIP + b"chat.txt", "archive"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"#!/bin/sh\nrm", "program"),
        (ZIP + b"AndroidManifest.xml", "program"),
        (ZIP + b"META-INF/MANIFEST.MF", "program"),
        (b"\xcf\xfa\xed\xfe", "program"),
        (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
        (b"", "empty"),
        (b"\x00\x01\x02\x03\x04", "unknown"),
    ],
)
def test_kind_by_content(head: bytes, kind: str) -> None:
    assert media.kind_of(head) == kind


@pytest.mark.parametrize(
    ("name", "kind", "fits"),
    [
        ("a.png", "image", True),
        ("a.PNG", "text", False),
        ("a.pdf", "image", False),
        ("a.mp4", "audio", True),
        ("noending", "image", True),
        ("letter.docx", "office", True),
        ("a.pdf.exe", "pdf", False),
        ("a.js", "text", False),
    ],
)
def test_name_must_not_lie(name: str, kind: str, fits: bool) -> None:
    assert media.fits(name, kind) is fits


def test_names_lose_paths_and_controls() -> None:
    assert media.tidy_name("C:\\Users\\erna\\..\\bild\x00\u202egnp.png") == "bildgnp.png"
    assert media.tidy_name("../../etc/passwd") == "passwd"
    assert len(media.tidy_name("x" * 500 + ".png")) == 120
