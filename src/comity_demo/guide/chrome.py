"""What stands around the guide's pages: the ribbon with the demonstration's clock at both ends."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest

from comity.node.ui.chrome import Chrome, Office, Ribbon
from comity_demo import moments

ZONES = ("Europe/Berlin", "Asia/Tokyo")


def fill(request: HttpRequest, chrome: Chrome) -> Chrome:
    """Fill in the ribbon."""
    now = getattr(request, "now", moments.MOMENTS["before"].at)
    return replace(chrome, office=Office(name="Comity"), ribbon=Ribbon(at=now, zones=ZONES))
