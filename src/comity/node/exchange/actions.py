"""The verbs of the exchange, one module for each part of a message's life; others call them from here.

``posting`` puts into the outbox, ``delivering`` sends, ``receiving`` takes in, ``opening`` opens, ``returning`` brings
receipts back, ``trusting`` admits and suspends, ``syncing`` reads the signed directory.
"""

from comity.node.exchange.delivering import deliver_due, keep_receipt
from comity.node.exchange.opening import (
    due,
    finish,
    mark_matter_opened,
    mark_opened,
    open_message,
    postpone,
    read_message,
    take,
    take_in_again,
)
from comity.node.exchange.posting import post, try_again
from comity.node.exchange.receiving import (
    forget_nonces,
    receive,
    receive_receipt,
    remember_nonce,
)
from comity.node.exchange.returning import ask_for_receipts, deliver_receipts
from comity.node.exchange.syncing import sync
from comity.node.exchange.trusting import ask_trust, confirm_trust, require_trust

__all__ = [
    "ask_for_receipts",
    "ask_trust",
    "confirm_trust",
    "deliver_due",
    "deliver_receipts",
    "due",
    "finish",
    "forget_nonces",
    "keep_receipt",
    "mark_matter_opened",
    "mark_opened",
    "open_message",
    "post",
    "postpone",
    "read_message",
    "receive",
    "receive_receipt",
    "remember_nonce",
    "require_trust",
    "sync",
    "take",
    "take_in_again",
    "try_again",
]
