"""Pages that tell: is this message from us, is this page real, who reads, who can be called. No cookie, no draft."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from comity.kernel.canonical import canonical_json
from comity.node.audit import notary
from comity.node.base import home
from comity.node.base.keyring import Keyring
from comity.node.letters import queries as letters
from comity.node.portal import advised, fields, limits
from comity.node.portal.page import listed, show
from comity.node.portal.views.asking import lines
from comity.node.portal.visitor import Visitor, door
from comity.suites import keys
from comity.triage import guidance
from comity.triage.plain import text_faults

MESSAGE_LIMIT = 20_000


@door
def message(visitor: Visitor) -> HttpResponse:
    """Check one message: did we send just this? It never says whether a report or a case exists."""
    if visitor.request.method != "POST":
        return show(visitor, "message", {"text": "", "answer": None})
    limits.limiter.knock("message", visitor.address, limits.CHECKS, visitor.now)
    text = visitor.request.POST.get(fields.NAME, "")
    faults = [*fields.broken(text), *text_faults(text, limit=MESSAGE_LIMIT)]
    if not text.strip():
        faults = [fields.NO_MESSAGE.fault()]
    if faults:
        context = {"text": text[:MESSAGE_LIMIT], "answer": None, "errors": listed(faults)}
        return show(visitor, "message", context, status=422)
    answer = letters.is_ours(text, keyring=visitor.keyring)
    return show(visitor, "message", {"text": "", "answer": answer})


@door
def real(visitor: Visitor) -> HttpResponse:
    """Say how to check that this page is real: name, number, address, and the keys that sign acknowledgements."""
    node = home.current()
    context: dict[str, Any] = {"site": visitor.request.get_host(), "keys": []}
    if node is not None:
        ring = Keyring(node, settings.DOOR)
        context["keys"] = [
            {"use": kind, "print": keys.fingerprint(ring.public(kind))} for kind in ("receipt", "log")
        ]
    return show(visitor, "real", context)


@door
def trust(visitor: Visitor) -> HttpResponse:
    """Hand out the public keys with which an acknowledgement of this office is checked off line (a JWK Set)."""
    node = home.current()
    assert node is not None
    ring = Keyring(node, settings.DOOR)
    document = {
        "keys": [
            {**ring.public("receipt"), "purpose": "receipt"},
            {**ring.public("log"), "purpose": "log", "origin": notary.origin("reports")},
        ]
    }
    return HttpResponse(canonical_json(document), content_type="application/jwk-set+json")


@door
def who(visitor: Visitor) -> HttpResponse:
    """Say who reads what she tells, on which legal basis, for how long, and her rights."""
    duties = advised.duties(fields.home_country(), visitor.language)
    effect = advised.legal_effect(fields.home_country(), visitor.language)
    return show(visitor, "who", {"duties": duties, "effect": effect, "country": fields.home_country()})


@door
def people(visitor: Visitor) -> HttpResponse:
    """List the people who can be called: emergency first, children's lines before others."""
    country = fields.home_country()
    groups = [
        ("child", lines(visitor, country, ("child",))),
        ("victim", lines(visitor, country, ("victim",))),
        ("block_cards", lines(visitor, country, ("block_cards", "fraud"))),
        ("pictures", lines(visitor, country, ("pictures",))),
    ]
    context = {
        "groups": [{"kind": kind, "lines": found} for kind, found in groups if found],
        "emergency": guidance.emergency(country),
    }
    return show(visitor, "people", context)
