"""Bare signatures over bytes, for formats that bring their own frame, such as the C2SP signed note."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comity.kernel.errors import Untrusted
from comity.suites import faults
from comity.suites.keys import Jwk, require
from comity.suites.text import unb64url


def sign_bytes(data: bytes, key: Jwk) -> bytes:
    """Sign bytes with a private signing key and return the 64 bytes of the signature.

    Raises:
        Untrusted: the key is not a private signing key.
    """
    return private_key(key).sign(data)


def verify_bytes(data: bytes, signature: bytes, key: Jwk) -> None:
    """Verify a bare signature under one public signing key.

    Raises:
        Untrusted: it does not hold, or the key is not for signing.
    """
    try:
        public_key(key).verify(signature, data)
    except InvalidSignature:
        raise Untrusted(faults.BAD_SIGNATURE.fault()) from None


def public_key(key: Jwk) -> Ed25519PublicKey:
    """Return the public part of a signing key as the object other libraries take (TUF, RFC 9421)."""
    require(key, "sig")
    return Ed25519PublicKey.from_public_bytes(raw_public(key))


def private_key(key: Jwk) -> Ed25519PrivateKey:
    """Return a private signing key as the object other libraries take."""
    require(key, "sig", private=True)
    return Ed25519PrivateKey.from_private_bytes(unb64url(key["d"], "key"))


def raw_public(key: Jwk) -> bytes:
    """Return the 32 bytes of a public key."""
    return unb64url(key["x"], "key")
