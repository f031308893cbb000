"""What can be wrong with a log, a checkpoint, an entry, an acknowledgement or a package.

The sentences of the stand-alone verifier are its own (:data:`comity.custody.verify.FAULTS`); here they are declared
like all others, so that they stand in the reference and can be translated, and a refusal of the verifier becomes
an :class:`~comity.kernel.errors.Untrusted`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from comity.custody import verify
from comity.kernel.errors import Untrusted, declare

VERIFIER = {code: declare(code, sentence, step) for code, (sentence, step) in verify.FAULTS.items()}

NOT_INCLUDED = declare(
    "custody.log.not_included",
    "Entry {index} is not shown to be in the log of {size} entries.",
    "Ask the node for a new proof.",
)
NOT_CONSISTENT = declare(
    "custody.log.not_consistent",
    "The log of {first} entries is not the start of the log of {second}: entries were changed or taken away.",
    "Keep both checkpoints: together they prove it. Tell the oversight body of the node.",
)
BAD_NOTE = declare(
    "custody.checkpoint.malformed", "This is not a checkpoint: {why}.", "Ask the node for it again."
)
NOTE_UNSIGNED = declare(
    "custody.checkpoint.unsigned",
    "The checkpoint of {origin!r} bears no signature that holds under a trusted key.",
)
BAD_ENTRY = declare("custody.entry.malformed", "A custody entry is not what it must be: {why}.")
OUT_OF_ORDER = declare(
    "custody.entry.out_of_order",
    "An item cannot be {verb} now: {why}.",
    "Record what happened in the order it happened.",
)
BAD_PACKAGE = declare("custody.package.unfit", "The package cannot be made: {why}.")

ITEM_NOT_FOR_KEY = declare(
    "custody.package.not_for_this_key",
    "Item {item} is not sealed to the key {kid!r}.",
    "Open it with a key that the package was made for.",
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn a refusal of the stand-alone verifier into one of ours, code and facts kept."""
    try:
        yield
    except verify.Refused as refusal:
        raise Untrusted(VERIFIER[refusal.code].fault(**refusal.facts)) from None
