"""Show a page of the portal: the office around it, what its forms carry, nothing that stays in a cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from markupsafe import Markup

from comity.kernel.errors import Fault
from comity.node.base import home
from comity.node.portal.sentences import say
from comity.node.portal.visitor import TOKEN, Visitor
from comity.node.ui import chrome


def show(
    visitor: Visitor, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render ``portal/<template>.html``. Every page gets ``token`` (for forms), ``now``, ``zones`` and ``errors``."""
    node = home.current()
    zone = node.zone if node else "UTC"
    office = office_name()
    built = chrome.build(visitor.request)
    visitor.request.chrome = replace(  # type: ignore[attr-defined]
        built,
        office=replace(built.office, name=office or built.office.name),
        home_href=reverse("portal:home"),
        leave_href=reverse("portal:leave"),
        check_href=reverse("portal:real"),
        privacy_href=reverse("portal:who"),
        law_href=_maybe("law:front"),
    )
    whole = {
        "token": Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN, visitor.form_token),
        "now": visitor.now,
        "zones": (zone,),
        "errors": [],
        "figures_href": _maybe("portal:figures") or _maybe("statistics:public"),
        **(context or {}),
    }
    return render(visitor.request, f"portal/{template}.html", whole, status=status, using="jinja2")


def office_name() -> str:
    """Return the name of the desk that takes reports here, as the operator wrote it; empty where there is none."""
    node = home.current()
    hosted = node.participants if node else ()
    return next((one.name for one in hosted if "police" in one.roles), "")


def listed(faults: Iterable[Fault], href: str = "#a") -> list[dict[str, str]]:
    """Return what the error summary lists, each sentence with the field it is about."""
    return [{"text": say(fault), "href": href} for fault in faults]


def _maybe(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
