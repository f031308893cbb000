"""The suites Comity knows: for each, what a key must look like and the one algorithm it may be used with.

A key names its suite by ``use``, ``alg``, ``kty`` and ``crv`` together, and a key has exactly one. A later
suite (a hybrid of Ed25519 and ML-DSA, or of X25519 and ML-KEM) is a new row with its own ``alg``: keys of
both kinds can then stand side by side in the directory, and a message still cannot pick its algorithm.

Sources: RFC 7517 (JWK), RFC 8037 (OKP keys), RFC 9864 (``Ed25519`` as a fully specified name in place of
``EdDSA``), RFC 7518 section 4.6 (ECDH-ES+A256KW), RFC 8725 section 3.1 (one algorithm per key).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from comity.kernel.errors import Untrusted
from comity.suites import faults

Use = Literal["sig", "enc"]


@dataclass(frozen=True, slots=True)
class Suite:
    """One way to sign or to seal. ``enc`` is the content encryption of a sealing suite, else empty."""

    id: str
    use: Use
    alg: str
    kty: str
    crv: str
    enc: str = ""


SIGNING = Suite(id="sign-ed25519", use="sig", alg="Ed25519", kty="OKP", crv="Ed25519")
SEALING = Suite(id="seal-x25519", use="enc", alg="ECDH-ES+A256KW", kty="OKP", crv="X25519", enc="A256GCM")

SUITES: tuple[Suite, ...] = (SIGNING, SEALING)


def suite_of(jwk: Mapping[str, Any]) -> Suite:
    """Return the one suite a key belongs to.

    Raises:
        Untrusted: the key's ``use``, ``alg``, ``kty`` and ``crv`` are not together a suite of ours.
    """
    for suite in SUITES:
        if (jwk.get("use"), jwk.get("alg"), jwk.get("kty"), jwk.get("crv")) == (
            suite.use,
            suite.alg,
            suite.kty,
            suite.crv,
        ):
            return suite
    shown = "/".join(str(jwk.get(member, "none"))[:24] for member in ("use", "alg", "kty", "crv"))
    raise Untrusted(faults.NO_SUITE.fault(kid=str(jwk.get("kid", ""))[:64], shown=shown))
