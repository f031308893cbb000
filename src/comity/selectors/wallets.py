"""Addresses of crypto assets, believed only when their checksum holds, where the asset has one.

Base58Check by ``base58``, Bech32 and Bech32m (BIP 173, 350) by ``bech32m``, Keccak-256 for mixed-case Ethereum
addresses (ERC-55) by ``eth-hash``. Monero and Solana addresses are taken by their shape; see :func:`chain`.
"""

from __future__ import annotations

import re
from typing import Final

import base58
import bech32m
from eth_hash.auto import keccak

_VERSIONS: Final = {
    b"\x00": "BTC", b"\x05": "BTC", b"\x30": "LTC", b"\x32": "LTC", b"\x1e": "DOGE", b"\x16": "DOGE", b"\x41": "TRX", b"\x4c": "DASH",
}  # fmt: skip
_TWO_BYTE_VERSIONS: Final = {b"\x1c\xb8": "ZEC", b"\x1c\xbd": "ZEC"}
_SEGWIT: Final = {"bc": "BTC", "ltc": "LTC", "vtc": "VTC"}
_PLAIN_BECH32: Final = {"addr": "ADA", "cosmos": "ATOM", "bnb": "BNB", "terra": "LUNA", "osmo": "OSMO"}
_BECH32_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_ETH = re.compile(r"0x[0-9a-fA-F]{40}")
_MONERO = re.compile(r"[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}")


def _base58check(address: str, alphabet: bytes = base58.BITCOIN_ALPHABET) -> bytes | None:
    try:
        return base58.b58decode_check(address, alphabet=alphabet)
    except ValueError:
        return None


def _base58_chain(address: str) -> str | None:
    if not 25 <= len(address) <= 36:
        return None
    if address[0] == "r":
        ripple = _base58check(address, base58.RIPPLE_ALPHABET)
        return "XRP" if ripple is not None and len(ripple) == 21 and ripple[0] == 0 else None
    payload = _base58check(address)
    if payload is None:
        return None
    if len(payload) == 21:
        return _VERSIONS.get(payload[:1])
    return _TWO_BYTE_VERSIONS.get(payload[:2]) if len(payload) == 22 else None


def _bech32_chain(address: str) -> str | None:
    if address != address.lower() and address != address.upper():
        return None
    low = address.lower()
    prefix, _, rest = low.rpartition("1")
    if prefix in _SEGWIT:
        try:
            bech32m.decode(prefix, low)
        except (ValueError, IndexError):
            return None
        return _SEGWIT[prefix]
    if prefix in _PLAIN_BECH32 and len(rest) >= 38 and all(letter in _BECH32_LETTERS for letter in rest):
        try:
            bech32m.codecs.bech32_decode(low) if len(low) <= 90 else None
        except ValueError:
            return None
        return _PLAIN_BECH32[prefix]
    return None


def checksum_address(address: str) -> str:
    """Return an Ethereum address in the mixed case of ERC-55."""
    plain = address[2:].lower()
    hashed = keccak(plain.encode()).hex()
    return "0x" + "".join(
        letter.upper() if int(digit, 16) >= 8 else letter
        for letter, digit in zip(plain, hashed, strict=False)
    )


def chain(address: str, *, solana: bool = False) -> str | None:
    """Return the ticker of the chain an address belongs to, or ``None`` if it is no address.

    An Ethereum address in mixed case must carry the right ERC-55 case. ``solana`` says that the text speaks of
    Solana: its addresses are 32 bytes in base58 without checksum, too weak a shape on its own.
    """
    if _ETH.fullmatch(address):
        body = address[2:]
        cased = body not in (body.lower(), body.upper())
        return None if cased and checksum_address(address) != address else "ETH"
    if _MONERO.fullmatch(address):
        return "XMR"
    found = _base58_chain(address) or _bech32_chain(address)
    if found is None and solana and 32 <= len(address) <= 44:
        try:
            return "SOL" if len(base58.b58decode(address)) == 32 else None
        except ValueError:
            return None
    return found


def crypto(text: str, *, solana: bool = False) -> str | None:
    """Return an address in its normal form (Ethereum and Bech32 in lower case), or ``None``."""
    address = text.strip()
    for prefix in ("bitcoin:", "ethereum:", "litecoin:", "tron:", "monero:"):
        address = address.removeprefix(prefix)
    found = chain(address, solana=solana)
    if found is None:
        return None
    return address.lower() if found == "ETH" or _bech32_chain(address) else address
