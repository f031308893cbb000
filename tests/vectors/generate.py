"""Makes the vectors anew: ``python -m tests.vectors.generate``. Only when the protocol changes; else they stay as they are.

The keys are made here and lie beside the vectors, private ones too: they are for tests and protect nothing.
"""

from __future__ import annotations

import json
import shutil

from comity.exchange import publishing
from tests.exchange.world import AT
from tests.vectors.envelopes import envelopes
from tests.vectors.making import HERE, WORLD
from tests.vectors.notes import acknowledgements, checkpoints, receipts
from tests.vectors.packages import packages
from tests.vectors.texts import sealed_texts, signed_texts


def main() -> None:
    for path in HERE.iterdir():
        if path.is_dir() and path.name != "__pycache__":
            shutil.rmtree(path)
    book = WORLD.directory
    files = {
        "trust.jwks": json.dumps(book.trust(AT).as_jwks(), indent=1),
        "jp-contact.sealing.jwk": json.dumps(WORLD.key("jp-contact", "sealing")),
        "directory.json": book.payload().decode(),
        "directory-suspended.json": publishing.suspend(book, "de-contact", at=AT, reason="keys_exposed")
        .payload()
        .decode(),
        "directory-revoked.json": publishing.revoke_key(book, "de-contact", "de-contact-signing", at=AT)
        .payload()
        .decode(),
    }
    for name, text in files.items():
        (HERE / name).write_text(text)
    for make in (signed_texts, sealed_texts, envelopes, receipts, acknowledgements, checkpoints, packages):
        make()


if __name__ == "__main__":
    main()
