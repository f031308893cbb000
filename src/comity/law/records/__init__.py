"""The records of the law book: what is written in ``law/``, typed, frozen and strict.

One class per kind of record. An unknown key, a wrong type, a missing source are errors of the file, found by
``comity.law.load``. ``law/FORMAT.md`` explains each key for people who write records. Conditions of instruments
are in :mod:`comity.law.condition_records`.

Every legal fact is a :class:`Fact`: it carries its source, how sure it is (``verified``: the decisive text or the
depositary was read; ``recalled``: from knowledge of the field), the cells of it that are only recalled, and the
day on which it was last looked at.
"""

from comity.kernel.finding import Confidence
from comity.law.condition_records import Condition, Gate
from comity.law.records.base import Asked, Fact, Force, Record
from comity.law.records.instruments import ClockRule, Field, Instrument, Rule, Safety, Transition
from comity.law.records.jurisdiction import JurisdictionDuty, JurisdictionFactor, JurisdictionHead
from comity.law.records.models import ModelText, OfflineOffence, OfflinePair
from comity.law.records.national import DirectContactRule, Offence, OffenceArticle, Power, Safeguard
from comity.law.records.procedure import Bar, BarStep, Check, PublishedTime, Remedy
from comity.law.records.states import Country, Member, MemberTable, OptOut, States
from comity.law.records.treaties import (
    ArticleMeasures,
    Authority,
    Bilateral,
    DualCriminality,
    Duty,
    Extension,
    Ground,
    Party,
    Reservation,
    Treaty,
)
from comity.law.records.words import Edition, Measure, Phase, Vocabulary, Word

__all__ = [
    "ArticleMeasures",
    "Asked",
    "Authority",
    "Bar",
    "BarStep",
    "Bilateral",
    "Check",
    "ClockRule",
    "Condition",
    "Confidence",
    "Country",
    "DirectContactRule",
    "DualCriminality",
    "Duty",
    "Edition",
    "Extension",
    "Fact",
    "Field",
    "Force",
    "Gate",
    "Ground",
    "Instrument",
    "JurisdictionDuty",
    "JurisdictionFactor",
    "JurisdictionHead",
    "Measure",
    "Member",
    "MemberTable",
    "ModelText",
    "Offence",
    "OffenceArticle",
    "OfflineOffence",
    "OfflinePair",
    "OptOut",
    "Party",
    "Phase",
    "Power",
    "PublishedTime",
    "Record",
    "Remedy",
    "Reservation",
    "Rule",
    "Safeguard",
    "Safety",
    "States",
    "Transition",
    "Treaty",
    "Vocabulary",
    "Word",
]
