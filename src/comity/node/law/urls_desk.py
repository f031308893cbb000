"""The face at the desk: for officers who may see ways. Included by the desk's place ``law``. What takes long is asked here only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from comity.node.base.permissions import verb
from comity.node.law import answered, ranking, what_if
from comity.node.law.face import DESK, shown
from comity.node.law.urls import patterns


def _faced(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view of the desk alone what all pages of the book have: what was asked wrongly is a page."""

    @wraps(view)
    def with_face(request: HttpRequest, _face: Any, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs)

    return verb("route.view")(shown(DESK, with_face))


def _form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return verb("route.view")(require_http_methods(["GET", "HEAD", "POST"])(view))


app_name = "law"
urlpatterns = [
    *patterns(DESK, verb("route.view")),
    path("what-if/", _form(what_if.what_if), name="what-if"),
    path("next-steps/", _form(ranking.next_steps), name="next-steps"),
    path("questions/<uuid:question_id>/", _faced(answered.question), name="law-question"),
    path("questions/<uuid:question_id>/answer.json", _faced(answered.as_json), name="law-question-json"),
]
