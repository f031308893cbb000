"""From the gates to one word: open, conditional, closed, displaced, protected, future, unknown.

>>> of(())
'open'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from comity.law.gates import GateAnswer

Status = Literal["open", "conditional", "closed", "displaced", "protected", "future", "unknown"]
ORDER: tuple[Status, ...] = ("open", "conditional", "unknown", "protected", "displaced", "future", "closed")
"""From what can be used now to what cannot."""


def of(gates: Iterable[GateAnswer]) -> Status:
    """Return the status.

    ``future``: nothing stands against the route but that it is not in force yet, and time may change that. Several failures are
    ``closed``. ``displaced`` looks past a wrong sender: who asks does not matter where the basis itself gives way.
    """
    gates = tuple(gates)
    if all(gate.verdict == "pass" for gate in gates):
        return "open"
    failing = {gate.gate: set(gate.consequences) for gate in gates if gate.verdict == "fail"}
    if failing:
        force = failing.get("in_force", set()) & {"fail", "not_yet", "displaced"}
        if set(failing) <= {"in_force", "sender"} and force == {"displaced"}:
            return "displaced"
        return "future" if set(failing) == {"in_force"} and force == {"not_yet"} else "closed"
    met = {consequence for gate in gates for consequence in gate.consequences}
    milder: tuple[Status, ...] = ("protected", "unknown", "conditional")
    return next((word for word in milder if word in met), "open")
