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
         _("open the new report in the inbox; see its urgency with reasons and the two earlier reports it is linked to; then, under \"Open what is sealed\", choose the purpose and press \"Open the report\": only that counts as read."), "/inbox/"),
    Step("case", 2, _("A case is opened"), "imke.brandt", "sent", _("open a case named Lantern, join the two linked reports, and choose Jonas Weber as its lead."), "/inbox/"),
    Step("ticket", 2, _("The ticket for the money"), "imke.brandt", "ticket",
         _("open her report and choose \"Have the payment stopped\"; fill in what the form lacks, see what leaves, and send it to the police in Lyon."), "/inbox/?view=in_case", ("de", "fr")),
    Step("bank_order", 2, _("Lyon asks the bank"), "hugo.bernard", "ticket",
         _("open the ticket from Kassel: say why and press \"Open it\", then \"Begin\"; then serve an order on Banque du Port to hold the amount."), "/requests/", ("fr", "de")),
    Step("money_held", 2, _("The bank holds EUR 3,150"), "ana.lopes", "money_held",
         _("open the order and press \"Confirm that a part is held\": 3,150 EUR, what is left, not the whole account."), "/addressee/", ("fr", "de")),
    Step("french_report", 2, _("Lyon names its own report"), "hugo.bernard", "money_held",
         _("open the ticket from Kassel and press \"Confirm that a part is held\", in words too: one French report shares the same domain."), "/requests/", ("fr", "de")),
    Step("facts", 3, _("What is known of the firm in Osaka"), "jonas.weber", "money_held",
         _("open the case, then its Facts, and state each of the facts below."), "/cases/"),
    Step("routes", 3, _("Which ways lead to the data"), "jonas.weber", "money_held",
         _("open the case, then Law, and look at the ways to the data in Japan; every closed way names the gate that closes it."), "/cases/"),
    Step("leave", 4, _("Two colleagues are brought in"), "jonas.weber", "request",
         _("open the case, then People and silence: give Dr. Leyla Aydin leave to work on it, and Nils Petersen leave to send."), "/cases/"),
    Step("draft", 4, _("The investigator drafts"), "jonas.weber", "request",
         _("open the case, then Law; of the ways to Japan choose the expedited preservation, and draft it for traffic data and content. The victim's name stays here."), "/cases/"),
    Step("commit", 4, _("The prosecutor commits"), "leyla.aydin", "request",
         _("open the draft, choose \"Commit to the follow-up request\", and promise the request for assistance that has to follow."), "/requests/"),
    Step("send", 4, _("The contact point sends"), "nils.petersen", "request",
         _("read what leaves Germany, then send."), "/requests/", ("de", "jp")),
    Step("opened", 5, _("Tokyo opens it"), "sato.haruka", "opened",
         _("open the request from Germany, say why under \"Why do you open it?\" and press \"Open it\": the receipt goes back by itself."), "/requests/", ("jp", "de")),
    Step("executed", 6, _("Executed for the logs, a notice for the content"), "sato.haruka", "executed",
         _("press \"Accept\" for the traffic data, and \"Give notice that this will not secure it\" for the content."), "/requests/", ("jp", "de")),
    Step("police_in", 6, _("The police in Osaka is brought in"), "sato.haruka", "executed",
         _("open the request from Germany and bring in colleagues: the police in Osaka, who asks the provider under Japanese law."), "/requests/", ("jp",)),
    Step("order_home", 6, _("The police asks the provider"), "mori.ken", "order_home",
         _("serve the request to keep the logs on Hoshi Hosting, under Japanese law."), "/requests/", ("jp", "de")),
    Step("hold", 6, _("The provider confirms"), "kudo.mei", "hold",
         _("check who asks, then press \"Confirm that it is kept\"."), "/addressee/", ("jp",)),
    Step("hold_told", 6, _("Tokyo confirms to Germany"), "sato.haruka", "hold",
         _("open the request from Germany and press \"Confirm that it is kept\" for the traffic data."), "/requests/", ("jp", "de")),
    Step("board", 6, _("The clocks"), "nils.petersen", "hold",
         _("see on the board what will be lost next, and by which safe day."), "/"),
    Step("seizure", 6, _("The money is seized"), "hugo.bernard", "seizure",
         _("open the order to Banque du Port and press \"Note the seizure\", before the hold ends on 2 December."), "/requests/", ("fr", "de")),
    Step("path", 6, _("The path leads to Lyon"), "sato.haruka", "path",
         _("open the request from Germany, choose \"Tell the other side something\", and say that the panel was run from an address in Lyon."), "/requests/?show=all", ("jp", "de")),
    Step("lyon_facts", 6, _("What is known of the firm in Lyon"), "jonas.weber", "orders",
         _("open the case, then its Facts, and state each of the facts below. A case has one set of facts about the provider: until now it was that of the firm in Osaka, from now on it is that of the firm in Lyon."), "/cases/"),
    Step("orders", 6, _("Two European orders"), "leyla.aydin", "orders",
         _("open the request to Tokyo, choose \"Draft what follows\", and draft, for France, the order to preserve and the order to identify the user; fill in both, see what leaves, and send them to the provider in Lyon."), "/requests/?show=out", ("de", "fr")),
    Step("orders_answered", 6, _("The provider in Lyon preserves"), "yann.legoff", "orders",
         _("open both orders, preserve what the first names, and say that the second has come; the answer is due on the 14th."), "/addressee/", ("fr", "de")),
    Step("assistance", 6, _("The request for assistance is drafted"), "leyla.aydin", "assistance_draft",
         _("open the request to Tokyo, choose \"Draft what follows\", draft the request for assistance that was promised, for Japan, fill it in and save it. The central authority in Bonn, which will send it, takes part in it from its drafting on."), "/requests/?show=out"),
    Step("identified", 6, _("The provider in Lyon answers"), "yann.legoff", "identified",
         _("open the order to identify the user and hand over, on the last day, who used the address."), "/addressee/", ("fr", "de"), ("user.csv",)),
    Step("identified_here", 6, _("The answer is taken in"), "leyla.aydin", "identified",
         _("open the order to identify the user and press \"Confirm receipt and close\"; then open the order to preserve and press \"Follow-up request filed\" for the subscriber data."), "/requests/?show=out", ("de", "fr")),
    Step("kept_served", 6, _("What was kept has served"), "yann.legoff", "identified",
         _("open the order to preserve and press \"Note that the follow-up was decided\" for the subscriber data."), "/addressee/", ("fr", "de")),
    Step("second_period", 6, _("Germany asks for the second thirty days"), "nils.petersen", "second_period",
         _("open the request to Tokyo, choose \"Tell the other side something\", and ask that the traffic data are kept for the next period: the first thirty days end on 24 December."), "/requests/?show=out", ("de", "jp")),
    Step("period_granted", 6, _("Tokyo grants them"), "sato.haruka", "period_granted",
         _("open the request from Germany and press \"Ask for, or grant, the next period\" for the traffic data; Japanese law gives sixty days in all."), "/requests/?show=all", ("jp", "de")),
    Step("prolonged", 6, _("The provider keeps them on"), "mori.ken", "prolonged",
         _("open the order to Hoshi Hosting and press \"Prolong\": it keeps the logs until 23 January."), "/requests/?show=all", ("jp",)),
    Step("dispatched", 6, _("The central authority sends"), "marta.kuehn", "dispatched",
         _("open the draft, see what leaves, and send it to the ministry in Tokyo, three days before the last safe day."), "/requests/", ("de", "jp")),
    Step("granted", 6, _("The ministry grants"), "abe.rin", "granted",
         _("open the request from Bonn, then press \"Begin the review\", \"Accept\" and \"Begin execution\": both laws punish it, and both are cited."), "/requests/", ("jp", "de")),
    Step("colleagues_in", 6, _("Who executes is brought in"), "abe.rin", "granted",
         _("open the request that was granted and bring in colleagues: the police and the prosecution in Osaka."), "/requests/", ("jp",)),
    Step("warrant", 6, _("The judge's warrant"), "ito.naomi", "warrant",
         _("open the request that waits for you and record the warrant of the judge: the Osaka District Court (demonstration), 14 January 2027."), "/requests/", ("jp", "de")),
    Step("copied", 7, _("The items are copied"), "mori.ken", "warrant",
         _("choose \"Take in files\" and take in what was copied under the warrant: the two files of this step."), "/evidence/", ("jp", "de"),
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
         _("the package comes in by itself: open the log, look at its chain of custody, and have a package for the court written."), "/evidence/", ("de", "jp")),
    Step("confirmed", 7, _("Bonn confirms that it arrived"), "marta.kuehn", "returned",
         _("open the request to Tokyo and press \"Confirm receipt and close\"."), "/requests/?show=all", ("de", "jp")),
    Step("offers", 7, _("Offers to fourteen states"), "jonas.weber", "offers",
         _("open the list of people, choose \"Read it as a list of people harmed\", draft the offers to the fourteen states, and send them."), "/evidence/", ("de", "fr")),
    Step("accepted", 7, _("France accepts the condition"), "claire.morel", "offers",
         _("open the offer from Germany and accept its condition."), "/requests/", ("fr", "de")),
    Step("people_sent", 7, _("Germany sends what it offered"), "nils.petersen", "offers",
         _("send France the nine people who live there, now that the condition is accepted."), "/requests/", ("de", "fr")),
    Step("nine", 7, _("France tells nine people"), "emma.roux", "offers",
         _("read the nine letters to the people in France and release them."), "/evidence/notices/", ("fr",)),
    Step("consult", 8, _("Who prosecutes"), "leyla.aydin", "outcome",
         _("open the case, then Outcome, choose \"Consult on who prosecutes\" with the prosecution in Lyon, and record that Germany prosecutes."), "/cases/", ("de", "fr")),
    Step("agreed", 8, _("France agrees"), "luc.girard", "outcome",
         _("open the consultation with Kassel and record that Germany prosecutes."), "/evidence/consultations/", ("fr", "de")),
    Step("outcome", 8, _("What came of it"), "leyla.aydin", "outcome",
         _("open the case, then Outcome, and record that a suspect was identified: a letter to each who reported is drafted. Nobody is charged yet."), "/cases/"),
    Step("letter", 8, _("A letter is released"), "jonas.weber", "outcome",
         _("read the letter to her and release it."), "/cases/"),
    Step("read", 8, _("She reads it"), "", "outcome", _("come back with your code and read the letter."), "/back"),
    Step("figures", 8, _("The figures"), "ada.lindner", "outcome",
         _("release the month's table: small cells stay hidden."), "/figures/"),
    Step("ruritania", 8, _("A bad request is stopped"), "marta.kuehn", "outcome",
         _("Ruritania asks for the author of a satirical page; its request arrives with this step and is stopped at the rights gate: open it, and refuse it for rights, with a ground and reasons."), "/requests/"),
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
        "The logs in Japan were held, kept on for a second period, and copied on 14 January, nine days before that would have run out."
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
