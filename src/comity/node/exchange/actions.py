"""The verbs of the exchange, one module for each part of a message's life; others call them from here.

``posting`` puts into the outbox, ``delivering`` sends, ``receiving`` takes in, ``opening`` opens, ``returning`` brings
receipts back, ``parcels`` and ``fetching`` carry what is too large for an envelope, ``trusting`` admits and suspends, ``syncing`` reads the signed directory.
"""

from comity.node.exchange.delivering import deliver_due, keep_receipt
from comity.node.exchange.fetching import awaited, fetch_due
from comity.node.exchange.opening import (
    Refuses,
    Waits,
    due,
    finish,
    mark_matter_opened,
    mark_opened,
    open_message,
    postpone,
    read_message,
    take,
    take_in_again,
    wait,
)
from comity.node.exchange.parcels import offer
from comity.node.exchange.parcels import piece as parcel_piece
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
    "Refuses",
    "Waits",
    "ask_for_receipts",
    "ask_trust",
    "awaited",
    "confirm_trust",
    "deliver_due",
    "deliver_receipts",
    "due",
    "fetch_due",
    "finish",
    "forget_nonces",
    "keep_receipt",
    "mark_matter_opened",
    "mark_opened",
    "offer",
    "open_message",
    "parcel_piece",
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
    "wait",
]
