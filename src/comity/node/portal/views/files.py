"""Give files: with the report, or later with the code. They go sealed into the store while they arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.urls import reverse

from comity.kernel.errors import BadInput, Fault
from comity.node.blobs import store
from comity.node.portal import flow
from comity.node.portal.page import listed, show
from comity.node.portal.visitor import TOO_BIG, Visitor, check_token
from comity.node.reports import drafts, uploads
from comity.node.reports.uploads import Room, SealedUploadHandler
from comity.triage.questions import Question

_DESCRIPTION = 300


def step(
    visitor: Visitor, content: drafts.Content, way: flow.Way, page: Sequence[Question], number: int
) -> HttpResponse:
    """Show what not to send and the files given so far and take more; "Continue" takes what was just chosen as well."""
    from comity.node.portal.views.asking import asking_context

    faults: list[Fault] = []
    if visitor.request.method == "POST":
        secrets = flow.secrets_of(content)
        room = Room(
            uploads.MAX_FILES - len(content["files"]),
            uploads.MAX_TOTAL - sum(one["size"] for one in content["files"]),
        )
        handler = SealedUploadHandler(
            data_key=secrets.data_key,
            salt=secrets.salt,
            room=room,
            note=lambda blob: drafts.note_file(
                visitor.code, "report", blob, keyring=visitor.keyring, at=visitor.now
            ),
        )
        form = receive(visitor, handler)
        with drafts.changing(visitor.code, "report", keyring=visitor.keyring, at=visitor.now) as now:
            taken_out = _apply(now, form, handler)
            for one in page:
                now["answers"][one.id] = _answer(one, now)
            content = now
        _drop(visitor, taken_out)
        faults = handler.faults
        if not faults and "go" in form:
            return redirect("portal:step", number + 1) if way.at(number + 1) else redirect("portal:check")
        if not faults:
            return HttpResponseRedirect(_here(visitor, number))
    context = {
        **asking_context(visitor, way, page[0], number),
        "files": content["files"],
        "limits": limits_shown(),
        "errors": listed(faults, "#files"),
    }
    return show(visitor, "files", context, status=422 if faults else 200)


def _answer(question: Question, content: drafts.Content) -> Any:
    if question.kind == "files":
        return [one["id"] for one in content["files"]] or None
    return "seen"  # the warning that stands above the field


def receive(visitor: Visitor, handler: SealedUploadHandler) -> Mapping[str, Any]:
    """Read the body of a form with files through the sealing handler and return its other fields.

    Raises:
        BadInput: a stale form, or fields that are too large; files stored on the way go with the draft.
    """
    request = visitor.request
    request.upload_handlers = [handler]
    try:
        check_token(visitor)
        form: dict[str, Any] = {name: request.POST.get(name, "") for name in request.POST}
    except MultiPartParserError:
        handler.upload_interrupted()
        raise BadInput(TOO_BIG.fault()) from None
    except RequestDataTooBig:
        raise BadInput(TOO_BIG.fault()) from None
    return form


def _apply(content: drafts.Content, form: Mapping[str, Any], handler: SealedUploadHandler) -> list[str]:
    """Bring descriptions, removals and new files into the draft; return the blobs that were taken out."""
    kept, out = [], []
    for one in content["files"]:
        if form.get("remove") == one["id"]:
            out.append(one["blob"])
            continue
        told = str(form.get(f"about-{one['id']}", one["description"]))
        kept.append({**one, "description": told.strip()[:_DESCRIPTION]})
    content["files"] = [*kept, *(asdict(one) for one in handler.accepted)]
    return out


def _drop(visitor: Visitor, blobs: list[str]) -> None:
    if blobs:
        drafts.let_go(visitor.code, blobs, keyring=visitor.keyring)
        for blob in blobs:
            store.delete(blob)


def _here(visitor: Visitor, number: int) -> str:
    here = reverse("portal:step", args=(number,))
    return f"{here}?change" if "change" in visitor.request.GET else here


def limits_shown() -> dict[str, int]:
    """Return the limits as the page shows them."""
    return {
        "files": uploads.MAX_FILES,
        "each": uploads.MAX_FILE // uploads.MEGABYTE,
        "all": uploads.MAX_TOTAL // uploads.MEGABYTE,
    }
