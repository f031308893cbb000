"""A case held while something is written into it."""

from __future__ import annotations

from comity.kernel.errors import Conflict
from comity.node.cases import faults
from comity.node.cases.models import Case


def locked(case: Case) -> Case:
    """Return the row of an open case, held until the transaction ends.

    Raises:
        Conflict: the case is closed.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("owner", "data_key").get(pk=case.pk)
    if row.state == Case.State.CLOSED:
        raise Conflict(faults.NOT_OPEN.fault(state=row.state))
    return row
