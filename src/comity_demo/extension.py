"""What the demonstration adds to a node: only ``settings`` loads it, and only where node.toml says demonstration."""

from __future__ import annotations

from collections.abc import Sequence

from comity.node.base.home import Home


class Extension:
    """One-click sign-in, the clock and the strip of the tour at the doors for people; data at the first start."""

    def apps(self, door: str) -> list[str]:
        """Return the apps to install at a door."""
        return ["comity_demo"] if door in {"portal", "desk", "admin"} else []

    def middleware(self, door: str) -> list[str]:
        """Return the middleware of a door."""
        return []

    def urls(self, door: str) -> Sequence[tuple[str, str]]:
        """Return the addresses of a door: the machines' door has none."""
        return [("demo/", f"comity_demo.urls_{door}")] if door in {"portal", "desk"} else []

    def chrome(self, door: str) -> list[str]:
        """Return what fills in the strip above every page."""
        return ["comity_demo.strip.fill"] if door in {"portal", "desk"} else []

    def prepare(self, home: Home) -> None:
        """Bring people, counterparts and earlier reports into a node that has just been migrated."""
        from comity_demo.seed import prepare

        prepare(home)


extension = Extension()
