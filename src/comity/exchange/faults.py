"""What can be wrong with a message, an envelope, a receipt, a peer or the directory: each its own code and sentence."""

from __future__ import annotations

from comity.kernel.errors import declare

BAD_MESSAGE = declare(
    "exchange.message.malformed",
    "This is not a message that can be read: {why}.",
    "Ask the sender to send it again.",
)
BAD_ENVELOPE = declare(
    "exchange.envelope.malformed",
    "This is not an envelope: {why}.",
    "It may be cut short. Ask the sender for it again.",
)
ENVELOPE_CHANGED = declare(
    "exchange.envelope.changed",
    "The sealed part of the envelope is not the one that its sender signed.",
    "It was changed on the way. The sender sends it again until there is a receipt.",
)
WRONG_ADDRESSEE = declare(
    "exchange.envelope.wrong_addressee",
    "The envelope is addressed to {to}, not to {us}.",
    "It was not opened. Check the directory: the participant may have moved to another node.",
)
READDRESSED = declare(
    "exchange.envelope.readdressed",
    "The message inside was written for {to} by {sender}; the envelope around it says {outer_to} and {outer_sender}.",
    "Somebody passed a message on in another's name. Do not act on it, and tell {sender}.",
)
ENVELOPE_EXPIRED = declare(
    "exchange.envelope.expired",
    "The message was valid until {expires}; it is {now}.",
    "It takes no effect. The sender was told, or must write again.",
)
ENVELOPE_EARLY = declare(
    "exchange.envelope.from_the_future",
    "The message says it was written at {created}; it is {now}.",
    "Check both clocks.",
)
WITHOUT_KEY = declare(
    "exchange.envelope.no_key",
    "None of the keys given opens it: it is sealed to {kids}.",
    "Give the key of the addressee.",
)

BAD_RECEIPT = declare(
    "exchange.receipt.malformed",
    "This is not a receipt that can be read: {why}.",
    "Ask the receiver for it again.",
)
RECEIPT_OTHER = declare(
    "exchange.receipt.of_another_message",
    "The receipt is about another message, other bytes, or other participants ({what} differs).",
    "It counts for nothing here.",
)

REPLAYED_OTHER = declare(
    "exchange.replay.other_bytes",
    "A message with the id {id} was stored before, with other content.",
    "It was refused. A new content needs a new id.",
)

UNKNOWN_PARTICIPANT = declare(
    "exchange.directory.unknown_participant",
    "The directory lists no participant {code!r}.",
    "Check the code, and that the directory is of today.",
)
UNKNOWN_KEY = declare(
    "exchange.directory.unknown_key",
    "The directory lists no key {kid!r}.",
    "The sender may have new keys that are not published yet, or is a stranger.",
)
KEY_NOT_VALID = declare(
    "exchange.directory.key_not_valid",
    "The key {kid!r} of {owner} is not valid at {at} ({why}).",
    "The owner must use, or publish, a key that is valid.",
)
KEY_PURPOSE = declare(
    "exchange.directory.key_purpose", "The key {kid!r} of {owner} is for {purpose}, not for {wanted}."
)
SUSPENDED = declare(
    "exchange.directory.suspended",
    "{code} is suspended since {since} (reason: {reason}).",
    "Nothing new is exchanged with it. Pending matters go to a person; the suspension can be reviewed.",
)
NO_SEALING_KEY = declare(
    "exchange.directory.no_sealing_key",
    "{code} has no sealing key that is valid at {at}.",
    "Write on paper, or ask it to publish one.",
)
BAD_DIRECTORY = declare("exchange.directory.malformed", "The directory cannot be read: {why}.")
STALE = declare(
    "exchange.directory.stale",
    "The directory was good until {until}; it is {now}. Somebody may be holding newer ones back.",
    "Sending to others is stopped until a newer directory arrives. What was received stays readable.",
)
NOT_SIGNED = declare(
    "exchange.directory.not_signed",
    "The new {role} of the directory is not signed by as many keys as it must be.",
    "It was refused; the directory known so far stays in use.",
)
ROLLED_BACK = declare(
    "exchange.directory.rolled_back",
    "The {role} of the directory offered is older than the one known, or does not fit it ({why}).",
    "It was refused.",
)
ROLE_EXPIRED = declare(
    "exchange.directory.expired",
    "The {role} of the directory offered is past its day.",
    "It was refused. Ask the publisher for today's.",
)
BAD_METADATA = declare(
    "exchange.directory.damaged",
    "The {role} of the directory offered is damaged ({why}).",
    "It was refused. Fetch it again.",
)
NOT_PUBLISHABLE = declare("exchange.directory.not_publishable", "The directory cannot be published: {why}.")
