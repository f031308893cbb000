"""Invented answers of the engine for the gallery: ways with their gates, findings, elements of two laws."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


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

REFUSED = {
    "instrument": "treaty-article-29-between-contact-points",
    "requested": "JP",
    "ground": "",
    "ground_verdict": "may_not_be_used",
    "why": "The treaty says that help may not be refused on this ground.",
    "cite": "Article 25(4)",
    "stopped": False,
    "next": [
        {
            "kind": "right",
            "text": "Ask the two authorities to talk before the refusal stands.",
            "cite": "Article 27(6)",
            "confidence": "recalled",
            "ways": [],
        }
    ],
    "alternatives": [
        {
            "legal_basis": "Articles 25 and 31",
            "measure": "stored_data_access",
            "requesting": "DE",
            "requested": "JP",
            "data": {"traffic": "open", "content": "conditional"},
            "expected": {"days": None, "basis": "not_known"},
            "why": "It leads to the same data.",
            "confidence": "verified",
        }
    ],
}
"""What follows a refusal, as the engine's answer has it."""
