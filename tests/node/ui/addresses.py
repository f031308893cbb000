"""A site of nothing but the ui: the gallery, the neutral page, and a page that shows the language it is in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext


def word(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{gettext('Back')} {reverse('word')} {request.get_full_path()}")


def onward(request: HttpRequest) -> HttpResponse:
    return redirect("word")


urlpatterns = [
    path("gallery/", include("comity.node.ui.gallery.urls")),
    path("", include("comity.node.ui.urls")),
    path("word/", word, name="word"),
    path("onward/", onward),
]
