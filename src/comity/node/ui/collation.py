"""Put names in an order a reader expects, without the collation tables of a whole library.

Letters with marks stand with their plain letter (Ä with A, Ö with O, É with E), as the dictionaries of most languages
written in Latin letters and DIN 5007-1 have it. Languages that order otherwise (Swedish puts Å and Ä last) would need
the tables of CLDR (``PyICU``); no page speaks one yet.
"""

from __future__ import annotations

import unicodedata


def sort_key(text: str) -> tuple[str, str]:
    """Return a key to sort by: the letters without marks and case, then the text itself to keep the order stable.

    >>> sorted(["Zypern", "Österreich", "Oman", "Ägypten", "Albanien"], key=sort_key)
    ['Ägypten', 'Albanien', 'Oman', 'Österreich', 'Zypern']
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)), text
