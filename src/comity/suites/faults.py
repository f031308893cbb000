"""What can be wrong with a key, a signature or a seal: each its own code and sentence."""

from __future__ import annotations

from comity.kernel.errors import declare

TOO_LARGE = declare(
    "suites.text.too_large",
    "This is {size} bytes long; at most {limit} are read.",
    "Nothing of it was read. Send it in parts, or as sealed files.",
)
NOT_BASE64URL = declare(
    "suites.text.not_base64url",
    "The {part} is not strict base64url: a character was changed, added or lost.",
    "Ask for the file again; a copy through a word processor or mail program often does this.",
)
NOT_JSON = declare(
    "suites.text.not_json", "The {part} is not one plain JSON object ({why}).", "Ask for the file again."
)

BAD_KEY = declare(
    "suites.key.malformed", "The key {kid!r} is not usable: {why}.", "Take the key from the directory again."
)
NO_SUITE = declare(
    "suites.key.no_suite",
    "The key {kid!r} is of no kind that is used here (use/alg/kty/crv: {shown}).",
    "Signing keys are Ed25519, sealing keys X25519 with ECDH-ES+A256KW.",
)
PRIVATE_KEY = declare(
    "suites.key.private_among_public",
    "The key {kid!r} holds its private part, in a place where only public keys belong.",
    "Treat that key as exposed: replace it, and list the public part only.",
)
TWICE = declare(
    "suites.key.twice", "The key id {kid!r} stands for two different keys.", "Give each key its own id."
)
UNKNOWN_KID = declare(
    "suites.key.unknown",
    "No trusted key has the id {kid!r}.",
    "Check that the trust file is of the right node and of the right day; keys are never taken from the message itself.",
)
WRONG_USE = declare(
    "suites.key.wrong_use",
    "The key {kid!r} is for {use}, and cannot be used for {wanted}.",
    "Use the key that the directory lists for this purpose.",
)
NO_PRIVATE = declare(
    "suites.key.no_private_part", "The key {kid!r} has no private part, so it can neither sign nor open."
)

JWS_SHAPE = declare(
    "suites.jws.malformed",
    "This is not a signed text: a JWS has three parts joined by points, this has {parts}.",
    "It may be cut short. Ask for it again.",
)
JWS_HEADER = declare(
    "suites.jws.header",
    "The header of the signature may hold alg, kid and typ and nothing else (found: {found}).",
    "Nothing was verified: what a message says about its own keys is not followed.",
)
WRONG_ALG = declare(
    "suites.jose.wrong_algorithm",
    "The message says {said!r}, but its key {kid!r} may only be used with {alg!r}.",
    "It is refused: a message cannot choose its algorithm.",
)
WRONG_TYPE = declare(
    "suites.jose.wrong_type",
    "This is a {said!r}, where {wanted!r} is expected.",
    "A signature made for one purpose does not count for another.",
)
BAD_SIGNATURE = declare(
    "suites.jws.bad_signature",
    "The signature does not hold: the content or the signature was changed, or another key signed.",
    "Do not rely on the content. Ask the signer for the original.",
)

JWE_SHAPE = declare(
    "suites.jwe.malformed",
    "This is not a sealed text: a JWE has five parts joined by points, this has {parts}.",
    "It may be cut short. Ask for it again.",
)
JWE_HEADER = declare(
    "suites.jwe.header",
    "The header of the seal does not have exactly the members it must have (found: {found}).",
    "Nothing was opened.",
)
NOT_FOR_KEY = declare(
    "suites.jwe.not_for_this_key",
    "This is sealed to the key {kids}, not to {kid!r}.",
    "Open it with that key, or ask the sender to seal it to a key that the directory lists now.",
)
CANNOT_OPEN = declare(
    "suites.jwe.cannot_open",
    "The seal does not open: the sealed text was changed or cut, or it was sealed to another key.",
    "Ask the sender for it again.",
)
NO_RECIPIENT = declare(
    "suites.jwe.no_recipient", "There is nobody to seal to.", "Name at least one sealing key."
)

FIELD_SEAL = declare(
    "suites.field.cannot_open",
    "A sealed field does not open: it was changed, belongs to another place ({context!r}), or the data key is another.",
)
FILE_SEAL = declare(
    "suites.file.not_a_seal",
    "This is not a sealed file of ours, or it ends before its header does.",
    "Ask for it again.",
)
FILE_KEY = declare(
    "suites.file.wrong_key",
    "The sealed file belongs to another key or another place ({context!r}).",
)
FILE_CHUNK = declare(
    "suites.file.changed",
    "The sealed file was changed in the part that starts at byte {offset} of its content.",
    "What came before that byte is whole; do not use the rest. Ask for the file again.",
)
FILE_CUT = declare(
    "suites.file.cut_short",
    "The sealed file ends too early: {size} bytes of its content are there, its end is missing.",
    "Ask for the file again.",
)

BAD_CODE = declare(
    "suites.code.mistyped",
    "This is not a code: {why}.",
    "A code has 28 letters and digits in seven groups of four. Compare it with your copy; capitals and hyphens do not matter.",
)
WRONG_CODE = declare(
    "suites.code.wrong",
    "This code does not open what is stored.",
    "Check that it is the code of this report.",
)

HTTP_UNSIGNED = declare(
    "suites.http.unsigned",
    "The request is not signed as the protocol asks: {why}.",
    "Sign method, target, digest, time, key id and nonce.",
)
HTTP_BAD = declare("suites.http.bad_signature", "The signature of the request does not hold: {why}.")
HTTP_DIGEST = declare(
    "suites.http.bad_digest", "The body of the request is not the one that was signed.", "Send it again."
)
HTTP_STALE = declare(
    "suites.http.stale",
    "The request was signed at {created}; only {window} seconds before or after now ({now}) are accepted.",
    "Set the clock of the sending machine and send again.",
)
HTTP_REPLAY = declare(
    "suites.http.replayed",
    "A request with this nonce was seen before.",
    "Sign each sending anew; the envelope inside may stay the same.",
)
