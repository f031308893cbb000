"""Who takes part: invented organisations and people. Every organisation's name ends in "(demonstration)"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity_demo.marked import marked as _

MARK = "(demonstration)"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A participant of the network."""

    code: str
    name: str
    roles: tuple[str, ...]

    @property
    def country(self) -> str:
        """The country its code begins with."""
        return self.code[:2].upper()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in by one click. ``doing`` finishes the sentence "you are ..."."""

    username: str
    name: str
    participant: str
    role: str
    doing: str

    @property
    def node(self) -> str:
        """The node at which this person works."""
        return self.participant[:2]

    @property
    def door(self) -> str:
        """The first page of this person's work."""
        return "/addressee/" if self.role == "addressee_clerk" else "/"


@dataclass(frozen=True, slots=True)
class Country:
    """A node of the network. Telephone numbers are from ranges kept free for films; where there is no such range, none."""

    code: str
    office: str
    zone: str
    languages: tuple[str, ...]
    telephone: str
    hours: str


COUNTRIES: Mapping[str, Country] = {
    "de": Country(
        "de", f"Zentrale Ansprechstelle Cybercrime Kassel {MARK}", "Europe/Berlin", ("de", "en"), "+49 69 90009 110",
        "Day and night",
    ),
    "jp": Country("jp", f"Cybercrime Contact Point Tokyo {MARK}", "Asia/Tokyo", ("en",), "", "Day and night"),
    "fr": Country(
        "fr", f"Point de contact cybercriminalité Lyon {MARK}", "Europe/Paris", ("en",), "+33 1 99 00 17 17", "Day and night"
    ),
    # A sender with keys and an entry in the directory, without a node that runs: its one request comes from a folder.
    "xr": Country("xr", f"Ruritania {MARK}", "UTC", ("en",), "", ""),
}  # fmt: skip
RUNNING = ("de", "jp", "fr")

_ORGANISATIONS = (
    ("de-police", "Zentrale Ansprechstelle Cybercrime Kassel", ("police",)),
    ("de-contact", "24/7 Contact Point Wiesbaden", ("contact_point",)),
    ("de-prosecution", "Staatsanwaltschaft Kassel, Cybercrime", ("prosecution",)),
    ("de-justice", "Central Authority for Legal Assistance Bonn", ("central_authority",)),
    ("jp-contact", "24/7 Contact Point Tokyo", ("contact_point",)),
    ("jp-police", "Cyber Police Osaka", ("police",)),
    ("jp-justice", "Central Authority for Legal Assistance Tokyo", ("central_authority",)),
    ("jp-prosecution", "Public Prosecutors Office Osaka", ("prosecution",)),
    ("jp-hoshi", "Hoshi Hosting K.K.", ("provider",)),
    ("fr-contact", "Point de contact 24/7 Nanterre", ("contact_point",)),
    ("fr-police", "Police judiciaire, cybercriminalité, Lyon", ("police",)),
    ("fr-prosecution", "Parquet de Lyon, cybercriminalité", ("prosecution",)),
    ("fr-justice", "Autorité centrale d'entraide, Paris", ("central_authority",)),
    ("fr-port", "Banque du Port", ("bank",)),
    ("fr-fil", "Fil Hebergement SAS", ("provider",)),
    ("xr-contact", "Ruritania, Contact Point", ("contact_point",)),
)
ORGANISATIONS: Mapping[str, Organisation] = {
    code: Organisation(code, f"{name} {MARK}", roles) for code, name, roles in _ORGANISATIONS
}

_PEOPLE = (
    ("imke.brandt", "Imke Brandt", "de-police", "intake_officer", _("the intake officer in Kassel")),
    ("jonas.weber", "Jonas Weber", "de-police", "investigator", _("the investigator in Kassel")),
    ("leyla.aydin", "Dr. Leyla Aydin", "de-prosecution", "prosecutor", _("the prosecutor on call in Kassel")),
    ("nils.petersen", "Nils Petersen", "de-contact", "duty_officer", _("the duty officer in Wiesbaden")),
    ("marta.kuehn", "Marta Kühn", "de-justice", "legal_officer", _("the lawyer of the central authority in Bonn")),
    ("jan.ebeling", "Jan Ebeling", "de-justice", "legal_officer", _("the second lawyer of the central authority in Bonn")),
    ("tomas.reuter", "Tomas Reuter", "de-police", "evidence_officer", _("the evidence officer in Kassel")),
    ("ada.lindner", "Ada Lindner", "de-police", "statistician", _("the statistician in Kassel")),
    ("sato.haruka", "Sato Haruka", "jp-contact", "duty_officer", _("the duty officer in Tokyo")),
    ("mori.ken", "Mori Ken", "jp-police", "investigator", _("the police officer in Osaka")),
    ("abe.rin", "Abe Rin", "jp-justice", "legal_officer", _("the lawyer of the ministry in Tokyo")),
    ("kato.mio", "Kato Mio", "jp-justice", "legal_officer", _("the second lawyer of the ministry in Tokyo")),
    ("ito.naomi", "Ito Naomi", "jp-prosecution", "prosecutor", _("the prosecutor in Osaka")),
    ("ono.yuki", "Ono Yuki", "jp-police", "evidence_officer", _("the evidence officer in Osaka")),
    ("kudo.mei", "Kudo Mei", "jp-hoshi", "addressee_clerk", _("the clerk of Hoshi Hosting in Osaka")),
    ("claire.morel", "Claire Morel", "fr-contact", "duty_officer", _("the duty officer in Nanterre")),
    ("hugo.bernard", "Hugo Bernard", "fr-police", "investigator", _("the police officer in Lyon")),
    ("emma.roux", "Emma Roux", "fr-police", "intake_officer", _("the intake officer in Lyon")),
    ("luc.girard", "Luc Girard", "fr-prosecution", "prosecutor", _("the prosecutor in Lyon")),
    ("anne.petit", "Anne Petit", "fr-justice", "legal_officer", _("the lawyer of the central authority in Paris")),
    ("paul.faure", "Paul Faure", "fr-justice", "legal_officer", _("the second lawyer of the central authority in Paris")),
    ("ana.lopes", "Ana Lopes", "fr-port", "addressee_clerk", _("the clerk of Banque du Port")),
    ("yann.legoff", "Yann Le Goff", "fr-fil", "addressee_clerk", _("the clerk of Fil Hebergement in Lyon")),
)  # fmt: skip
PEOPLE: Mapping[str, Person] = {row[0]: Person(*row) for row in _PEOPLE}


def of(node: str) -> tuple[Person, ...]:
    """Return the people of a node."""
    return tuple(person for person in PEOPLE.values() if person.node == node)


def hosted(node: str) -> tuple[Organisation, ...]:
    """Return the organisations of a node."""
    return tuple(one for one in ORGANISATIONS.values() if one.code.startswith(f"{node}-"))
