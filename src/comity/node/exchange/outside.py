"""Send a message from a node's folder alone, without its database or processes: for drills and the demonstration.

The other node cannot tell the difference: the same envelope, the same outer signature, keys from the same directory.
What is sent this way stands in no outbox and is not sent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from comity.exchange import envelope, metadata
from comity.exchange import message as messages
from comity.exchange.directory import Directory
from comity.kernel.clock import SystemClock
from comity.node.base import home
from comity.node.base.keyring import Keyring
from comity.node.exchange.directory import gateway_of
from comity.node.exchange.peers import ENVELOPE_TYPE, ENVELOPES, Answer, Peers


def send(
    folder: Path,
    *,
    sender: str,
    to: str,
    matter: UUID,
    kind: str,
    body: Mapping[str, Any],
    at: datetime,
    instrument: str = "",
    purpose: str = "cooperation",
) -> Answer:
    """Send one message of a participant whose keys lie in ``folder``; return what the addressee's gateway answers.

    Raises:
        BadInput: the folder is no node's, lacks the participant's keys, or the frame of the message is not right.
        Untrusted: the directory does not verify, is stale, or does not list the addressee.
        NoAnswer: the addressee's node does not answer.
    """
    node = home.read(folder)
    keyring = Keyring(node, "admin")
    known = read_directory(Path(node.directory_source), node.directory_root.read_bytes(), at)
    known.require_fresh(at)
    written = messages.new(
        sender=sender,
        to=to,
        matter=str(matter),
        kind=kind,
        body=body,
        at=at,
        instrument=instrument,
        purpose=purpose,
    )
    data = envelope.seal(written, key=keyring.signing(sender), recipients=known.sealing_keys(to, at))
    with Peers(keyring.node("exchange"), SystemClock()) as peers:
        return peers.post(gateway_of(known, to), ENVELOPES, data, media=ENVELOPE_TYPE)


def read_directory(repository: Path, root: bytes, at: datetime) -> Directory:
    """Read and verify the directory in a folder, beginning with a trusted root.

    Raises:
        Untrusted: it does not verify.
    """
    files = {path.name: path.read_bytes() for path in repository.glob("*.json")}
    return metadata.accept(metadata.begin(root), metadata.Bundle.from_files(files), at).read()
