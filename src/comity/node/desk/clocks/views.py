"""The board Tonight, at the desk's root and among its places."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix
from django.views.decorators.http import require_GET

from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.clocks import board as tonight
from comity.policy import may_ever

_ELSEWHERE = (("figures.view", "figures"), ("directory.view", "directory"))


@verb("board.view")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the board."""
    by, at = page.actor(request), page.now(request)
    return page.render(
        request, "desk/clocks/tonight.html", {"groups": tonight.groups(by, at), "walls": page.walls()}
    )


@verb("account.own")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the board to those who have one, and lead everybody else to where they work."""
    by = page.actor(request)
    if may_ever(by, "board.view"):
        return board(request)
    if may_ever(by, "order.read"):
        return HttpResponseRedirect(f"{get_script_prefix()}addressee/")
    for name, place in _ELSEWHERE:
        if may_ever(by, name) and (target := page.link(place)):
            return HttpResponseRedirect(target)
    return page.render(request, "desk/clocks/nothing.html", {})
