"""The route planner as questions, one a page: no script, everything in the address, so that it can be kept and gone back to.

A page sends its answers (``was``) with all other parts; what is well answered leads on to the next page under an address that says the
same without the form. What is wrong with the question as a whole is said on the page that was just answered, all of it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comity.kernel.errors import BadInput
from comity.node.base.permissions import verb
from comity.node.desk import page
from comity.node.desk.law import answers, path, questions, words
from comity.node.desk.law import given as parts
from comity.node.desk.law.asking import Asked, of


@verb("route.view")
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Show one question, or take its answer and go on to the next."""
    try:
        asked = of(request, parts.read(request.GET))
    except BadInput as error:
        return page.render(request, "desk/law/wrong.html", {"errors": page.errors(error), "back": page.link("law")}, status=422)  # fmt: skip
    was = request.GET.get("was", "")
    if was in parts.PARTS:
        return _take(request, was, asked)
    here = request.GET.get("q", "")
    if here == path.CHECK:
        return _check(request, asked)
    return _show(
        request, here if here in parts.PARTS else path.steps(asked)[0], asked, questions.Known(asked)
    )


def _take(request: HttpRequest, step: str, asked: Asked) -> HttpResponse:
    """Take the answers of a page; with anything wrong the page comes back as it was sent."""
    found, wrong = answers.read(step, request.GET, asked)
    kept = {name: values for name, values in asked.given.items() if name not in parts.PARTS[step]}
    if asked.case is not None:
        kept["done"] = tuple(dict.fromkeys([*kept.get("done", ()), step]))
    if step in ("wanted", "measure"):
        kept = {name: values for name, values in kept.items() if name not in ("goal", "measure")}
    new = of(request, {**kept, **found})
    summary = [{"text": text, "href": f"#{_anchor(name)}"} for name, text in wrong.items()]
    summary += [one for one in _wrong(new) if one["text"] not in " ".join(wrong.values())]
    if summary:
        return _show(request, step, asked, questions.Known(asked, request.GET, wrong), summary)
    back_to_all = request.GET.get("back") == path.CHECK and not _opens(step, new)
    following = path.CHECK if back_to_all else path.after(step, new)
    return HttpResponseRedirect(_address(new, following, request.GET.get("back", "")))


def _opens(step: str, now: Asked) -> bool:
    """Say whether a changed answer raises the question just after it: what exactly is wanted, or the points of conduct not established."""
    following = path.after(step, now)
    if step == "conduct":
        return following == "elements" and bool(now.given.get("perhaps"))
    return step == "wanted" and following == "measure" and not now.measure


def _anchor(name: str) -> str:
    return f"{name}-day" if name == "on" else name


def _wrong(asked: Asked) -> list[dict[str, str]]:
    try:
        asked.scenario  # noqa: B018 - raises what is wrong with the question
    except BadInput as error:
        return page.errors(error)
    return []


def _address(asked: Asked, step: str, back: str = "") -> str:
    """Return the address of a page of the wizard. A day that nobody chose is left out: today stays today."""
    query = asked.query(q=step, back=back if step != path.CHECK else "")
    if "on" not in asked.given:
        query.pop("on")
    return page.link("law-ask", query=query)


def _show(
    request: HttpRequest,
    step: str,
    asked: Asked,
    known: questions.Known,
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    order = [*path.steps(asked)]
    before = path.before(step, asked)
    back = request.GET.get("back", "")
    hidden = [
        (name, value)
        for name, values in {**asked.given, "was": (step,), "back": (back,) if back else ()}.items()
        if name not in parts.PARTS[step]
        for value in values
    ]
    return page.render(request, "desk/law/ask.html", {
        "question": questions.question(step, known), "hidden": hidden, "errors": errors or [],
        "action": page.link("law-ask"), "case": asked.case,
        "number": order.index(step) + 1 if step in order else 0, "of": len(order),
        "back": _address(asked, path.CHECK) if back else _address(asked, before) if before else page.link("law", query=asked.query()),
        "check_href": _address(asked, path.CHECK) if asked.to else "",
    }, status=422 if errors else 200)  # fmt: skip


def _check(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show every answer with the way back to it; the question as a file; on to the ways."""
    errors = _wrong(asked)
    rows: list[dict[str, Any]] = [
        {"key": str(words.TITLE[step]), "lines": answers.told(step, asked), "href": _address(asked, step, path.CHECK)}
        for step in path.steps(asked)
    ]  # fmt: skip
    if not asked.to:
        errors = [*errors, {"text": _("Say which state is asked."), "href": rows[0]["href"]}]
    return page.render(request, "desk/law/check.html", {
        "rows": rows, "errors": errors, "case": asked.case, "title": str(words.TITLE[path.CHECK]),
        "ways": "" if errors else page.link("law", query=asked.query()),
        "file": "" if errors else page.link("law-question", query=asked.query()),
        "back": _address(asked, path.before(path.CHECK, asked)),
    }, status=422 if errors else 200)  # fmt: skip
