"""What is said when the button could not do a step: the sentence of the page it stood before, never an address or a number of the web."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.kernel.errors import ComityError, Fault
from comity_demo import faults


def words(error: ComityError) -> str:
    """Return in words why a step could not be done."""
    said = [_said(one) for one in error.faults]
    return " ".join(one for one in said if one) or _(
        "The page does not offer this now: what comes before it may be on its way, or may have been done in another way. Wait a moment and "
        "try again, or do it yourself and see what the page says."
    )


def _said(fault: Fault) -> str:
    if fault.code == faults.BAD_ANSWER.code:
        return str(fault.facts.get("text", ""))
    if fault.code == faults.STEP_FAILED.code:
        reason = str(fault.facts.get("reason", ""))
        return "" if "http" in reason else reason
    return "" if fault.code == faults.NO_FORM.code else fault.text
