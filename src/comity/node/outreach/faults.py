"""What can be wrong with offers and notices."""

from comity.kernel.errors import declare

NO_OFFER = declare(
    "outreach.offer.none", "There is no such offer here.", "Look at the list of people harmed."
)
OFFERED_ALREADY = declare(
    "outreach.offer.made", "This list was offered to the states already.", "Look at its offers."
)
NOT_TO_SEND = declare(
    "outreach.offer.on_paper",
    "{country} has no place in the directory, so nothing can be sent.",
    "Print the draft, or take it as JSON; it says that it was not sent.",
)
NO_WAY = declare(
    "outreach.offer.no_way",
    "No way is open to tell {country} of this without being asked.",
    "The law page says why; the central authority may know another.",
)
NO_CONDITION = declare(
    "outreach.offer.no_condition",
    "Say under which condition the people may be told.",
    "It is part of the offer.",
)
NO_WHY = declare("outreach.offer.no_why", "Say why this helps the other state.", "It stands in the offer.")
NO_POLICE = declare(
    "outreach.notice.no_police",
    "This node has no police desk that could tell people.",
    "Give a hosted participant the role police in node.toml.",
)
NO_NOTICE = declare("outreach.notice.none", "There is no such notice here.", "Look at the list of notices.")
UNREAD = declare(
    "outreach.notice.unread",
    "{count} letters wait whose words were not read as they stand now.",
    "Read each wording once, then release them.",
)
