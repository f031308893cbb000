"""Where selectors may stand: one pattern a kind, each linear in the text.

A pattern only proposes; the readers in :mod:`hosts`, :mod:`money`, :mod:`phones` and :mod:`wallets` decide. To stay
linear on hostile text every repetition is bounded, no two neighbouring repetitions share a letter, and a
pattern may begin only where the run of its letters begins (a look-behind).
"""

from __future__ import annotations

import re

# Letters of scripts that part words by blanks; Han, Kana and Thai run on, so a name cannot be told from the sentence.
_SPACED = (
    "A-Za-z0-9\u00b5-\u024f\u0370-\u058f\u05d0-\u05ea\u0620-\u064a\u0900-\u097f\u10a0-\u10ff\u1e00-\u1fff"
)

URL = re.compile(
    r"(?<![A-Za-z0-9])(?:https?|ftp|wss?)://[^\s<>\"'`{}|\\^\u3000-\u303f\uff00-\uff0f\u201c\u201d\u00ab\u00bb\x00-\x1f\x7f]{1,4096}",
    re.IGNORECASE,
)
"""A URL with its scheme."""

HOST = re.compile(
    rf"(?<![{_SPACED}@._\-])((?:[{_SPACED}_](?:[{_SPACED}_\-]{{0,61}}[{_SPACED}])?\.){{1,12}}(?:[A-Za-z][A-Za-z0-9\-]{{1,62}}|[\u00a1-\u2fff\u3040-\uffdf]{{2,24}}))"
    r"(?::\d{1,5})?(/[^\s<>\"'`{}|\\^\u3000-\u303f\uff00-\uff0f\u201c\u201d]{0,2048})?(?![A-Za-z0-9@_-])"
)
"""A name without scheme, with the page behind it where there is one."""

EMAIL = re.compile(
    rf"(?<![{_SPACED}.+%_'\-])[{_SPACED}.+%_'\-]{{1,64}}@(?:[{_SPACED}](?:[{_SPACED}\-]{{0,61}}[{_SPACED}])?\.){{1,8}}[{_SPACED}\-]{{2,63}}"
)

IPV4 = re.compile(r"(?<![\d.])(?<![vV])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)(?![A-Za-z])")
IP_PAGE = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?/[^\s<>\"'`{}|\\^]{1,2048}")
IPV6 = re.compile(
    r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:.]{3,45}(?![0-9A-Za-z:])"
)

IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ ]?\d{2}(?=[ .\-]?[A-Za-z0-9])")
"""How an IBAN begins; its country then says how many characters follow."""

DIGITS = re.compile(r"(?<![\d.,+])[+(]{0,2}\d(?:[ \t\u00a0.\-/()\u2010-\u2015]{0,3}\d){5,24}(?![\d])")
"""A run of digits as telephone and card numbers are written."""

SHORT_CODE = re.compile(
    r"\b(?:te?xt|sms|send|reply|call|dial|ring|msg|message)\b[^.!?\n\d]{0,40}?(?:\bto\b|\bon\b|\bat\b|:)?\s{0,2}(?<![\d.,\u00a3$\u20ac])(\d{5})(?![\d.,:/%\-]?\d|p\b)",
    re.IGNORECASE,
)
"""A short number after a word that says to write or call it."""

WALLET = re.compile(
    r"(?<![A-Za-z0-9])(?:0x[0-9a-fA-F]{40}|(?:bc|ltc|addr|cosmos|bnb|terra|osmo|vtc)1[02-9ac-hj-np-z]{20,110}|(?:BC|LTC)1[02-9AC-HJ-NP-Z]{20,90}"
    r"|[1-9A-HJ-NP-Za-km-z]{25,44}|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93})(?![A-Za-z0-9])"
)

HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:0x)?(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{96}|[0-9a-fA-F]{64}|[0-9a-fA-F]{56}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![0-9A-Za-z])"
)

HANDLE = re.compile(r"(?<![\w@./+%=&\-])@([A-Za-z_][A-Za-z0-9_]{2,31}(?:\.[A-Za-z0-9_]{1,31}){0,2})(?![\w@])")
NAMED_ACCOUNT = re.compile(
    r"\b(?:telegram|instagram|insta|facebook|snapchat|tiktok|twitter|discord|skype|wechat|weixin|line id|signal|kik|viber|threema"
    r"|user ?name|benutzername|nutzername|pseudo)\b\s{0,2}(?:\(|:|=|-)?\s{0,2}"
    r"(?:(?:user ?name|account|handle|konto|id|name|user|profile|profil|compte)\b\s{0,2}(?:is|was|ist|war|lautet|:|=)?\s{0,2})?"
    r"(?P<quote>[\"'\u201c\u201e\u00ab]?)@?(?P<name>[A-Za-z][A-Za-z0-9_.]{1,31}(?:#\d{4})?)(?<![.])",
    re.IGNORECASE,
)
"""A name behind the name of a service; only taken when it looks like an account rather than a word."""

TRACKING = re.compile(
    r"(?<![\w\-])(?:(?P<measure>UA-\d{4,10}-\d{1,4}|GTM-[A-Z0-9]{5,8}|G-[A-Z0-9]{10}|AW-\d{9,11}|ca-pub-\d{16})"
    r"|(?P<post>[A-Z]{2}\d{9}[A-Z]{2})|(?P<ups>1Z[0-9A-Z]{16})|(?P<tx>0x[0-9a-fA-F]{64})"
    r"|(?P<uuid>[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}))(?![\w\-])"
)

REFERENCE = re.compile(
    r"\b(?:MTCN|money transfer control number|UETR|end[- ]to[- ]end(?: id| reference| ref)?|E2E|EREF|tracking (?:number|no|id|code)"
    r"|sendungsnummer|sendungsverfolgung(?:snummer)?|trackingnummer|transaction (?:id|hash|reference)|transaktions(?:nummer|id|-id)"
    r"|tx ?id|tx hash|verwendungszweck|payment reference|num[e\u00e9]ro de suivi)\b"
    r"\s{0,2}(?:is|was|ist|war|lautet|no\.?|#|:|=|\()?\s{0,2}(?P<number>[A-Za-z0-9][A-Za-z0-9\-]{5,68})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
"""A number behind a word that says what it counts; it must hold a digit."""

MESSENGER_LINK = re.compile(
    r"^(?:www\.)?(?:t\.me|telegram\.me|instagram\.com|facebook\.com|fb\.com|twitter\.com|x\.com|tiktok\.com|vk\.com|discord\.gg"
    r"|wa\.me|api\.whatsapp\.com)$"
)
"""Hosts on which the first part of the path is somebody's account."""
