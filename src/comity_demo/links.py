"""The addresses by which the tour leads into a node."""

from __future__ import annotations

from urllib.parse import urlencode


def link(network_address: str, username: str = "", *, step_key: str = "", page: str = "") -> str:
    """Return the address that signs a person in (or nobody, at the portal) and leads to a page."""
    query = {name: value for name, value in (("step", step_key), ("next", page)) if value}
    path = f"/demo/as/{username}" if username else "/demo/step"
    return f"{network_address}{path}" + (f"?{urlencode(query)}" if query else "")
