"""Every fault of requests, declared once: what happened, what is safe, what to do next."""

from comity.kernel.errors import declare

NO_COUNTERPART = declare(
    "assistance.counterpart.none",
    "The directory lists no {role} in {country}.",
    "Write on paper: the draft can be printed and is marked as not sent.",
)
MANY_COUNTERPARTS = declare(
    "assistance.counterpart.several", "The directory lists several: {codes}.", "Choose one of them."
)
NOT_SUCH_COUNTERPART = declare(
    "assistance.counterpart.other", "{code} is not a {role} in {country}.", "Choose one of: {codes}."
)
FOREIGN_BANK = declare(
    "assistance.counterpart.foreign_bank",
    "{name} is a bank in another state ({country}), and this desk does not ask such a bank to hold money.",
    "Ask the police or the financial intelligence unit of that state: its own law says who may hold what.",
)
NO_SENDER = declare(
    "assistance.sender.none",
    "No participant of this node is a {role}, and the record says that one sends this.",
    "Ask the operator to host it, or choose another way.",
)
NOT_SENDABLE = declare(
    "assistance.instrument.not_sendable",
    "{instrument} is shown, but this node does not send it.",
    "It is switched on with a named judicial authority.",
)
MIXED_ROUTES = declare(
    "assistance.draft.mixed", "A request rests on one instrument between two states.", "Draft two requests."
)
ROUTE_CLOSED = declare(
    "assistance.draft.route_closed",
    "{instrument} is {status} for {category}.",
    "Look at the reasons in the table of ways; draft under one that is open.",
)
UNKNOWN_CATEGORY = declare(
    "assistance.draft.category", "{instrument} is not about {category}.", "It is about: {categories}."
)
NOT_A_DRAFT = declare(
    "assistance.request.not_a_draft", "This request has left already and cannot be changed.",
    "What must be added goes in a message of its own, or in a new request.",
)  # fmt: skip
NOT_TO_DISCARD = declare(
    "assistance.request.not_to_discard", "This draft cannot be discarded.",
    "Only who drafted it can, before it has left and while nothing follows it; what has left is withdrawn.",
)  # fmt: skip
DISCARDED = declare(
    "assistance.request.discarded", "This draft was discarded.", "Make a new draft from the case.",
)  # fmt: skip
ALREADY_SENT = declare(
    "assistance.request.already_sent", "This request was sent on {at}; nothing was sent a second time.",
    "Its page shows the receipts.",
)  # fmt: skip
ALREADY_COMMITTED = declare(
    "assistance.request.already_committed", "The commitment to this request is given."
)
NO_COMMITMENT_FIELD = declare(
    "assistance.request.no_commitment", "{instrument} asks for no promise of a follow-up request."
)
COMMITMENT_IN_THE_PAST = declare(
    "assistance.commitment.past", "{day} lies before today.", "Give the day by which the request will follow."
)
STALE = declare(
    "assistance.request.changed_meanwhile",
    "Somebody changed this request since you opened the page. Nothing was done.",
    "Load the page again and look at what is new.",
)
NO_SUCH_EVENT = declare(
    "assistance.step.not_possible",
    "{event} cannot happen to {category} now ({state}).",
    "Possible: {possible}.",
)
NO_MATTER = declare("assistance.step.no_matter", "No request of this matter is known here (yet).")
STRANGER = declare("assistance.step.stranger", "{sender} is no side of this request.")
NOT_CONFIRMED = declare(
    "assistance.hold.not_confirmed",
    "No holder has confirmed yet that {category} is kept. The periods do not start before.",
    "Serve the order on the holder, or record the paper by which it confirmed.",
)
RIGHTS_STOP = declare(
    "assistance.rights.stopped",
    "This request is stopped until a lawyer of the central authority has decided with reasons ({marks}).",
    "Ask her to look at it.",
)
RIGHTS_REFUSED = declare(
    "assistance.rights.refused",
    "A lawyer of the central authority refused this request because a right is at stake. Nothing is executed under it.",
    "If the other state asks anew for something else, that is a new request.",
)
NO_RIGHTS_STOP = declare("assistance.rights.not_stopped", "Nothing stops this request at the rights gate.")
NO_REASONS = declare(
    "assistance.rights.no_reasons",
    "A decision needs its reasons.",
    "Write them in a few sentences; they are sealed.",
)
NO_GROUND = declare(
    "assistance.refusal.no_ground",
    "{ground!r} is no ground of {instrument}.",
    "Its list: {grounds}.",
)
GROUND_NEEDED = declare(
    "assistance.refusal.ground_needed", "A refusal names its ground.", "The list of {instrument}: {grounds}."
)
FORBIDDEN_GROUND = declare(
    "assistance.refusal.forbidden",
    "{ground} may not be used as a ground ({cite}).",
    "Choose another, or execute.",
)
NAME_LEAVES = declare(
    "assistance.leaving.name",
    "{field}: this would name a person who reported in this case. Nothing was sent.",
    "Write the reference of the report in place of the name.",
)
ORIGIN_LEAVES = declare(
    "assistance.order.origin",
    "{field} names the state that asked. A holder never learns it unless that state released it.",
    "Leave it out.",
)
UNAUTHORISED = declare(
    "assistance.order.unauthorised",
    "{statute} needs the decision of a {kind}; none is recorded.",
    "Record it with its authority, date and reference.",
)
NO_POWER = declare(
    "assistance.order.no_power",
    "The book has no power of {country} for {measure}.",
    "Execute it by the law you know, on paper, and tell the keepers of the book.",
)
NO_HOME_ORDER = declare("assistance.order.no_instrument", "The book has no order at home for {measure}.")
NOT_OUR_REQUEST = declare("assistance.order.not_asked", "This state was not asked for anything here.")
NOT_WHOLE_ACCOUNT = declare(
    "assistance.money.no_amount",
    "A hold is on an amount, never on an account.",
    "Give the amount and the currency.",
)
MORE_THAN_ASKED = declare(
    "assistance.money.more_than_asked", "{amount} {currency} is more than was asked ({asked} {currency})."
)
NO_END = declare("assistance.money.no_end", "A hold on money names the day on which it ends.")
NO_HOLD = declare("assistance.money.none_held", "Nothing is held here.")
EXTEND_LIMIT = declare(
    "assistance.hold.at_the_ceiling",
    "{statute} gives {days} days and no more.",
    "Only a decision that takes or hands over the data can follow.",
)
CONDITIONS_FIRST = declare(
    "assistance.offer.conditions_first", "Its conditions have not been accepted; no content has left."
)
ALONE_ONLY_FOR_LIFE = declare(
    "assistance.emergency.not_for_this",
    "One officer alone only for a life, never for property.",
    "Ask the prosecutor on call to commit and a colleague to send.",
)
NOBODY_REACHED_FIRST = declare(
    "assistance.emergency.call_first",
    "Call the second person first. Alone is allowed ten minutes after a call that reached nobody.",
    "Write the call down here.",
)
REASON_ALONE = declare("assistance.emergency.reason", "Say why you act alone; it is reviewed within a day.")
BAD_DOCUMENT = declare(
    "assistance.message.bad", "The message of the other side is not as it has to be: {what}."
)
NOT_SENT = declare(
    "assistance.message.not_sent",
    "The message tells no way by which {instrument} is sent: {steps}.",
    "A request arrives with the steps that its sender took, as the instrument's record has them. Ask the sender to send it again.",
)
WRONG_ADDRESSEE_SIDE = declare("assistance.message.wrong_way", "{country} does not answer for {requested}.")
WRONG_ROLE = declare(
    "assistance.message.wrong_role",
    "{code} is not one of those who send or take {instrument} ({roles}).",
    "Ask whoever is, or tell the keepers of the directory if its role is listed wrongly.",
)
MATTER_TAKEN = declare(
    "assistance.message.matter_taken",
    "This matter is known here already, and with somebody else at its other end.",
)
OTHER_CURRENCY = declare(
    "assistance.money.other_currency",
    "{currency} is not the currency that was asked for ({asked}).",
    "Hold what was asked, or say why you cannot.",
)
NOT_YOUR_STEP = declare("assistance.step.not_yours", "{event} is for {roles}.", "Ask a colleague who is one.")
FIELD_UNREADABLE = declare("assistance.form.unreadable", "{field}: {why}", "{advice}")
NO_TARGET_EVENT = declare(
    "assistance.send.which", "This can be sent in more than one way: {events}.", "Choose one."
)
PAPER_ONLY = declare(
    "assistance.send.paper_only",
    "{country} has no place in the directory: this cannot be sent from here.",
    "Print it and send it by the way the other state uses.",
)
