"""The tour as data: eight parts, and in each the steps, who does it, where, when, and what there is to do.

The same steps are walked by a person in the browser, by "do this step for me" and by ``comity demo journey``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity_demo import people

VICTIM = "somebody in Kassel whose money has just gone"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the tour."""

    number: int
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``person`` is a user name, empty for the victim at the portal; ``moment`` a named jump of the clock."""

    key: str
    part: int
    title: str
    person: str
    moment: str
    do: str
    page: str = ""
    nodes: tuple[str, ...] = ("de",)
    """The nodes that act in it, the first first: what the fault runs kill."""

    @property
    def node(self) -> str:
        """The node whose door it begins at."""
        return people.PEOPLE[self.person].node if self.person else "de"

    @property
    def door(self) -> str:
        """The door it begins at."""
        return "desk" if self.person else "portal"


PARTS: tuple[Part, ...] = (
    Part(1, "Report", "A person in Kassel tells what happened, on a phone, without an account."),
    Part(
        2,
        "Triage",
        "An officer sees how urgent it is, what it is linked to, and asks for the money to be held in France.",
    ),
    Part(3, "Route", "The law says which ways lead to the data in Japan, which do not, and why."),
    Part(4, "Request", "Three people draft, commit to and send a request. The victim's name is not in it."),
    Part(
        5,
        "Exchange",
        "The request travels signed and sealed, waits for a stopped node, and takes effect once.",
    ),
    Part(
        6, "Answer", "Tokyo executes for the logs and gives notice for the content. The path leads to Lyon."
    ),
    Part(7, "Evidence", "What was copied comes back with its chain of custody; 212 other victims are found."),
    Part(
        8,
        "Outcome",
        "Who prosecutes is settled, she is told by a person, the figures count it. A bad request is stopped.",
    ),
)

_STEPS = (
    Step("report", 1, "She reports", "", "report",
         "money has just left: a false page, konto-sicherheit.example, took a mail password and a code; 4,200 EUR went to FR14 2004 1010 0505 0001 3M02 606 on 22 November at 18:05. Answer, look everything over, send.", "/"),
    Step("triage", 2, "The report is read", "imke.brandt", "sent",
         "open the new report in the inbox; see its urgency with reasons and the two earlier reports it is linked to.", "/inbox/"),
    Step("case", 2, "A case is opened", "imke.brandt", "sent", "open a case named Lantern and join the two linked reports.", "/inbox/"),
    Step("ticket", 2, "The ticket for the money", "imke.brandt", "ticket",
         "ask the police in Lyon to have the bank hold what is left.", "/cases/", ("de", "fr")),
    Step("bank_order", 2, "Lyon asks the bank", "hugo.bernard", "ticket",
         "open the ticket from Kassel and order Banque du Port to hold the amount.", "/requests/", ("fr", "de")),
    Step("money_held", 2, "The bank holds EUR 3,150", "ana.lopes", "money_held",
         "confirm that 3,150 EUR are held: what is left, not the whole account.", "/addressee/", ("fr", "de")),
    Step("french_report", 2, "Lyon names its own report", "hugo.bernard", "money_held",
         "answer the ticket: held, and one French report shares the same domain.", "/requests/", ("fr", "de")),
    Step("routes", 3, "Which ways lead to the data", "jonas.weber", "money_held",
         "open the case and look at the ways to the data in Japan; every closed way names the gate that closes it.", "/cases/"),
    Step("leave", 4, "Two colleagues are brought in", "jonas.weber", "request",
         "give the prosecutor leave to work on the case, and the contact point leave to send.", "/cases/"),
    Step("draft", 4, "The investigator drafts", "jonas.weber", "request",
         "draft the request to keep the data, for logs and for content; the victim's name stays here.", "/requests/"),
    Step("commit", 4, "The prosecutor commits", "leyla.aydin", "request",
         "promise the request for assistance that has to follow.", "/requests/"),
    Step("send", 4, "The contact point sends", "nils.petersen", "request",
         "read what leaves Germany, then send.", "/requests/", ("de", "jp")),
    Step("opened", 5, "Tokyo opens it", "sato.haruka", "opened",
         "open the request from Germany: the receipt goes back by itself.", "/requests/", ("jp", "de")),
    Step("executed", 6, "Executed for the logs, a notice for the content", "sato.haruka", "executed",
         "take the logs in hand, and say that content will not be secured this way.", "/requests/", ("jp", "de")),
    Step("order_home", 6, "The police asks the provider", "mori.ken", "order_home",
         "serve the request to keep the logs on Hoshi Hosting, under Japanese law.", "/requests/", ("jp", "de")),
    Step("hold", 6, "The provider confirms", "kudo.mei", "hold",
         "check who asks, then confirm that the logs are held.", "/addressee/", ("jp", "de")),
    Step("board", 6, "The clocks", "nils.petersen", "hold",
         "see on the board what will be lost next, and by which safe day.", "/"),
    Step("seizure", 6, "The money is seized", "hugo.bernard", "seizure",
         "record the seizure before the hold ends on 2 December.", "/requests/", ("fr", "de")),
    Step("path", 6, "The path leads to Lyon", "sato.haruka", "path",
         "tell Germany that the panel was run from an address in Lyon.", "/requests/", ("jp", "de")),
    Step("orders", 6, "Two European orders", "leyla.aydin", "orders",
         "send the order to preserve and the order to identify the user to the provider in Lyon.", "/requests/", ("de", "fr")),
    Step("orders_answered", 6, "The provider in Lyon answers", "yann.legoff", "orders",
         "open both orders, preserve, and answer by the 14th.", "/addressee/", ("fr", "de")),
    Step("assistance", 6, "The request for assistance is drafted", "leyla.aydin", "assistance_draft",
         "draft the request for assistance to Tokyo as the follow-up that was promised.", "/requests/"),
    Step("second_period", 6, "The second thirty days", "nils.petersen", "second_period",
         "ask Japan to extend before the first thirty days end on 24 December.", "/requests/", ("de", "jp")),
    Step("dispatched", 6, "The central authority sends", "marta.kuehn", "dispatched",
         "check it, and send it to the ministry in Tokyo, three days before the last safe day.", "/requests/", ("de", "jp")),
    Step("granted", 6, "The ministry grants", "abe.rin", "granted",
         "grant: both laws punish it; both are cited.", "/requests/", ("jp", "de")),
    Step("warrant", 6, "The judge's warrant", "ito.naomi", "warrant",
         "record the warrant of the judge.", "/requests/", ("jp", "de")),
    Step("copied", 7, "The items are copied", "mori.ken", "warrant",
         "bring in what was copied under the warrant.", "/evidence/", ("jp", "de")),
    Step("release", 7, "Released by two", "mori.ken", "returned",
         "ask for the release; a second person gives it.", "/evidence/", ("jp", "de")),
    Step("returned", 7, "The evidence arrives", "tomas.reuter", "returned",
         "take the package in; its digests and its chain of custody are checked.", "/evidence/", ("jp", "de")),
    Step("offers", 7, "Offers to fourteen states", "jonas.weber", "offers",
         "offer what was found to the states of the 212 other victims.", "/requests/", ("de", "fr")),
    Step("accepted", 7, "France accepts and tells nine", "claire.morel", "offers",
         "accept the condition; nine people in France are told by the French node.", "/requests/", ("fr", "de")),
    Step("outcome", 8, "Who prosecutes", "leyla.aydin", "outcome",
         "record the consultation with France and what comes of it.", "/cases/", ("de", "fr")),
    Step("letter", 8, "A letter is released", "jonas.weber", "outcome",
         "read the letter to her and release it.", "/cases/"),
    Step("read", 8, "She reads it", "", "outcome", "come back with your code and read the letter.", "/back"),
    Step("figures", 8, "The figures", "ada.lindner", "outcome",
         "release the month's table: small cells stay hidden.", "/figures/"),
    Step("ruritania", 8, "A bad request is stopped", "marta.kuehn", "outcome",
         "a request from Ruritania for the author of a satirical page stopped at the rights gate: answer it with reasons.", "/requests/"),
)  # fmt: skip
STEPS: Mapping[str, Step] = {step.key: step for step in _STEPS}
EXTRA: Mapping[str, Step] = {
    "lapse": Step(
        "lapse",
        6,
        "The hold on the money lapses",
        "ana.lopes",
        "money_over",
        "look at the hold after its last day.",
        "/addressee/",
        ("fr", "de"),
    )
}
"""Steps of the second run of the headless journey."""


def role(step: Step) -> str:
    """Finish the sentence "you are ..." for a step."""
    return people.PEOPLE[step.person].doing if step.person else VICTIM


def of_part(number: int) -> tuple[Step, ...]:
    """Return the steps of a part."""
    return tuple(step for step in STEPS.values() if step.part == number)


def after(key: str) -> Step | None:
    """Return the step after one, ``None`` after the last."""
    keys = list(STEPS)
    place = keys.index(key) + 1
    return STEPS[keys[place]] if place < len(keys) else None
