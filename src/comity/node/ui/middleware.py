"""The language of a page is the first part of its path, and nothing is stored on anybody's device for it.

``/de/report/`` is ``/report/`` in German: the prefix is taken off before the address is resolved and put on
every address the page itself links to. Without a prefix the browser's ``Accept-Language`` decides.
See ``docs/decisions/language-in-the-path.md``.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers


def split(path: str, tags: frozenset[str]) -> tuple[str, str]:
    """Split ``/de/report/`` into ``de`` and ``/report/``; no language in front gives an empty tag.

    >>> split("/de/report/", frozenset({"de"}))
    ('de', '/report/')
    >>> split("/denmark", frozenset({"de"}))
    ('', '/denmark')
    """
    first, _, rest = path[1:].partition("/")
    if first.lower() in tags:
        return first.lower(), "/" + rest
    return "", path


class LanguageInPath:
    """Django middleware: activates the language of the path, else the one the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request in its language; links made meanwhile carry the language of the path."""
        outer = get_script_prefix()
        tag, path = split(request.path_info, frozenset(code for code, _ in settings.LANGUAGES))
        language = tag or translation.get_language_from_request(request)
        request.path_info = path
        request.language_in_path = tag  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = language
        if tag:
            set_script_prefix(f"{outer.rstrip('/')}/{tag}/")
        try:
            with translation.override(language):
                response = self.get_response(request)
        finally:
            set_script_prefix(outer)
        response.headers.setdefault("Content-Language", language)
        if not tag:
            patch_vary_headers(response, ("Accept-Language",))
        return response


def in_language(request: HttpRequest, tag: str) -> str:
    """Return the address of this same page in another language, for the language chooser."""
    prefix = get_script_prefix()
    spoken = getattr(request, "language_in_path", "")
    outer = prefix.removesuffix(f"{spoken}/") if spoken else prefix
    query = request.META.get("QUERY_STRING", "")
    return f"{outer}{tag}{request.path_info}" + (f"?{query}" if query else "")
