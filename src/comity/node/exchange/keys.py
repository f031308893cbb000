"""The keys of this node as the door of this process may use them."""

from __future__ import annotations

from django.conf import settings

from comity.kernel.errors import BadInput
from comity.node.base import faults, home
from comity.node.base.home import Home
from comity.node.base.keyring import Keyring


def this_node() -> Home:
    """Return the node this process belongs to.

    Raises:
        BadInput: it belongs to none (``COMITY_NODE`` is not set).
    """
    node = home.current()
    if node is None:
        raise BadInput(faults.NO_HOME.fault(path="COMITY_NODE"))
    return node


def keyring() -> Keyring:
    """Return the keyring of this node, as this process may use it."""
    return Keyring(this_node(), settings.DOOR)
