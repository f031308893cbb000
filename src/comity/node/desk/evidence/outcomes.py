"""What came of a case: recorded by the prosecutor, told to each reporter by a letter that somebody releases."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comity.kernel.errors import BadInput, ComityError, Conflict
from comity.node.base.permissions import allowed, verb
from comity.node.cases import permissions as case_permissions
from comity.node.cases import queries as cases
from comity.node.desk import page
from comity.node.letters.models import Letter
from comity.node.outcomes import actions, lists, queries


@verb("case.view")
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the outcomes of a case with their letters; record another."""
    by, at = page.actor(request), page.now(request)
    case = cases.one(case_id, by=by, at=at)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            made = actions.record_outcome(
                case, request.POST.get("kind", ""), by=by, at=at, state=request.POST.get("state", "").upper()
            )
            letters = actions.draft_letters(made, by=by, at=at, keyring=page.keyring())
        except ComityError as error:
            if not isinstance(error, BadInput | Conflict):
                raise
            errors = page.errors(error, "kind")
        else:
            said = ngettext(
                "Recorded. %(n)s letter was drafted.", "Recorded. %(n)s letters were drafted.", len(letters)
            )
            messages.success(request, said % {"n": len(letters)})
            return HttpResponseRedirect(request.get_full_path())
    consultations, found = queries.on_case(case, by=by, at=at)
    names = page.names(one.by for one in found)
    drafted = list(Letter.objects.filter(case=case.pk, kind=actions.LETTER).order_by("drafted_at"))
    return page.render(
        request,
        "desk/evidence/outcome.html",
        {
            "case": case,
            "rows": [
                {
                    "kind": str(lists.OUTCOMES[one.kind]),
                    "state": one.state,
                    "who": names.get(one.by, one.by),
                    "at": one.at,
                }
                for one in found
            ],
            "consultations": [
                {
                    "reference": one.reference,
                    "href": page.link("consultation", consultation_id=one.pk),
                    "agreed": queries.agreed(one),
                }
                for one in consultations
            ],
            "letters": [
                {
                    "href": page.link("letter", letter_id=one.pk),
                    "released": one.state == Letter.State.RELEASED,
                    "language": one.language,
                }
                for one in drafted
            ],
            "kinds": page.choices(lists.OUTCOMES),
            "may_record": allowed(by, "case.outcome", case_permissions.of(case, at=at)),
            "may_consult": allowed(by, "consultation.record", case_permissions.of(case, at=at)),
            "consult_href": page.link("consultation-new", query={"case": str(case.pk)}),
            "errors": errors,
            "action": request.get_full_path(),
            "back": page.link("case", case_id=case.pk),
        },
        status=422 if errors else 200,
    )
