"""Where and when the gallery is: its instant, its zones, its office, its addresses."""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse

from comity.node.ui.chrome import Office

NOW = datetime(2026, 11, 24, 1, 35, tzinfo=UTC)
BERLIN, TOKYO, PARIS = "Europe/Berlin", "Asia/Tokyo", "Europe/Paris"
BOTH = (TOKYO, BERLIN)

OFFICE = Office(
    name="Zentrale Ansprechstelle Cybercrime Kassel (demonstration)",
    phone="+49 561 0000 110",
    hours="Mon to Fri 08:00 to 18:00",
    address="Musterplatz 1, 34117 Kassel",
    site="de.example",
)


def here(page: str) -> str:
    """Return the address of a page of the gallery."""
    return reverse("gallery:page", args=(page,))
