"""Invented matters for the gallery, in the shapes the engine and the apps hand to the parts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from comity.node.ui.chrome import Chrome, Office, Person, Place, Ribbon, Tour

NOW = datetime(2026, 11, 24, 1, 35, tzinfo=UTC)
BERLIN, TOKYO, PARIS = "Europe/Berlin", "Asia/Tokyo", "Europe/Paris"
BOTH = (TOKYO, BERLIN)

OFFICE = Office(
    name="Zentrale Ansprechstelle Cybercrime Kassel (demonstration)",
    phone="+49 561 0000 110",
    hours="Mon to Fri 08:00 to 18:00",
    address="Musterplatz 1, 34117 Kassel",
    site="de.example",
)


def here(page: str) -> str:
    """Return the address of a page of the gallery."""
    return reverse("gallery:page", args=(page,))


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


def _reason(text: str, cite: str, record: str = "", confidence: str = "verified") -> dict[str, Any]:
    return {"code": "", "text": text, "cite": cite, "record": record, "confidence": confidence}


def _gate(gate: str, verdict: str, *reasons: dict[str, Any]) -> dict[str, Any]:
    return {"gate": gate, "verdict": verdict, "reasons": list(reasons)}


def _route(title: str, data: str, status: str, *gates: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "instrument": title.lower().replace(" ", "-"),
        "measure": "preservation",
        "data_category": data,
        "status": status,
        "gates": list(gates),
        "channel": {"from_role": "contact_point", "to_role": "contact_point"},
        "expected": {"days": None, "basis": "not_known"},
        "dual_criminality": {"asked": "never", "verdict": "not_asked", "elements": []},
        "grounds": [],
        "warnings": [],
        "confidence": "verified",
        **more,
    }


ROUTES = [
    _route(
        "Treaty article 29, between contact points",
        "traffic",
        "open",
        _gate(
            "in_force", "pass", _reason("In force for both states on the day asked.", "Art. 36", "treaties/x")
        ),
        _gate("reservation", "pass", _reason("The reservation reaches other offences only.", "Art. 29(4)")),
        _gate("form", "pass", _reason("In writing, in English.", "Art. 29(2)")),
        expected={"days": 2, "basis": "measured"},
        grounds=[
            {
                "id": "political_offence",
                "cite": "Art. 29(5)(a)",
                "effect": "refuse",
                "text": "The offence is a political one",
            }
        ],
    ),
    _route(
        "Treaty article 29, between contact points",
        "content",
        "conditional",
        _gate("in_force", "pass", _reason("In force for both states on the day asked.", "Art. 36")),
        _gate(
            "conditions",
            "unknown",
            _reason(
                "The home power to hold does not reach content; expect a notice that a hold will not secure it.",
                "Art. 29(6)",
                "countries/jp",
                "recalled",
            ),
        ),
        confidence="recalled",
        warnings=[{"text": "The floor and the ceiling fall on the same day: there is no slack."}],
    ),
    _route(
        "Agreement between ministries",
        "content",
        "open",
        _gate("in_force", "pass", _reason("In force since 2011-01-02.", "Art. 31")),
        measure="stored_data_access",
        channel={"from_role": "central_authority", "to_role": "central_authority"},
        dual_criminality={"asked": "may_be", "verdict": "yes", "elements": []},
    ),
    _route(
        "Protocol article 7, direct order",
        "subscriber",
        "closed",
        _gate(
            "in_force",
            "fail",
            _reason("Not in force: three of five ratifications seen.", "Art. 16(3)"),
            _reason("The requesting state has only signed.", "Art. 16"),
        ),
        _gate("reservation", "fail", _reason("The requested state reserved the article.", "Art. 7(9)(a)")),
        measure="subscriber_information",
        channel={"from_role": "prosecutor", "to_role": "service_provider"},
    ),
    _route(
        "Convention article 27",
        "traffic",
        "displaced",
        _gate(
            "in_force",
            "fail",
            _reason("Another agreement is in force between the two and goes first.", "Art. 27(1)"),
        ),
        measure="mla_general",
    ),
    _route(
        "United Nations convention article 42",
        "traffic",
        "future",
        _gate("in_force", "fail", _reason("Not in force: three of forty.", "Art. 64")),
    ),
    _route(
        "Request of an invented state",
        "content",
        "protected",
        _gate("grounds", "fail", _reason("The act is the expression of an opinion.", "Art. 27(4)")),
    ),
    _route(
        "European order, user identification",
        "identification",
        "unknown",
        _gate(
            "recipient",
            "unknown",
            _reason(
                "Whether the provider offers services in the Union is not known. Users, language, currency there would show it.",
                "Art. 3(4)",
            ),
        ),
    ),
]

ANSWER = {
    "routes": ROUTES,
    "plan": [{"phase": "hold", "routes": ROUTES[:2]}, {"phase": "ask", "routes": ROUTES[2:]}],
}

FINDINGS = [
    {
        "verdict": "yes",
        "title": "Illegal access is made out in Germany",
        "why": "Every element that the statute asks for is met by the facts.",
        "reasons": [
            _reason("Password and code protected the mailbox.", "§ 202a StGB", "countries/de/offences")
        ],
        "parts": [
            {"verdict": "yes", "title": "Access to data", "reasons": [_reason("Log-in at 17:52.", "fact")]},
            {
                "verdict": "yes",
                "title": "Without right",
                "reasons": [_reason("She did not consent.", "fact", "", "recalled")],
                "parts": [
                    {"verdict": "yes", "title": "No consent"},
                    {"verdict": "unknown", "title": "No statutory power", "settles": ["who logged in"]},
                ],
            },
        ],
    },
    {
        "verdict": "unknown",
        "title": "Computer fraud is not decided",
        "why": "It turns on who made the transfer.",
        "settles": ["Did she confirm the payment in her app?"],
    },
    {
        "verdict": "no",
        "title": "Fraud by deceiving a person is not made out",
        "why": "No person was deceived into a disposition.",
        "reasons": [_reason("The statute asks for deception of a person.", "Art. 313-1")],
    },
]

ELEMENTS = [
    {
        "element": "access_to_system",
        "requesting": "required",
        "requested": "required",
        "fact": True,
        "cite_requesting": "§ 202a(1)",
        "cite_requested": "art. 2(4)",
    },
    {
        "element": "security_measure_infringed",
        "requesting": "required",
        "requested": "required",
        "fact": True,
    },
    {
        "element": "remote_or_connected_system",
        "requesting": "not_required",
        "requested": "required",
        "fact": True,
    },
    {
        "element": "deception_of_person",
        "requesting": "not_required",
        "requested": "unknown",
        "fact": "unknown",
    },
    {
        "element": "intent_further_offence",
        "requesting": "not_required",
        "requested": "not_required",
        "fact": False,
    },
]

# A sample of the engine's answer; law stands in records, not in Python.
OFFENCES = json.loads((Path(__file__).parent / "offences.json").read_text(encoding="utf-8"))

CLOCKS = [
    {
        "name": "Answer to Kassel",
        "kind": "deadline",
        "due": datetime(2026, 11, 24, 3, 45, tzinfo=UTC),
        "cite": "desk rule",
    },
    {
        "name": "Dispatch of the request for assistance",
        "kind": "last_safe_day",
        "due": date(2026, 12, 18),
        "cite": "desk setting, 5 weeks",
    },
    {"name": "Treaty floor", "kind": "minimum", "due": date(2027, 1, 23), "cite": "Art. 29(7)"},
    {
        "name": "Home ceiling, 60 days",
        "kind": "ceiling",
        "due": date(2027, 1, 23),
        "cite": "CCP 197(4)",
        "confidence": "recalled",
    },
    {
        "name": "Hold on EUR 3,150",
        "kind": "ceiling",
        "due": date(2026, 11, 27),
        "note": "lapses unless seized",
    },
    {"name": "Second request of Lyon", "kind": "deadline", "due": datetime(2026, 11, 23, 23, 10, tzinfo=UTC)},
    {
        "name": "Receipt opened",
        "kind": "deadline",
        "due": datetime(2026, 11, 23, 2, 19, tzinfo=UTC),
        "state": "met",
    },
]

EVENTS = [
    {
        "at": datetime(2026, 11, 22, 20, 52, tzinfo=UTC),
        "title": "Report acknowledged",
        "who": "Kassel",
        "side": "here",
    },
    {
        "at": datetime(2026, 11, 23, 2, 12, tzinfo=UTC),
        "title": "Request for preservation sent",
        "who": "Nils Petersen for the contact point",
        "text": "National holiday in Japan; the contact point works, ministry and provider do not.",
        "cite": "Art. 29",
    },
    {
        "at": datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
        "title": "Hold confirmed",
        "who": "Hoshi Hosting K.K. (demonstration)",
        "side": "there",
        "state": "now",
        "text": "28 h 38 min after the acknowledgement.",
    },
    {"at": date(2026, 12, 18), "title": "Last safe day for the request for assistance", "state": "ahead"},
]

STOPS = [
    {
        "title": "Report",
        "where": "DE",
        "at": datetime(2026, 11, 22, 20, 52, tzinfo=UTC),
        "zones": (BERLIN,),
        "state": "done",
    },
    {
        "title": "Hold",
        "where": "JP",
        "at": datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
        "zones": BOTH,
        "state": "now",
        "clock": {"kind": "ceiling", "name": "ends", "due": date(2027, 1, 23)},
    },
    {
        "title": "Path",
        "where": "JP to FR",
        "at": None,
        "zones": BOTH,
        "state": "ahead",
        "clock": {"kind": "last_safe_day", "name": "last safe day", "due": date(2026, 11, 27)},
    },
    {"title": "Order", "where": "FR", "at": None, "zones": (PARIS,), "state": "ahead"},
    {"title": "Evidence", "where": "JP to DE", "at": None, "zones": BOTH, "state": "ahead"},
    {"title": "Victim told", "where": "DE", "at": None, "zones": (BERLIN,), "state": "ahead"},
]


def board() -> list[dict[str, Any]]:
    """Return the board Tonight with rows in every state."""

    def row(title: str, kind: str, due: date | datetime, who: str, step: str) -> dict[str, Any]:
        return {
            "title": title,
            "href": here("law"),
            "kind": kind,
            "due": due,
            "zones": BOTH,
            "who": who,
            "next": step,
        }

    return [
        {
            "title": "What will be lost next",
            "hint": "By last safe day, not by due day.",
            "empty": "Nothing is at risk.",
            "rows": [
                row(
                    "Hold on EUR 3,150 at Banque du Port",
                    "ceiling",
                    date(2026, 11, 27),
                    "Banque du Port (demonstration)",
                    "Ask Paris for the seizure",
                ),
                row(
                    "Logs of 203.0.113.77",
                    "last_safe_day",
                    date(2026, 12, 18),
                    "Hoshi Hosting K.K. (demonstration)",
                    "Dispatch the request for assistance",
                ),
            ],
        },
        {
            "title": "What others wait for from us",
            "empty": "Nobody waits.",
            "rows": [
                row(
                    "Answer to the ticket of Paris",
                    "deadline",
                    datetime(2026, 11, 24, 3, 45, tzinfo=UTC),
                    "French police contact (demonstration)",
                    "Name the report",
                ),
                row(
                    "Receipt for the notice of Tokyo",
                    "deadline",
                    datetime(2026, 11, 23, 23, 10, tzinfo=UTC),
                    "24/7 point Tokyo (demonstration)",
                    "Open it",
                ),
            ],
        },
        {"title": "What we wait for", "empty": "We wait for nothing.", "rows": []},
    ]


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
    "reference": "4F7K-2QX-9M0T",
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
    "reference": "4F7K-2QX-9M0T",
    "subject": "About what you told us in November",
    "paragraphs": [
        "Your report of 22 November joined two others in Germany and one in France. Together they led to a firm abroad, which has kept its records for us.",
        "The money that was left in the account, EUR 3,150, is held. A court decides what happens to it. You need to do nothing for that.",
        "This was done to you. If you want to talk to somebody, the helpline 116 006 is there for you, free and in confidence.",
    ],
    "signed": "Marta Kühn",
    "role": "Legal officer (demonstration)",
}

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
