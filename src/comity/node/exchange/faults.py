"""What can be wrong between nodes: each its own code, with what to do next."""

from __future__ import annotations

from comity.kernel.errors import declare

NO_DIRECTORY = declare(
    "exchange.directory.none",
    "This node has no signed directory yet.",
    "Set [directory] in node.toml and wait for the next round, or run: comity node check",
)
UNREACHABLE = declare(
    "exchange.directory.unreachable",
    "The directory at {source} could not be read: {why}.",
    "The last one that was verified stays in use until it expires.",
)
NOT_LISTED = declare(
    "exchange.participant.not_listed",
    "{code!r} is not in the directory.",
    "Look the participant up again; it may have another name now.",
)
NOT_HOSTED = declare(
    "exchange.participant.not_hosted",
    "{code!r} is not a participant of this node.",
    "The directory says which node it belongs to.",
)
NOT_ADMITTED = declare(
    "exchange.counterpart.not_admitted",
    "{code!r} has not been admitted as a counterpart here.",
    "Two named persons of the central authority can admit it.",
)
SUSPENDED = declare(
    "exchange.counterpart.suspended",
    "{code!r} is suspended as a counterpart here.",
    "The matter goes to a person; two named persons can lift the suspension.",
)
SAME_PERSON = declare(
    "exchange.counterpart.same_person",
    "Whoever asked for this cannot confirm it too.",
    "A second named person must confirm.",
)
NO_CHANGE_ASKED = declare(
    "exchange.counterpart.nothing_asked",
    "Nobody has asked to change the trust in {code!r}.",
    "One person asks, with a reason; another confirms.",
)
CHANGE_OPEN = declare(
    "exchange.counterpart.change_open",
    "A change of the trust in {code!r} is waiting for its second person already.",
    "Confirm that one first.",
)
UNKNOWN_REASON = declare(
    "exchange.counterpart.unknown_reason",
    "{reason!r} is no reason of the list.",
    "Take one of: {known}.",
)
TOO_LARGE = declare(
    "exchange.envelope.oversized",
    "The envelope has {size} bytes; at most {limit} are taken.",
    "Send large files as a package of evidence.",
)
WRONG_MEDIA = declare(
    "exchange.envelope.wrong_media",
    "This address takes {wanted}, not {said!r}.",
    "Send the envelope as it is, with that content type.",
)
LENGTH_NEEDED = declare(
    "exchange.request.length_needed",
    "The request does not say how long its body is.",
    "Send Content-Length.",
)
CUT_SHORT = declare(
    "exchange.request.cut_short",
    "The request announced {announced} bytes and brought {came}.",
    "Send it again.",
)
NOT_FROM_THIS_NODE = declare(
    "exchange.envelope.not_from_this_node",
    "{sender!r} belongs to another node than the one that brought this envelope.",
    "Only the sender's own node may deliver for it.",
)
NO_SUCH_RECEIPT = declare(
    "exchange.receipt.none",
    "There is no receipt of yours for message {message}.",
    "The message did not arrive here; send it.",
)
RECEIPT_FOREIGN = declare(
    "exchange.receipt.not_ours",
    "This receipt is for no message that was sent from here.",
    "It is not kept.",
)
NO_ANSWER = declare("exchange.peer.no_answer", "The other node does not answer.", "It is tried again.")
BAD_ANSWER = declare(
    "exchange.peer.bad_answer", "The other node's answer cannot be used.", "It is tried again."
)
NOT_UNDERSTOOD = declare(
    "exchange.message.not_understood",
    "Messages of the kind {kind!r} are not understood here.",
    "The message is kept; a person will look at it.",
)
HANDLER_FAILED = declare(
    "exchange.message.stuck",
    "The message {message} could not be taken in.",
    "It is kept and tried again; a person has been told.",
)
NO_SUCH_MESSAGE = declare(
    "exchange.message.none", "There is no message {message} here.", "Look it up in the history of its matter."
)
NOT_GIVEN_UP = declare(
    "exchange.message.not_given_up",
    "This message has not been given up: it is on its way, or has arrived.",
    "Look at its receipts.",
)
NO_ROOT = declare(
    "exchange.directory.no_root",
    "The trusted root of the directory is not at {path}.",
    "Bring it by hand and compare its digest over the telephone.",
)
NO_PURPOSE = declare(
    "exchange.message.no_purpose", "Say for what purpose you read this.", "It is kept with your reading."
)
NO_PARCEL = declare(
    "exchange.parcel.none",
    "There is no such parcel for a participant of this node.",
    "Ask the sender to send its message again.",
)
PARCEL_OVER = declare(
    "exchange.parcel.over",
    "The time in which this parcel could be fetched is over.",
    "Ask the sender to send it again.",
)
PARCEL_RANGE = declare(
    "exchange.parcel.range",
    "Nothing of this parcel begins at byte {start}: it has {size} bytes.",
    "Go on from the number of bytes that have come.",
)
PARCEL_CHANGED = declare(
    "exchange.parcel.changed",
    "The parcel that came is not the one that the signed message announced: its digest is another. Nothing of it was kept.",
    "Ask the sender to send it again.",
)
PARCEL_TOO_LARGE = declare(
    "exchange.parcel.too_large",
    "The parcel announced has {size} bytes; this node fetches at most {limit} MiB.",
    "Send it in several packages, or on a data carrier.",
)
