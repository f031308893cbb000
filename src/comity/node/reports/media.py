"""What a file is, by its first bytes; its name and the browser's claim decide nothing.

The answer is a word of a closed list. Programs are refused; a file that says it is a picture and is none is refused
too. Nothing is opened, unpacked or rendered here (promise 9).

    >>> kind_of(b"\\x89PNG\\r\\n\\x1a\\n....")
    'image'
    >>> kind_of(b"MZ\\x90\\x00")
    'program'
    >>> fits("holiday.png", "program")
    False
"""

from __future__ import annotations

from pathlib import PurePath

HEAD = 8192
"""How many first bytes are looked at."""

_AT_START: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"%PDF-", "pdf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xfe\xed\xfa\xce", "program"),
    (b"\xfe\xed\xfa\xcf", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"dex\n03", "program"),
    (b"\x00asm", "program"),
    (b"#!AMR", "audio"),
    (b"#!", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"ID3", "audio"),
    (b"\xff\xfb", "audio"),
    (b"\xff\xf3", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
)
_STILLS = frozenset({b"heic", b"heix", b"mif1", b"avif", b"heim"})
_PROGRAM_IN_ZIP = (b"AndroidManifest.xml", b"classes.dex", b"META-INF/MANIFEST.MF", b"Payload/")
_OFFICE_IN_ZIP = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")
_MAIL = (b"received:", b"return-path:", b"from:", b"delivered-to:", b"mime-version:", b"message-id:", b"x-")
_SCRIPT_ENDINGS = frozenset({
    ".apk", ".app", ".bat", ".cmd", ".com", ".cpl", ".dll", ".dmg", ".exe", ".hta", ".ipa", ".jar", ".js", ".jse",
    ".lnk", ".msc", ".msi", ".pif", ".ps1", ".reg", ".scr", ".sh", ".vbe", ".vbs", ".wsf",
})  # fmt: skip
_ENDINGS: dict[str, frozenset[str]] = {
    "image": frozenset(
        {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
    ),
    "pdf": frozenset({".pdf"}),
    "audio": frozenset({".mp3", ".ogg", ".opus", ".wav", ".amr", ".m4a", ".aac", ".flac"}),
    "video": frozenset({".mp4", ".mov", ".webm", ".mkv", ".3gp", ".avi", ".m4v"}),
}
_KIND_OF_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_MOVING = frozenset({"audio", "video"})

ACCEPTED = ("image", "pdf", "text", "mail", "office", "audio", "video", "archive")
"""The kinds that are taken, in the order they are named to people."""


def kind_of(head: bytes) -> str:
    """Return the kind of a file by its first bytes: one of :data:`ACCEPTED`, ``program``, ``empty`` or ``unknown``."""
    if not head:
        return "empty"
    begins = next((kind for magic, kind in _AT_START if head.startswith(magic)), "")
    return begins or _container(head) or _text(head)


def fits(name: str, kind: str) -> bool:
    """Say whether a name and a kind go together: the ending of a picture must not stand on something else."""
    claimed = _KIND_OF_ENDING.get(_ending(name))
    return not is_program_name(name) and (claimed is None or claimed == kind or {claimed, kind} <= _MOVING)


def is_program_name(name: str) -> bool:
    """Say whether a computer would run a file of this name."""
    return _ending(name) in _SCRIPT_ENDINGS


def _ending(name: str) -> str:
    return PurePath(name.replace("\\", "/")).suffix.lower()


def tidy_name(name: str) -> str:
    """Return the last part of a file's name without control characters, at most 120 characters long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(letter for letter in last if letter.isprintable()).strip(". ")
    return plain[-120:]


def _container(head: bytes) -> str:
    """Return the kind of what lies in a common wrapping: RIFF, ISO media, zip; empty where it is none of them."""
    if head[:4] == b"RIFF":
        return {b"WEBP": "image", b"WAVE": "audio", b"AVI ": "video"}.get(head[8:12], "unknown")
    if head[4:8] == b"ftyp":
        return "image" if head[8:12] in _STILLS else "audio" if head[8:11] == b"M4A" else "video"
    if head[:4] not in {b"PK\x03\x04", b"PK\x05\x06"}:
        return ""
    if any(mark in head for mark in _PROGRAM_IN_ZIP):
        return "program"
    return "office" if any(mark in head for mark in _OFFICE_IN_ZIP) else "archive"


def _text(head: bytes) -> str:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "text"
    cut = head[: HEAD - 4] if len(head) >= HEAD else head
    if b"\x00" in cut:
        return "unknown"
    odd = sum(1 for octet in cut if octet < 32 and octet not in b"\t\n\r\x0c\x1b")
    if odd > len(cut) // 100:
        return "unknown"
    start = cut.lstrip()[:400].lower()
    return "mail" if start.startswith(_MAIL) else "text"
