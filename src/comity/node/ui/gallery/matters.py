"""Invented matters for the gallery, in the shapes the engine and the apps hand to the parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from django import forms
from django.http import HttpRequest

from comity.law.atlas import world_map
from comity.node.ui.chrome import Chrome, Person, Place, Ribbon, Tour
from comity.node.ui.gallery.law import ANSWER, ELEMENTS, FINDINGS, OFFENCES, REFUSED, ROUTES
from comity.node.ui.gallery.places import BERLIN, BOTH, NOW, OFFICE, here
from comity.node.ui.gallery.times import CLOCKS, EVENTS, STOPS, board

__all__ = [
    "ACKNOWLEDGEMENT", "ANSWER", "BOTH", "CHAIN", "CLOCKS", "ELEMENTS", "EVENTS", "FINDINGS", "KINDS", "LEAVES", "LETTER", "LINKS", "LOOK_WORDS",
    "MONTHS", "NOW", "OFFENCES", "OFFICE", "REFUSED", "ROUTES", "STAYS", "STOPS", "Entrance", "board", "chrome", "here", "world",
]  # fmt: skip


def chrome(request: HttpRequest, page: str, base: Chrome) -> Chrome:
    """Fill the chrome the way a door would, for one page of the gallery."""
    counts = {"inbox": 7, "clocks": 3, "requests": 4}
    places = tuple(
        Place(key, here("parts"), counts.get(key), current=key == ("law" if page == "law" else "clocks"))
        for key in ("inbox", "cases", "requests", "clocks", "evidence", "law", "figures", "directory")
    )
    return replace(
        base,
        office=OFFICE,
        home_href=here("home"),
        ribbon=Ribbon(NOW, BOTH),
        tour=Tour(
            3,
            8,
            "the duty officer in Tokyo",
            "read what Kassel asks for, and decide for each kind of data.",
            here("law"),
            stop_href=here("start"),
        )
        if page in {"tonight", "law"}
        else None,
        person=Person("Nils Petersen", "Duty officer", "Hoshi Hosting K.K. (demonstration)", here("home")),
        places=places,
        new_request_href=here("question"),
        duty_href=here("parts"),
        prosecutor_href="tel:+495610000112",
        leave_href=here("leave"),
        check_href=here("home"),
        privacy_href=here("home"),
    )


LEAVES = [
    {
        "what": "IP address 203.0.113.77, port 443, Sun 22 Nov 2026 17:48:12 +01:00",
        "why": "names the account to hold",
        "to": "24/7 point, Japan",
        "personal": False,
    },
    {
        "what": "Mail address sammler@hoshi-mail.example",
        "why": "names the mailbox to hold",
        "to": "24/7 point, Japan",
        "personal": True,
        "basis": "Art. 29(2)(c)",
    },
]
STAYS = ["The name of the person who reported", "Her bank account", "Her own words"]

CHAIN = [
    {
        "number": 1,
        "at": datetime(2027, 1, 14, 5, 0, tzinfo=UTC),
        "what": "Copied under the warrant",
        "who": "Mori Ken",
        "where": "Osaka",
        "digest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    {
        "number": 2,
        "at": datetime(2027, 1, 14, 7, 30, tzinfo=UTC),
        "what": "Sealed",
        "who": "Mori Ken",
        "where": "Osaka",
        "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    },
    {
        "number": 3,
        "at": datetime(2027, 2, 9, 8, 15, tzinfo=UTC),
        "what": "Received and verified",
        "who": "evidence officer",
        "where": "Kassel",
    },
]

LINKS = [
    {
        "left": "4F7K-2QX",
        "right": "9M0T-1AB",
        "kind": "domain",
        "value": "konto-sicherheit.example",
        "reason": "Both reports name the domain konto-sicherheit.example.",
        "strength": "strong",
    },
    {
        "left": "4F7K-2QX",
        "right": "77RE-PP1",
        "kind": "wording",
        "value": "mail text",
        "reason": "The mails are alike in most of their words.",
        "strength": "weak",
    },
]

ACKNOWLEDGEMENT = {
    "reference": "4F7K-2QX-9M0W",
    "code": "7QXM-41RD-0KZE-9WPA-63TB-HN5C-VY2J",
    "received": datetime(2026, 11, 22, 20, 52, tzinfo=UTC),
    "zones": (BERLIN,),
    "office": OFFICE.name,
    "site": "de.example/mine",
    "return_address": "https://de.example/mine",
    "phone": OFFICE.phone,
}

LETTER = {
    "from": OFFICE.name,
    "date": date(2027, 2, 12),
    "reference": "4F7K-2QX-9M0W",
    "subject": "About what you told us in November",
    "paragraphs": [
        "Your report of 22 November joined two others in Germany and one in France. Together they led to a firm abroad, which has kept its records for us.",
        "The money that was left in the account, EUR 3,150, is held. A court decides what happens to it. You need to do nothing for that.",
        "This was done to you. If you want to talk to somebody, the helpline 116 006 is there for you, free and in confidence.",
    ],
    "signed": "Marta Kühn",
    "role": "Legal officer (demonstration)",
}

LOOK_WORDS = {look: look.replace("_", " ").replace("-", ", ") for look in world_map.LOOKS}


def world() -> world_map.Drawing:
    """Draw the world with every look somewhere: what it says of a state is invented."""
    states = sorted(world_map.drawn_states())
    return world_map.draw(
        {state: world_map.LOOKS[at % len(world_map.LOOKS)] for at, state in enumerate(states)}
    )


MONTHS = [
    {"label": label, "value": value}
    for label, value in (("Jun", 41), ("Jul", 38), ("Aug", None), ("Sep", 57), ("Oct", 72), ("Nov", 64))
]
KINDS = [
    {"label": label, "value": value}
    for label, value in (
        ("Illegal access", 312),
        ("Fraud", 1204),
        ("Data interference", 57),
        ("Interception", None),
        ("Forgery", 21),
    )
]


class Entrance(forms.Form):
    """A Django form as the sign-in library makes them, for the part that renders one."""

    login = forms.CharField(label="Username", widget=forms.TextInput({"autocomplete": "username"}))
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("de", "Deutsch")])
    note = forms.CharField(
        label="Note", required=False, widget=forms.Textarea(), help_text="For your colleagues"
    )
    stay = forms.BooleanField(label="This device", required=False, help_text="It is mine alone")
    token = forms.CharField(widget=forms.HiddenInput(), initial="x")
