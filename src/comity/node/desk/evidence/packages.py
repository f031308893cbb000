"""Packages: made for the file, downloaded, and the public keys by which anybody proves them off line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.kernel.canonical import canonical_json
from comity.kernel.errors import BadInput
from comity.node.accounts import sign_in
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.evidence import words
from comity.node.desk.evidence.items import one_item
from comity.node.evidence import actions, queries
from comity.node.exchange import queries as exchange


@verb("evidence.package")
@require_POST
def make(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Make a package of an item (all of its arrival, where it arrived in one) with its whole chain."""
    by, at = page.actor(request), page.now(request)
    item = queries.one(item_id, by=by, at=at)

    def act() -> str:
        made = actions.make_package([item], by=by, at=at, purpose=page.purpose(request.POST, words.PURPOSES))
        messages.success(
            request, _("Written: %(size)s bytes. Take it from the list of packages.") % {"size": made.size}
        )
        return page.link("evidence-item", item_id=item_id)

    answer, errors = page.press(request, act, shown=(BadInput,))
    return answer or one_item(request, item_id, errors=errors)


@verb("evidence.package")
@require_GET
def file(request: HttpRequest, package_id: UUID) -> HttpResponseBase:
    """Hand a package file out; who took it, and for what, stays in the audit. ``?purpose=court``."""
    by, at = page.actor(request), page.now(request)
    row = queries.one_package(package_id, by=by, at=at)
    pieces = actions.download(row, by=by, at=at, purpose=_purpose(request.GET))
    response = StreamingHttpResponse(pieces, content_type="application/x-tar")
    response["Content-Length"] = str(row.size)
    response["Content-Disposition"] = f'attachment; filename="evidence-{str(row.pk)[:8]}.tar"'
    return response


@verb("evidence.list")
@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    """Hand out the public keys of the directory, by which ``comity custody verify`` proves a package."""
    response = HttpResponse(
        canonical_json(exchange.trust_document(page.now(request))), content_type="application/jwk-set+json"
    )
    response["Content-Disposition"] = 'attachment; filename="trust.json"'
    return response


@verb("evidence.package", "evidence.release", "evidence.ask_release", "figures.release")
@require_POST
def step_up(request: HttpRequest) -> HttpResponse:
    """Have the person confirm that it is she: by one click in the demonstration, else with her second factor."""
    where = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(where, allowed_hosts={request.get_host()}):
        where = page.link("evidence")
    if not sign_in.came_by_one_click(request):
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': where})}")
    sign_in.step_up_again(request)
    return HttpResponseRedirect(where)


def _purpose(given: Mapping[str, Any]) -> str:
    """Return a purpose of the list as it is kept; anything else is none."""
    code = str(given.get("purpose", ""))
    return code if code in words.PURPOSES else ""
