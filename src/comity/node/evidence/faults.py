"""What can be wrong with items, their release and their packages."""

from comity.kernel.errors import declare

NO_ITEM = declare("evidence.item.none", "There is no such item here.", "Check the reference.")
NO_RELEASE = declare(
    "evidence.release.none", "There is no such release here.", "Look at the list of releases."
)
NO_PACKAGE = declare(
    "evidence.package.none", "There is no such package here.", "Look at the list of packages."
)
NOTHING_GIVEN = declare(
    "evidence.item.nothing_given", "No file was given, or all were empty.", "Choose at least one file."
)
EMPTY_FILE = declare(
    "evidence.item.empty", "{name} is empty, so it was not taken in.", "Choose the file again."
)
TOO_LARGE = declare(
    "evidence.item.too_large",
    "{name} is larger than {limit} MB, which is what this page takes. Nothing of it was kept.",
    "Bring it on a data carrier; the operator takes it in from there.",
)
INTERRUPTED = declare(
    "evidence.item.interrupted", "Sending {name} was interrupted. Nothing of it was kept.", "Send it again."
)
BAD_MARK = declare("evidence.item.bad_mark", "{mark!r} is no mark.", "Marks are: {known}.")
BAD_DECISION = declare(
    "evidence.item.bad_decision",
    "Nothing was decided about this item.",
    "Choose whether it may go on or stays sealed.",
)
SEVERAL_OWNERS = declare(
    "evidence.release.several_owners",
    "These items belong to different participants: {owners}.",
    "Release them one participant at a time.",
)
NO_COUNTERPART = declare(
    "evidence.release.no_counterpart",
    "This request has nobody at the other end to whom items could go.",
    "A state without a node gets them on paper or a data carrier.",
)
NOT_OF_REQUEST = declare(
    "evidence.release.other_matter",
    "Item {reference} has nothing to do with this request.",
    "Choose items of the case or of the orders that serve the request.",
)
NO_AUTHORISATION = declare(
    "evidence.release.no_authorisation",
    "No decision is recorded that allows this: the law asks for {kind}.",
    "Record who decided, when, and under which reference; then ask for the release again.",
)
MARKED = declare(
    "evidence.release.marked",
    "Item {reference} is marked {mark} and no filter officer has cleared it.",
    "Ask a filter officer who does not work on this case.",
)
GONE = declare(
    "evidence.release.gone",
    "Item {reference} was {verb} already and is not here to be released.",
    "Look at its chain of custody.",
)
PACKAGE_TOO_LARGE = declare(
    "evidence.package.too_large",
    "Together these items have {size} MB; a package sent through the exchange can have {limit} MB.",
    "Release fewer items at once, or send them on a data carrier with a package made for the file.",
)
DONE_ALREADY = declare(
    "evidence.release.done", "These items were released already, at {at}.", "Look at the package."
)
NOT_PLACED = declare(
    "evidence.package.not_placed",
    "The notary has not placed the newest entries in the log yet.",
    "Try again in a second; if it stays so, look whether the notary process runs.",
)
MIXED = declare(
    "evidence.package.mixed",
    "A package holds the items of one arrival, or items that began here: chains of different packages cannot be mixed.",
    "Make one package for each.",
)
NOT_READY = declare(
    "evidence.package.not_ready", "This package is not written yet.", "Try again in a second."
)
BAD_MESSAGE = declare(
    "evidence.message.bad",
    "The message with a package is not whole: {what}.",
    "Ask the sender to send it again.",
)
NO_KEY = declare(
    "evidence.message.no_key",
    "The package that goes with the message is not sealed to this participant.",
    "Ask the sender to send it again.",
)
NOT_THEIRS = declare(
    "evidence.message.not_theirs",
    "The package is by {maker}, which is not at the node of {sender}.",
    "Do not rely on it; ask the sender.",
)
NOT_FOR_US = declare(
    "evidence.message.not_for_us",
    "The package is for {to} in the matter {matter}, not for what it was sent in.",
    "Do not rely on it; ask the sender.",
)
CLOCKS_APART = declare(
    "evidence.message.clocks_apart",
    "By the other node's clock the items were sent at {sent}, by ours they arrived at {arrived}.",
    "Compare the clocks of both nodes, then have the message taken in again.",
)
NO_MATTER = declare(
    "evidence.message.no_matter",
    "No request of this matter is known here.",
    "It is tried again; if it stays so, ask the sender under which request it was sent.",
)
NOT_A_LIST = declare(
    "evidence.harmed.not_a_list",
    "This is not a list of people harmed: {why}.",
    "A list has a line for each person: country and contact, and name, language and what was found where they are known.",
)
BAD_LINE = declare("evidence.harmed.bad_line", "Line {line}: {why}.", "Correct the line, or take it out.")
