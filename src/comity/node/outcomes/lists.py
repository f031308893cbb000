"""Closed lists of consultations and outcomes, with the words for each. Nothing here ranks or decides."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECISIONS: Mapping[str, Promise] = {
    "prosecutes": _("Prosecutes"),
    "does_not_prosecute": _("Does not prosecute"),
    "prosecutes_part": _("Prosecutes a part"),
    "undecided": _("Has not decided"),
}
FOLLOW_UPS: Mapping[str, Promise] = {
    "transfers_proceedings": _("Hands over its proceedings"),
    "sends_evidence": _("Sends its evidence"),
    "keeps_informed": _("Keeps the other side informed"),
    "waits": _("Waits for the other side"),
    "closes": _("Closes its proceedings"),
}
OUTCOMES: Mapping[str, Promise] = {
    "suspect_identified": _("A suspect was identified"),
    "charged": _("A charge was brought"),
    "convicted": _("A court convicted somebody"),
    "acquitted": _("A court acquitted the accused"),
    "money_secured": _("Money was secured"),
    "money_returned": _("Money was returned"),
    "taken_down": _("The page was taken down"),
    "handed_over": _("The case goes on in another state"),
    "no_suspect": _("Nobody could be identified"),
}
TOLD: Mapping[str, Promise] = {
    "suspect_identified": _("the police know who was behind it."),
    "charged": _("somebody was charged."),
    "convicted": _("a court found somebody guilty."),
    "acquitted": _("the court did not find the accused guilty."),
    "money_secured": _("money was secured, so that it cannot be moved on."),
    "money_returned": _("money was returned."),
    "taken_down": _("the false page is no longer there."),
    "handed_over": _("the authorities of another country go on with it."),
    "no_suspect": _("it could not be found out who it was."),
}
"""What a reporter is told, as the end of a sentence."""
NEXT: Mapping[str, Promise] = {
    "suspect_identified": _("You need not do anything now. We write again when the prosecutor has decided."),
    "charged": _("A court will hear the case. You may be asked as a witness; we tell you before."),
    "convicted": _("You can ask for compensation. The office named below tells you how and by when."),
    "acquitted": _("You can ask for the reasons. The office named below tells you how and by when."),
    "money_secured": _("It is not yet decided who gets it. We write again when that is decided."),
    "money_returned": _("Please look at your account. If it is not there within two weeks, tell us."),
    "taken_down": _("Please still change your passwords if you have not done so."),
    "handed_over": _("You need not report it again there. Your report stays with us too."),
    "no_suspect": _("If you learn something new, add it to your report. It can be opened again."),
}


def code(given: str, known: Mapping[str, Promise]) -> str:
    """Return a code of a list.

    Raises:
        BadInput: it is not of the list.
    """
    from comity.kernel.errors import BadInput
    from comity.node.outcomes import faults

    if given not in known:
        raise BadInput(faults.BAD_CODE.fault(code=given[:40], known=", ".join(known)))
    return given
