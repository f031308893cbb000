"""The tour as data: eight parts, and in each the steps, who does it, where, when, and what there is to do.

Texts are English here and said in the language of the page where they are shown. The same steps are walked by a person in the browser, by "do this step for me" and by ``comity demo journey``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from comity_demo import people
from comity_demo.marked import marked as _

VICTIM = _("somebody in Kassel whose money has just gone")


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
    files: tuple[str, ...] = ()
    """The invented files that are handed in by hand in it (:data:`comity_demo.material.FILES`)."""

    @property
    def node(self) -> str:
        """The node whose door it begins at."""
        return people.PEOPLE[self.person].node if self.person else "de"

    @property
    def door(self) -> str:
        """The door it begins at."""
        return "desk" if self.person else "portal"


PARTS: tuple[Part, ...] = (
    Part(1, _("Report"), _("A person in Kassel tells what happened, on a phone, without an account.")),
    Part(
        2,
        _("Triage"),
        _(
            "An officer sees how urgent it is, what it is linked to, and asks for the money to be held in France."
        ),
    ),
    Part(3, _("Route"), _("The law says which ways lead to the data in Japan, which do not, and why.")),
    Part(
        4,
        _("Request"),
        _("Three people draft, commit to and send a request. The victim's name is not in it."),
    ),
    Part(
        5,
        _("Exchange"),
        _("The request travels signed and sealed, waits for a stopped node, and takes effect once."),
    ),
    Part(
        6,
        _("Answer"),
        _("Tokyo executes for the logs and gives notice for the content. The path leads to Lyon."),
    ),
    Part(
        7,
        _("Evidence"),
        _("What was copied comes back with its chain of custody; 212 other victims are found."),
    ),
    Part(
        8,
        _("Outcome"),
        _(
            "Who prosecutes is settled, she is told by a person, the figures count it. A bad request is stopped."
        ),
    ),
)

_STEPS = (
    Step("report", 1, _("She reports"), "", "report",
         _("money has just left: a false page, konto-sicherheit.example, took a mail password and a code; 4,200 EUR went to FR14 2004 1010 0505 0001 3M02 606 on 22 November at 18:05. Answer, look everything over, send."), "/"),
    Step("triage", 2, _("The report is read"), "imke.brandt", "sent",
         _("open the new report in the inbox; see its urgency with reasons and the two earlier reports it is linked to."), "/inbox/"),
    Step("case", 2, _("A case is opened"), "imke.brandt", "sent", _("open a case named Lantern and join the two linked reports."), "/inbox/"),
    Step("ticket", 2, _("The ticket for the money"), "imke.brandt", "ticket",
         _("ask the police in Lyon to have the bank hold what is left."), "/cases/", ("de", "fr")),
    Step("bank_order", 2, _("Lyon asks the bank"), "hugo.bernard", "ticket",
         _("open the ticket from Kassel and order Banque du Port to hold the amount."), "/requests/", ("fr", "de")),
    Step("money_held", 2, _("The bank holds EUR 3,150"), "ana.lopes", "money_held",
         _("confirm that 3,150 EUR are held: what is left, not the whole account."), "/addressee/", ("fr", "de")),
    Step("french_report", 2, _("Lyon names its own report"), "hugo.bernard", "money_held",
         _("answer the ticket: held, and one French report shares the same domain."), "/requests/", ("fr", "de")),
    Step("routes", 3, _("Which ways lead to the data"), "jonas.weber", "money_held",
         _("open the case and look at the ways to the data in Japan; every closed way names the gate that closes it."), "/cases/"),
    Step("leave", 4, _("Two colleagues are brought in"), "jonas.weber", "request",
         _("give the prosecutor leave to work on the case, and the contact point leave to send."), "/cases/"),
    Step("draft", 4, _("The investigator drafts"), "jonas.weber", "request",
         _("draft the request to keep the data, for logs and for content; the victim's name stays here."), "/requests/"),
    Step("commit", 4, _("The prosecutor commits"), "leyla.aydin", "request",
         _("promise the request for assistance that has to follow."), "/requests/"),
    Step("send", 4, _("The contact point sends"), "nils.petersen", "request",
         _("read what leaves Germany, then send."), "/requests/", ("de", "jp")),
    Step("opened", 5, _("Tokyo opens it"), "sato.haruka", "opened",
         _("open the request from Germany: the receipt goes back by itself."), "/requests/", ("jp", "de")),
    Step("executed", 6, _("Executed for the logs, a notice for the content"), "sato.haruka", "executed",
         _("take the logs in hand, and say that content will not be secured this way."), "/requests/", ("jp", "de")),
    Step("police_in", 6, _("The police in Osaka is brought in"), "sato.haruka", "executed",
         _("open the request from Germany and bring in colleagues: the police in Osaka, who asks the provider under Japanese law."), "/requests/", ("jp",)),
    Step("order_home", 6, _("The police asks the provider"), "mori.ken", "order_home",
         _("serve the request to keep the logs on Hoshi Hosting, under Japanese law."), "/requests/", ("jp", "de")),
    Step("hold", 6, _("The provider confirms"), "kudo.mei", "hold",
         _("check who asks, then confirm that the logs are held."), "/addressee/", ("jp", "de")),
    Step("board", 6, _("The clocks"), "nils.petersen", "hold",
         _("see on the board what will be lost next, and by which safe day."), "/"),
    Step("seizure", 6, _("The money is seized"), "hugo.bernard", "seizure",
         _("record the seizure before the hold ends on 2 December."), "/requests/", ("fr", "de")),
    Step("path", 6, _("The path leads to Lyon"), "sato.haruka", "path",
         _("tell Germany that the panel was run from an address in Lyon."), "/requests/", ("jp", "de")),
    Step("orders", 6, _("Two European orders"), "leyla.aydin", "orders",
         _("send the order to preserve and the order to identify the user to the provider in Lyon."), "/requests/", ("de", "fr")),
    Step("orders_answered", 6, _("The provider in Lyon preserves"), "yann.legoff", "orders",
         _("open both orders, preserve what the first names, and say that the second has come; the answer is due on the 14th."), "/addressee/", ("fr", "de")),
    Step("assistance", 6, _("The request for assistance is drafted"), "leyla.aydin", "assistance_draft",
         _("draft the request for assistance to Tokyo as the follow-up that was promised."), "/requests/"),
    Step("identified", 6, _("The provider in Lyon answers"), "yann.legoff", "identified",
         _("hand over, on the last day, who used the address; what was kept for that has served."), "/addressee/", ("fr", "de"), ("user.csv",)),
    Step("second_period", 6, _("The second thirty days"), "nils.petersen", "second_period",
         _("ask Japan to extend before the first thirty days end on 24 December."), "/requests/", ("de", "jp")),
    Step("dispatched", 6, _("The central authority sends"), "marta.kuehn", "dispatched",
         _("check it, and send it to the ministry in Tokyo, three days before the last safe day."), "/requests/", ("de", "jp")),
    Step("granted", 6, _("The ministry grants"), "abe.rin", "granted",
         _("grant: both laws punish it; both are cited."), "/requests/", ("jp", "de")),
    Step("colleagues_in", 6, _("Who executes is brought in"), "abe.rin", "granted",
         _("open the request that was granted and bring in colleagues: the police and the prosecution in Osaka."), "/requests/", ("jp",)),
    Step("warrant", 6, _("The judge's warrant"), "ito.naomi", "warrant",
         _("open the request that waits for you and record the warrant of the judge: the Osaka District Court (demonstration), 14 January 2027."), "/requests/", ("jp", "de")),
    Step("copied", 7, _("The items are copied"), "mori.ken", "warrant",
         _("take in what was copied under the warrant: the two files of this step."), "/evidence/", ("jp", "de"),
         ("panel-access.csv", "panel-people.csv")),
    Step("hold_over", 7, _("The hold has served"), "sato.haruka", "warrant",
         _("note that what followed was decided: the logs are copied, so the hold on them ends before it runs out."), "/requests/", ("jp", "de")),
    Step("release", 7, _("The release is asked for"), "mori.ken", "returned",
         _("open the request from Bonn, choose \"Ask for a release\", and choose what was copied."), "/requests/", ("jp",)),
    Step("second", 7, _("A second person releases"), "ono.yuki", "returned",
         _("open the release that waits, read what leaves and to whom, and give it."), "/evidence/", ("jp", "de")),
    Step("delivered", 7, _("The ministry says that it is delivered"), "abe.rin", "returned",
         _("open the request from Bonn and note that everything asked for is delivered."), "/requests/", ("jp", "de")),
    Step("returned", 7, _("The evidence arrives"), "tomas.reuter", "returned",
         _("take the package in; its digests and its chain of custody are checked."), "/evidence/", ("jp", "de")),
    Step("offers", 7, _("Offers to fourteen states"), "jonas.weber", "offers",
         _("offer what was found to the states of the 212 other victims."), "/requests/", ("de", "fr")),
    Step("accepted", 7, _("France accepts the condition"), "claire.morel", "offers",
         _("open the offer from Germany and accept its condition."), "/requests/", ("fr", "de")),
    Step("people_sent", 7, _("Germany sends what it offered"), "nils.petersen", "offers",
         _("send France the nine people who live there, now that the condition is accepted."), "/requests/", ("de", "fr")),
    Step("nine", 7, _("France tells nine people"), "emma.roux", "offers",
         _("read the nine letters to the people in France and release them."), "/evidence/notices/", ("fr",)),
    Step("outcome", 8, _("Who prosecutes"), "leyla.aydin", "outcome",
         _("record the consultation with France and what comes of it."), "/cases/", ("de", "fr")),
    Step("letter", 8, _("A letter is released"), "jonas.weber", "outcome",
         _("read the letter to her and release it."), "/cases/"),
    Step("read", 8, _("She reads it"), "", "outcome", _("come back with your code and read the letter."), "/back"),
    Step("figures", 8, _("The figures"), "ada.lindner", "outcome",
         _("release the month's table: small cells stay hidden."), "/figures/"),
    Step("ruritania", 8, _("A bad request is stopped"), "marta.kuehn", "outcome",
         _("Ruritania asks for the author of a satirical page; its request arrives with this step and is stopped at the rights gate: answer it with reasons."), "/requests/"),
)  # fmt: skip
STEPS: Mapping[str, Step] = {step.key: step for step in _STEPS}
EXTRA: Mapping[str, Step] = {
    "lapse": Step(
        "lapse",
        6,
        _("The hold on the money lapses"),
        "ana.lopes",
        "money_over",
        _("look at the hold after its last day."),
        "/addressee/",
        ("fr", "de"),
    )
}
"""Steps of the second run of the headless journey."""

ENDING = (
    _(
        "Of the 4,200 EUR, 3,150 EUR are held and seized in Lyon. The other 1,050 EUR had left that account before anybody could ask."
    ),
    _(
        "The logs in Japan were held 28 h 38 min after her report and copied on 14 January, nine days before the hold would have run out."
    ),
    _(
        "The content could not be kept on a written request in Japan. Only the judge's warrant secured it, on 14 January; what was "
        "deleted before that day is lost, and nobody knows what it was."
    ),
    _(
        "The provider in Lyon said on the last day who used the address. The traffic data it had kept lapsed on 1 February: to have them "
        "handed over takes a judge's order, and nobody asked for one, or for the thirty days more that the law allows."
    ),
    _(
        "Of the fourteen states with other victims, one has a node: nine people in France are told. For the 203 people in the other "
        "thirteen there are drafts on paper, which somebody still has to send."
    ),
)
"""What the last page of the tour says came of it, and what did not, with the reason."""


def role(step: Step) -> str:
    """Finish the sentence "you are ..." for a step, in the language of the page."""
    return gettext(people.PEOPLE[step.person].doing if step.person else VICTIM)


def of_part(number: int) -> tuple[Step, ...]:
    """Return the steps of a part."""
    return tuple(step for step in STEPS.values() if step.part == number)


def after(key: str) -> Step | None:
    """Return the step after one, ``None`` after the last."""
    keys = list(STEPS)
    place = keys.index(key) + 1
    return STEPS[keys[place]] if place < len(keys) else None
