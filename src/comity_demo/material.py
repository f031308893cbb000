"""Invented material of the case: earlier reports, and what the seized server's files hold. Nothing in it is real."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

DOMAIN = "konto-sicherheit.example"
SERVER = "203.0.113.77"
PANEL = "198.51.100.9"
LYON = "Fil Hebergement SAS (demonstration)"
OSAKA = "Hoshi Hosting K.K., Osaka"
WARRANT = "Warrant 2027-114 (invented)"
COURT = "Osaka District Court (demonstration)"
PAYMENT = "INST-2026-11-22-1805"
FORWARD = "sammler@hoshi-mail.example"
IBAN = "FR14 2004 1010 0505 0001 3M02 606"
OWN_IBAN = "DE89 3704 0044 0532 0130 00"
AMOUNT, HELD = "4200", "3150"
VICTIM = "Erna Beispiel"

EARLIER: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "de": (
        {
            "id": "kassel-2026-11-14-a", "received": "2026-11-14T09:20:00Z", "language": "de", "country": "DE", "channel": "web",
            "narrative": "Ich bekam eine Mail, mein Konto werde gesperrt. Auf https://konto-sicherheit.example/login habe ich mein "
            "Passwort eingegeben. Danach kamen fremde Anmeldungen.",
        },
        {
            "id": "kassel-2026-11-19-b", "received": "2026-11-19T16:05:00Z", "language": "de", "country": "DE", "channel": "web",
            "narrative": "Nach der Anmeldung auf konto-sicherheit.example wurden 980 Euro auf das Konto "
            "FR14 2004 1010 0505 0001 3M02 606 überwiesen. Ich habe das nicht veranlasst.",
            "loss": {"amount": 980, "currency": "EUR"},
        },
    ),
    "fr": (
        {
            "id": "lyon-2026-11-17-a", "received": "2026-11-17T11:40:00Z", "language": "fr", "country": "FR", "channel": "web",
            "narrative": "J'ai saisi mon mot de passe et un code sur konto-sicherheit.example. Depuis, mes messages sont transférés "
            "vers sammler@hoshi-mail.example.",
        },
    ),
    "jp": (),
}  # fmt: skip

# Where the 212 other victims live, as the files on the seized server say: fourteen states.
OTHERS: Mapping[str, int] = {
    "AT": 31, "BE": 17, "CH": 22, "CZ": 9, "DK": 8, "ES": 19, "FR": 9, "GB": 24, "IT": 21, "LU": 4, "NL": 18, "PL": 14, "PT": 7, "SE": 9,
}  # fmt: skip


def earlier(node: str) -> list[bytes]:
    """Return the earlier reports of a node as lines of JSON, for the bulk import."""
    return [json.dumps(one, ensure_ascii=False).encode() for one in EARLIER[node]]


def victims_file() -> bytes:
    """Return the list that lay on the server: an invented mail address and a country a line, 212 of them.

    >>> len(victims_file().splitlines()) - 1
    212
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["contact", "country"])
    for country, count in OTHERS.items():
        for number in range(1, count + 1):
            writer.writerow([f"person-{country.lower()}-{number:03}@mail.example", country])
    return text.getvalue().encode()


def user_file() -> bytes:
    """Return what the provider in Lyon says of the user of the address: an invented customer, found by instant and port."""
    return f"instant,source,port,customer\n2026-11-22T17:44:07+00:00,{PANEL},40582,FH-20817 (invented)\n".encode()


def logs_file() -> bytes:
    """Return the access log of the panel: instants with zone, source ports, the one address that ran it."""
    lines = ["instant,source,port,path"]
    lines += [
        f"2026-11-{day:02}T{hour:02}:{minute:02}:07+00:00,{PANEL},{40_000 + 97 * number % 20_000},/panel/export"
        for number, (day, hour, minute) in enumerate(
            [(18, 3, 12), (19, 4, 40), (20, 2, 55), (21, 3, 31), (22, 16, 52), (22, 17, 5), (22, 17, 44)]
        )
    ]
    return "\n".join(lines).encode() + b"\n"


FILES: Mapping[str, Callable[[], bytes]] = {
    "panel-access.csv": logs_file,
    "panel-people.csv": victims_file,
    "user.csv": user_file,
}
"""The files by the names under which they are handed in."""
