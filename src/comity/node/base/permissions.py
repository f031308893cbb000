"""Every route declares its verb; every act on an object is decided on that object.

    @verb("report.open")
    def open_report(request, pk):
        report = get_object_or_404(Report, pk=pk)
        require(request.actor, "report.open", permissions.of(report, purpose=...))

``verb`` closes the way in for people whom no rule could ever allow; ``require`` decides on the object itself, in the view or,
always, in the action that writes. A house test walks all addresses and fails on a view that declares nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from comity.kernel.actor import Actor
from comity.kernel.errors import Fault, NotAllowed, declare, declared_codes
from comity.kernel.finding import Finding, Reason, Verdict
from comity.policy import Attributes, decide, may_ever, rules_for, verbs

PUBLIC = "public"
_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])
SIGN_IN = declare("node.actor.unknown", "You are not signed in.", "Sign in and try again.")
NO_ROLE = declare("node.actor.no_role", "None of your roles allows this.", "Ask a colleague who may.")


def require(actor: Actor, verb: str, attributes: Attributes) -> Finding:
    """Return the finding that allows the act.

    Raises:
        NotAllowed: any verdict but yes; the faults are the reasons of the decision.
    """
    finding = decide(actor, verb, attributes)
    if finding.verdict is not Verdict.YES:
        raise NotAllowed(*(_fault(reason) for reason in finding.reasons))
    return finding


def allowed(actor: Actor, verb: str, attributes: Attributes) -> bool:
    """Say whether an act would be allowed, to show or leave out its button."""
    return decide(actor, verb, attributes).verdict is Verdict.YES


def verb(*names: str) -> Callable[[_View], _View]:
    """Declare the verb (or several, any of which opens the door) of a view and require somebody who could do it.

    Raises:
        ValueError: no rule knows the verb.
    """
    for name in names:
        if name not in verbs():
            raise ValueError(f"no rule in comity.policy.rules knows the verb {name!r}")

    def declare_verb(view: _View) -> _View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if actor is None:
                return _who_are_you(request)
            if not any(may_ever(actor, name) for name in names):
                raise NotAllowed(NO_ROLE.fault(verb=names[0]))
            return view(request, *args, **kwargs)

        guarded.comity_verbs = names  # type: ignore[attr-defined]
        return cast("_View", guarded)

    return declare_verb


def public(view: _View) -> _View:
    """Declare a view open to everybody."""
    view.comity_verbs = (PUBLIC,)  # type: ignore[attr-defined]
    return view


def declared(view: Callable[..., Any]) -> tuple[str, ...]:
    """Return the verbs a view declares, ``("public",)``, or nothing."""
    return tuple(getattr(view, "comity_verbs", ()))


def codes_only(names: tuple[str, ...]) -> bool:
    """Say whether a route is for holders of a code: open without sign-in, decided by the code."""
    return all(rule.kind == "reporter" for name in names for rule in rules_for(name))


def _who_are_you(request: HttpRequest) -> HttpResponseBase:
    if settings.DOOR != "desk":
        raise NotAllowed(SIGN_IN.fault())
    query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


def _fault(reason: Reason) -> Fault:
    code = declared_codes().get(reason.code)
    return code.fault(**reason.params) if code else Fault(reason.code, reason.params)
