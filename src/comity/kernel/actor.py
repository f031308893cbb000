"""Who acts: actions take an :class:`Actor`; only doors know how a person signed in.

>>> officer = Actor(kind="officer", id="7", participant="de-police", roles=frozenset({"intake_officer"}))
>>> officer.has("intake_officer")
True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["officer", "reporter", "participant", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation or process that acts on a matter.

    ``kind``: officer (a signed-in person), reporter (holds a code), participant (a peer organisation that
    signed a message), system (a process of the node, ``id`` naming it). ``participant`` is the organisation
    in whose name it acts. ``stepped_up``: signed in again a moment ago, for what cannot be undone.
    """

    kind: ActorKind
    id: str
    participant: str = ""
    roles: frozenset[str] = frozenset()
    stepped_up: bool = False

    def has(self, *roles: str) -> bool:
        """Say whether the actor holds any of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def label(self) -> str:
        """Return how audit entries name the actor: kind and id, never a name."""
        return f"{self.kind}:{self.id}"


def system(process: str) -> Actor:
    """Return the actor for a process of the node itself, such as ``rounds`` or ``notary``."""
    return Actor(kind="system", id=process)
