"""The answer of the engine about routes, typed for pages and as the JSON document ``comity.routes/1``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from comity.clocks.safe_day import LastSafeDay
from comity.kernel.finding import Confidence, Reason
from comity.law.expected import Expected
from comity.law.gates import GateAnswer
from comity.law.grounds import DualQuestion, OpenGround
from comity.law.running import RunningClock
from comity.law.status import Status
from comity.law.words import reason_document, sentence

if TYPE_CHECKING:
    from comity.law.checking import CheckMade
    from comity.law.order import Place
    from comity.law.records import Instrument
    from comity.law.refusal import AfterRefusal


@dataclass(frozen=True, slots=True)
class Channel:
    """Who writes to whom. ``addressee_state``: where the addressee of a direct order is, if not in the state asked."""

    from_role: str
    to_role: str
    authorities: tuple[str, ...]
    addressee_state: str = ""

    def document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "from_role": self.from_role,
            "to_role": self.to_role,
            "authorities": list(self.authorities),
            "addressee_state": self.addressee_state or None,
        }


@dataclass(frozen=True)
class Route:
    """One way to obtain one measure for one kind of data, with everything a lawyer asks about it."""

    requesting: str
    requested: str
    instrument: Instrument
    legal_basis: str
    measure: str
    data_category: str
    status: Status
    channel: Channel
    gates: tuple[GateAnswer, ...]
    dual: DualQuestion
    grounds: tuple[OpenGround, ...]
    barred_grounds: tuple[OpenGround, ...]
    clocks: tuple[RunningClock, ...]
    safe_day: LastSafeDay | None
    expected: Expected
    warnings: tuple[Reason, ...]
    confidence: Confidence
    phase: str = ""
    checks: tuple[CheckMade, ...] = ()

    @property
    def failing(self) -> tuple[GateAnswer, ...]:
        """All gates that fail, in order."""
        return tuple(gate for gate in self.gates if gate.verdict == "fail")

    @property
    def questions(self) -> tuple[str, ...]:
        """The facts that would settle what is open, the first one first."""
        return tuple(dict.fromkeys(name for gate in self.gates for name in gate.settles))

    @property
    def decisive(self) -> tuple[Reason, ...]:
        """The reasons to show in a table: what stands against the route; for an open one, the records it rests on."""
        against = tuple(reason for gate in self.gates for reason in gate.against)
        if against:
            return against
        telling = [gate for gate in self.gates if gate.gate in ("in_force", "grounds", "conditions")]
        return tuple(reason for gate in telling for reason in gate.passed if reason.record)

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "requesting": self.requesting,
            "requested": self.requested,
            "instrument": self.instrument.id,
            "title": self.instrument.title,
            "legal_basis": self.legal_basis,
            "measure": self.measure,
            "data_category": self.data_category,
            "status": self.status,
            "phase": self.phase,
            "channel": self.channel.document(),
            "gates": [gate.document(lang) for gate in self.gates],
            "dual_criminality": self.dual.document(lang),
            "grounds": [found.document() for found in self.grounds],
            "barred_grounds": [found.document() for found in self.barred_grounds],
            "clocks": [clock.document() for clock in self.clocks],
            "expected": self.expected.document(),
            "warnings": [sentence(reason, lang) for reason in self.warnings],
            "warning_reasons": [reason_document(reason, lang) for reason in self.warnings],
            "questions": list(self.questions),
            "checks": [check.document(lang) for check in self.checks],
            "use_limitation": list(self.instrument.use_limitation),
            "confidentiality": list(self.instrument.confidentiality),
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class HomePower:
    """What can be had at home first, without asking anybody abroad: a power of the requesting state."""

    state: str
    measure: str
    statute: str
    available: str
    authority: str
    data_categories: tuple[str, ...]
    reason: Reason
    record: str
    confidence: Confidence

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "state": self.state,
            "measure": self.measure,
            "statute": self.statute,
            "available": self.available,
            "authority": self.authority,
            "data_categories": list(self.data_categories),
            "reason": reason_document(self.reason, lang),
            "record": self.record,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the parallel plan: stop the money, hold the data, ask, tell; its routes in order of use, and why it stands here."""

    phase: str
    routes: tuple[Route, ...]
    reason: Reason


@dataclass(frozen=True)
class RoutesAnswer:
    """All routes for a scenario, and the plan where no measure was named."""

    book: Mapping[str, str]
    on: date
    routes: tuple[Route, ...]
    at_home: tuple[HomePower, ...] = ()
    plan: tuple[Step, ...] = ()
    assumptions: tuple[str, ...] = field(default=())
    places: tuple[Place, ...] = ()
    after_refusal: tuple[AfterRefusal, ...] = ()

    def find(self, instrument: str, *, data_category: str = "", requested: str = "") -> tuple[Route, ...]:
        """Return the routes of one instrument, for a page that shows one."""
        return tuple(
            route
            for route in self.routes
            if route.instrument.id == instrument
            and data_category in ("", route.data_category)
            and requested in ("", route.requested)
        )

    def document(self, lang: str = "en") -> dict[str, Any]:
        """Return the JSON document ``comity.routes/1``."""
        return {
            "schema": "comity.routes/1",
            "book": dict(self.book),
            "on": self.on.isoformat(),
            "assumptions": list(self.assumptions),
            "at_home": [power.document(lang) for power in self.at_home],
            "routes": [
                {**route.document(lang), "order": place.document(lang)}
                for route, place in zip(self.routes, self.places, strict=True)
            ],
            "after_refusal": [found.document(lang) for found in self.after_refusal],
            "plan": [
                {
                    "phase": step.phase,
                    "why": sentence(step.reason, lang),
                    "routes": [
                        {
                            "instrument": route.instrument.id,
                            "requested": route.requested,
                            "measure": route.measure,
                            "data_category": route.data_category,
                            "status": route.status,
                        }
                        for route in step.routes
                    ],
                }
                for step in self.plan
            ],
        }
